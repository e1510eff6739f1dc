"""Records written at once: no number twice, no change lost, nobody left waiting on each other."""

import json
from functools import partial

import pytest

from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.records.imports import batch_upload
from governance_app.records.registry import kind_of, record_kinds
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import System
from tests.concurrency.conftest import Crowd, refusals
from tests.conftest import Cast
from tests.factories.planning import RiskFactory
from tests.factories.records import SystemFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db(transaction=True)]


def by(cast: Cast, **more: object) -> dict[str, object]:
    return {"kind": SYSTEMS.slug, "programme": "office", "user": cast.owner.pk, **more}


def test_of_six_edits_of_one_version_one_wins(cast: Cast, crowd: Crowd) -> None:
    system = SystemFactory(access=cast.access(cast.owner))
    acts = [("revise", by(cast, code=system.code, values={"maker": f"厂商{number}"}, version=1)) for number in range(6)]
    outcomes = crowd(*acts)
    assert refusals(outcomes) == ["stale"] * 5
    system.refresh_from_db()
    winner = next(number for number, outcome in enumerate(outcomes) if outcome.done)
    assert (system.version, system.maker) == (2, f"厂商{winner}")
    assert system.history.count() == 2
    assert Entry.objects.filter(act="systems.revised").count() == 1


def test_edits_that_ask_for_no_version_follow_each_other(cast: Cast, crowd: Crowd) -> None:
    system = SystemFactory(access=cast.access(cast.owner), user_count=0)
    acts = [("revise", by(cast, code=system.code, values={"user_count": number})) for number in range(1, 7)]
    outcomes = crowd(*acts)
    assert refusals(outcomes) == []
    assert sorted(outcome.result for outcome in outcomes) == [2, 3, 4, 5, 6, 7]
    system.refresh_from_db()
    assert system.version == 7
    assert sorted(system.history.values_list("version", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


def test_codes_taken_at_once_are_unique_and_without_gaps(cast: Cast, crowd: Crowd) -> None:
    acts = [("create", by(cast, names=[f"系统 {part}-{number}" for number in range(6)])) for part in range(8)]
    outcomes = crowd(*acts)
    codes = sorted(code for outcome in outcomes for code in outcome.result)
    assert codes == [f"SYS-{number:03d}" for number in range(1, 49)]
    assert sorted(System.objects.values_list("code", flat=True)) == codes
    sequences = list(Entry.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, len(sequences) + 1))
    assert ledger_break() is None


def test_programmes_that_share_nothing_else_share_one_ledger(cast: Cast, crowd: Crowd) -> None:
    before = Entry.objects.count()
    here = by(cast, names=[f"系统 {number}" for number in range(4)])
    there = {**here, "programme": "plant", "user": cast.stranger.pk}
    outcomes = crowd(*[("create", here), ("create", there)] * 3)
    assert refusals(outcomes) == []
    entries = list(Entry.objects.order_by("sequence").values_list("sequence", "programme"))[before:]
    assert [sequence for sequence, _programme in entries] == list(range(before + 1, before + 25))
    assert [programme for _sequence, programme in entries].count("plant") == 12
    assert ledger_break() is None


def test_an_edit_against_a_removal_leaves_no_half_record(cast: Cast, crowd: Crowd) -> None:
    system = SystemFactory(access=cast.access(cast.owner))
    edited, removed = crowd(
        ("revise", by(cast, code=system.code, values={"maker": "云阶"})),
        ("remove", by(cast, code=system.code)),
    )
    assert removed.done
    assert edited.done or edited.result == "gone"
    assert not System.objects.exists()
    kinds = list(System.history.order_by("history_id").values_list("history_type", flat=True))
    assert kinds == (["+", "~", "-"] if edited.done else ["+", "-"])


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [
        ("requirements", "systems", {"title": "登录", "acceptance": "可测"}),
        ("actions", "risk", {"title": "补签", "due_on": "2026-12-01"}),
    ],
    ids=["many-to-many", "foreign key"],
)
def test_a_removal_and_a_new_record_that_names_it_do_not_both_win(
    cast: Cast, crowd: Crowd, kind: str, field: str, values: dict[str, str]
) -> None:
    """Who names a record holds it before anything else, so that nobody is left waiting; who comes second is told."""
    by_owner = {"access": cast.access(cast.owner)}
    make = SystemFactory if field == "systems" else partial(RiskFactory, owner=cast.owner)
    named = [make(**by_owner) for _number in range(4)]
    target = kind_of(type(named[0])).slug
    acts = [("name", by(cast, kind=kind, code=row.code, values=values, field=field)) for row in named]
    acts += [("remove", by(cast, kind=target, code=row.code)) for row in named]
    outcomes = crowd(*acts)
    for row, naming, removing in zip(named, outcomes[:4], outcomes[4:], strict=True):
        stays = type(row).objects.filter(pk=row.pk).exists()
        assert naming.result == ("named" if stays else "invalid")
        assert removing.done != stays
        assert stays or removing.result is None
        assert not stays or removing.result == "in-use"
    written = record_kinds[kind].model._default_manager.filter(**{f"{field}__in": named})
    assert written.count() == sum(naming.done for naming in outcomes[:4])
    assert ledger_break() is None


def test_acts_on_many_and_edits_of_one_do_not_block_each_other_for_ever(cast: Cast, crowd: Crowd) -> None:
    codes = [SystemFactory(access=cast.access(cast.owner)).code for _number in range(12)]
    many = by(cast, codes=codes, wanted="set:criticality", values={"criticality": "high", "reason": ""})
    backwards = by(cast, codes=codes, wanted="set:life_cycle", values={"life_cycle": "retire", "reason": ""})
    single = [("revise", by(cast, code=code, values={"maker": "云阶"})) for code in reversed(codes)]
    outcomes = crowd(("bulk", many), *single, ("bulk", backwards))
    assert refusals(outcomes) == []
    rows = System.objects.values_list("criticality", "life_cycle", "maker", "version").order_by().distinct()
    assert list(rows) == [("high", "retire", "云阶", 4)]
    reasons = Entry.objects.filter(act="systems.revised").values_list("detail", flat=True)
    assert len(reasons) == 36
    assert {json.loads(row)["version"] for row in reasons} == {2, 3, 4}
    assert ledger_break() is None


def test_an_import_and_edits_of_the_same_records_lose_nothing_of_each_other(cast: Cast, crowd: Crowd) -> None:
    access = cast.access(cast.owner)
    codes = [SystemFactory(access=access).code for _number in range(10)]
    data = "code,name,maker\n" + "".join(f"{code},系统,云阶\n" for code in reversed(codes))
    batch = batch_upload(kind=SYSTEMS, access=access, name="systems.csv", data=data.encode())
    assert (batch.state, batch.changed) == ("ready", 10), batch.report
    edits = [("revise", by(cast, code=code, values={"user_count": 7})) for code in codes]
    new = [("create", by(cast, names=[f"新系统 {part}" for part in range(3)]))] * 2
    imported = ("import_batch", {"programme": "office", "user": cast.owner.pk, "batch": str(batch.pk)})
    outcomes = crowd(*edits[:5], imported, *edits[5:], *new)
    assert refusals(outcomes) == []
    assert outcomes[5].result == "applied"
    rows = System.objects.filter(code__in=codes).values_list("maker", "user_count", "version")
    assert set(rows) == {("云阶", 7, 3)}
    assert System.objects.count() == 16
    assert ledger_break() is None
