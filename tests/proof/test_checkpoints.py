"""Checkpoints: signed, reused while nothing happens, kept outside; and what they find that the chain alone cannot."""

import json
import logging
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from governance_app.base.canonical import canonical
from governance_app.base.keys import ledger_key
from governance_app.errors import Refusal
from governance_app.ledger.models import Checkpoint, Entry, Head
from governance_app.ledger.registry import Act
from governance_app.ledger.rules import (
    GENESIS,
    Break,
    checkpoint_data,
    checkpoint_genuine,
    checkpoint_read,
    entry_hash,
)
from governance_app.ledger.selectors import checkpoint_from, head_now, ledger_break
from governance_app.ledger.services import checkpoint_keep, checkpoint_make, ledger_append
from governance_app.ledger.tasks import checkpoint_daily
from governance_app.ledger.triggers import triggers_remove
from governance_app.programmes.states import Role
from tests.conftest import Cast
from tests.factories.people import UserFactory
from tests.factories.programmes import MembershipFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db, pytest.mark.usefixtures("english", "keys")]


def appended(number: int, *, label: str = "thing") -> None:
    for count in range(number):
        ledger_append(act=Act("test.done", ""), subject=f"{label}:{count}", programme="office", detail={"n": count})


def written(folder: Path, checkpoint: Checkpoint, name: str = "checkpoint.json") -> Path:
    path = folder / name
    path.write_bytes(canonical(checkpoint_data(checkpoint)))
    return path


def verdict(*arguments: Any) -> str:
    """What the command says; it must fail."""
    with pytest.raises(CommandError) as caught:
        call_command("verify_ledger", *[str(argument) for argument in arguments], stdout=StringIO())
    assert caught.value.returncode == 1
    return str(caught.value)


def holds(*arguments: Any) -> str:
    out = StringIO()
    call_command("verify_ledger", *[str(argument) for argument in arguments], stdout=out)
    return out.getvalue()


# Making them


def test_it_signs_how_many_rows_there_are_and_the_last_ones_hash() -> None:
    appended(3)
    made = checkpoint_make()
    assert (made.count, made.head) == head_now()
    assert checkpoint_genuine(made)
    data = checkpoint_data(made)
    key = ledger_key()
    assert key is not None
    assert data["key"] == key.id
    assert set(data) == {"format", "count", "head", "time", "key", "public_key", "signature"}
    assert checkpoint_read(canonical(data)).signature == made.signature


def test_while_nothing_happens_it_is_the_same_one() -> None:
    appended(1)
    first = checkpoint_make()
    assert checkpoint_make().pk == first.pk
    appended(1)
    assert checkpoint_make().pk != first.pk


def test_an_empty_ledger_has_none() -> None:
    with pytest.raises(Refusal) as caught:
        checkpoint_make()
    assert caught.value.code == "empty-ledger"
    assert not Checkpoint.objects.exists()


def test_without_a_key_there_is_none(settings: Any) -> None:
    settings.KEYS_MAKE = False
    appended(1)
    with pytest.raises(Refusal) as caught:
        checkpoint_make()
    assert caught.value.code == "no-key"


def test_the_first_that_covers_a_row_is_found() -> None:
    appended(2)
    early = checkpoint_make()
    appended(2)
    late = checkpoint_make()
    assert [checkpoint_from(row) for row in (1, 2, 3, 4, 5)] == [early, early, late, late, None]


def test_a_copy_is_kept_outside_the_database_once() -> None:
    appended(2)
    name = checkpoint_keep()
    assert checkpoint_keep() == name
    with default_storage.open(name) as stream:
        assert checkpoint_read(stream.read()).count == 2
    assert name.startswith("checkpoints/ledger-000000002-")
    assert holds("--checkpoint", default_storage.path(name)).count("\n") == 2


def test_the_daily_task_keeps_one_and_says_why_where_it_cannot(settings: Any, caplog: Any) -> None:
    appended(1)
    assert default_storage.exists(checkpoint_daily())
    settings.KEYS_MAKE = False
    with caplog.at_level(logging.WARNING):
        assert checkpoint_daily() == ""
    assert "no ledger checkpoint today" in caplog.text


def test_the_schedule_names_the_task(settings: Any) -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["ledger-checkpoint"]
    assert entry["task"] == f"{checkpoint_daily.__module__}.{checkpoint_daily.__name__}"


# What they find


@pytest.fixture
def attacker() -> Callable[..., None]:
    """Someone with the database's password, and the guards out of the way."""
    triggers_remove(connection)

    def run(statement: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


def rechain(since: int) -> None:
    """Hashes made anew from a row on, and the head made to fit: what the chain alone can no longer tell."""
    previous = Entry.objects.filter(sequence=since - 1).values_list("hash", flat=True).first() or GENESIS
    for row in Entry.objects.filter(sequence__gte=since).order_by("sequence"):
        row.previous_hash = previous
        row.hash = previous = entry_hash(row)
        row.save()
    count = Entry.objects.count()
    Head.objects.update(count=count, hash=previous)
    assert ledger_break() is None or Checkpoint.objects.exists()


def test_an_untouched_ledger_agrees_with_it(tmp_path: Path) -> None:
    appended(3)
    path = written(tmp_path, checkpoint_make())
    appended(2)
    assert "It agrees with the checkpoint" in holds("--checkpoint", path)
    assert "(3 rows)" in holds("--checkpoint", path)


def test_a_cut_tail_is_found_though_the_head_was_made_to_fit(attacker: Callable[..., None], tmp_path: Path) -> None:
    appended(5)
    path = written(tmp_path, checkpoint_make())
    Checkpoint.objects.all().delete()
    attacker("DELETE FROM ledger_entry WHERE sequence >= 4")
    rechain(4)
    assert "3 rows" in holds(), "the chain alone says nothing"
    assert verdict("--checkpoint", path) == (
        "Row 4 is missing: a checkpoint attests it, the end of the chain has been cut off."
    )


def test_a_tail_cut_off_and_grown_again_is_found(attacker: Callable[..., None], tmp_path: Path) -> None:
    appended(5)
    path = written(tmp_path, checkpoint_make())
    Checkpoint.objects.all().delete()
    attacker("DELETE FROM ledger_entry WHERE sequence >= 4")
    rechain(4)
    appended(4, label="other")
    assert "7 rows" in holds()
    assert verdict("--checkpoint", path).startswith("Row 5 is not the one a checkpoint attests")


def test_an_inserted_row_is_found_though_all_hashes_were_made_anew(
    attacker: Callable[..., None], tmp_path: Path
) -> None:
    appended(3)
    first = written(tmp_path, checkpoint_make(), "1.json")
    appended(3)
    second = written(tmp_path, checkpoint_make(), "2.json")
    Checkpoint.objects.all().delete()
    for number in (6, 5):
        attacker("UPDATE ledger_entry SET sequence = %s WHERE sequence = %s", number + 1, number)
    forged = Entry.objects.get(pk=4)
    forged.pk, forged.subject, forged.hash = 5, "thing:forged", "f" * 64
    forged.save(force_insert=True)
    rechain(4)
    assert "7 rows" in holds(), "the chain alone says nothing"
    assert "It agrees" in holds("--checkpoint", first), "nor does what was signed before"
    text = "Row 6 is not the one a checkpoint attests: the chain has been rewritten somewhere from row {} on."
    assert verdict("--checkpoint", second) == text.format(1)
    assert verdict("--checkpoint", first, "--checkpoint", second) == text.format(4)
    assert verdict("--checkpoint", tmp_path) == text.format(4), "a folder of them is all of them"


def test_a_rewritten_row_is_found_exactly_where_it_was_the_last(attacker: Callable[..., None], tmp_path: Path) -> None:
    appended(2)
    first = written(tmp_path, checkpoint_make(), "1.json")
    appended(1)
    second = written(tmp_path, checkpoint_make(), "2.json")
    Checkpoint.objects.all().delete()
    attacker("UPDATE ledger_entry SET actor_name = 'somebody else' WHERE sequence = 3")
    rechain(3)
    assert verdict("--checkpoint", first, "--checkpoint", second) == (
        "Row 3 is not the one a checkpoint attests: the chain has been rewritten."
    )


def test_what_the_chain_tells_by_itself_is_told_first(attacker: Callable[..., None], tmp_path: Path) -> None:
    appended(4)
    path = written(tmp_path, checkpoint_make())
    attacker("UPDATE ledger_entry SET act = 'x' WHERE sequence = 2")
    assert verdict("--checkpoint", path) == "Row 2 has been changed: its hash does not fit its fields."


def test_checkpoints_in_the_database_are_asked_too(attacker: Callable[..., None]) -> None:
    appended(4)
    checkpoint_make()
    attacker("DELETE FROM ledger_entry WHERE sequence >= 3")
    rechain(3)
    assert ledger_break() == Break(3, "cut")
    assert verdict().startswith("Row 3 is missing: a checkpoint attests it")


def test_a_forged_checkpoint_in_the_database_is_found() -> None:
    appended(2)
    made = checkpoint_make()
    Checkpoint.objects.filter(pk=made.pk).update(time="2020-01-01T00:00:00.000000+00:00")
    assert verdict() == "The checkpoint at row 2 in the database carries no valid signature."


# Files that are no checkpoints


@pytest.mark.parametrize("part", ["count", "head", "time", "signature"])
def test_a_changed_file_is_refused(tmp_path: Path, part: str) -> None:
    appended(2)
    data = checkpoint_data(checkpoint_make())
    data[part] = {"count": 1, "head": "f" * 64, "time": "2020", "signature": "0" * 128}[part]
    path = tmp_path / "checkpoint.json"
    path.write_text(json.dumps(data))
    assert "its signature is not valid" in verdict("--checkpoint", path)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "nonsense", '{"format":"sevengate-checkpoint-1","count":"1"}', "\udcff"]
)
def test_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "checkpoint.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert "is no checkpoint" in verdict("--checkpoint", path)
    assert "is no checkpoint" in verdict("--checkpoint", tmp_path / "missing.json")


def test_a_key_not_known_is_believed_only_when_named(settings: Any, tmp_path: Path, key_folder: Path) -> None:
    appended(2)
    made = checkpoint_make()
    key = checkpoint_data(made)["key"]
    path = written(tmp_path, made)
    settings.KEYS_DIR = tmp_path / "new"
    assert f"--key {key}" in verdict("--checkpoint", path)
    assert "It agrees" in holds("--checkpoint", path, "--key", key)
    settings.LEDGER_RETIRED_KEYS = [key]
    assert "It agrees" in holds("--checkpoint", path)


# On the ledger's page


@pytest.mark.parametrize("part", ["owner", "chair", "auditor"])
def test_it_is_made_and_taken_away_on_the_ledgers_page(client: Any, cast: Cast, part: str) -> None:
    appended(2)
    client.force_login(cast.people[part])
    page = reverse("overview:ledger", args=[cast.programme.slug])
    answer = client.post(reverse("overview:checkpoint-new", args=[cast.programme.slug]), follow=True)
    assert answer.redirect_chain[0][0] == f"{page}#checkpoints"
    (row,) = answer.context["checkpoints"]
    assert row["sequence"] == 2
    file = client.get(row["url"])
    assert "attachment" in file["Content-Disposition"]
    assert checkpoint_genuine(checkpoint_read(file.content))


def test_nobody_else_sees_or_makes_one(client: Any, cast: Cast) -> None:
    appended(1)
    checkpoint_make()
    member = UserFactory()
    MembershipFactory(programme=cast.programme, user=member, role=Role.COMMITTEE)
    for person in (member, cast.it_lead, cast.key_user, cast.stranger, cast.nobody):
        client.force_login(person)
        assert client.post(reverse("overview:checkpoint-new", args=[cast.programme.slug])).status_code == 404
        assert client.get(reverse("overview:checkpoint", args=[cast.programme.slug, 1])).status_code == 404
    client.force_login(cast.owner)
    assert client.get(reverse("overview:checkpoint", args=[cast.programme.slug, 7])).status_code == 404


def test_the_page_says_why_none_can_be_made(client: Any, cast: Cast, settings: Any) -> None:
    settings.KEYS_MAKE = False
    client.force_login(cast.owner)
    address = reverse("overview:checkpoint-new", args=[cast.programme.slug])
    answer = client.post(address, follow=True, headers={"accept-language": "en"})
    assert "key" in str(next(iter(answer.context["messages"])))
    assert answer.context["checkpoints"] == []
