"""Reminding those who can clear a blocker: once a day, written down, and only of what still stands."""

import json

import pytest
from django.urls import reverse

from governance_app.errors import Refusal
from governance_app.inbox.models import Notification
from governance_app.ledger.models import Entry
from governance_app.overview.services import blocker_remind
from governance_app.people.models import User
from governance_app.programmes.states import PhaseState
from tests.conftest import Cast, Specification
from tests.pages.conftest import OpenAs, open_as
from tests.pages.reading import text

__all__ = ["open_as"]
pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

KEY = "criterion:REQ-G8@document:requirements-specification"


@pytest.fixture(autouse=True)
def submitted(cast: Cast, specification: Specification) -> None:
    cast.programme.phases.filter(phase=1).update(state=PhaseState.ACTIVE)
    revision = specification.submit()
    specification.sign(revision, cast.finance_head)


def nudged() -> set[str]:
    return set(Notification.objects.filter(key__startswith="nudge:").values_list("user__username", flat=True))


def refused(cast: Cast, who: User, key: str = KEY) -> str:
    rows = Notification.objects.count()
    with pytest.raises(Refusal) as caught:
        blocker_remind(access=cast.access(who), key=key)
    assert Notification.objects.count() == rows
    return caught.value.code


def test_those_who_can_clear_it_are_told_and_the_ledger_knows(cast: Cast) -> None:
    blocker_remind(access=cast.access(cast.owner), key=KEY)
    assert nudged() == {"personnel_head", "it_head"}
    row = Notification.objects.filter(key__startswith="nudge:").first()
    assert row is not None
    assert row.url.endswith("/sign/")
    assert "王喆" in row.text
    entry = Entry.objects.get(act="blocker.reminded")
    assert json.loads(entry.detail) == {"people": ["it_head", "personnel_head"]}
    assert entry.programme == cast.programme.slug


def test_nobody_is_reminded_twice_on_one_day_whoever_asks(cast: Cast) -> None:
    blocker_remind(access=cast.access(cast.owner), key=KEY)
    assert refused(cast, cast.owner) == "reminded"
    assert refused(cast, cast.chair) == "reminded"


def test_what_has_been_cleared_reminds_nobody(cast: Cast) -> None:
    assert refused(cast, cast.owner, "criterion:REQ-G99") == "cleared"
    assert refused(cast, cast.owner, "") == "cleared"


def test_nobody_is_reminded_of_what_only_they_themselves_can_clear(cast: Cast, specification: Specification) -> None:
    specification.goals[0].baseline_value = None
    specification.goals[0].save()
    assert refused(cast, cast.owner, "criterion:REQ-G5") == "nobody"


@pytest.mark.parametrize("who", ["it_lead", "finance_head", "key_user", "auditor"])
def test_only_those_who_steer_may_remind(cast: Cast, open_as: OpenAs, who: str) -> None:
    person = getattr(cast, who)
    assert refused(cast, person) == "forbidden"
    url = reverse("overview:remind", args=[cast.programme.slug])
    assert open_as(person).post(url, {"key": KEY}).status_code == 404
    assert url not in open_as(person).get(reverse("overview:programme", args=[cast.programme.slug])).content.decode()


def test_the_page_reminds_and_says_so(cast: Cast, open_as: OpenAs) -> None:
    client, slug = open_as(cast.owner), cast.programme.slug
    page = client.get(reverse("overview:programme", args=[slug]))
    row = next(row for row in page.context["blockers"] if row["key"] == KEY)
    assert row["remind_url"] == reverse("overview:remind", args=[slug])
    answer = client.post(row["remind_url"], {"key": row["key"], "back": row["back"]}, follow=True)
    assert "刘洋" in text(answer)
    again = next(found for found in answer.context["blockers"] if found["key"] == KEY)
    assert again["remind_url"] == ""
    assert "2" in again["reminded"]
    refusal = client.post(row["remind_url"], {"key": row["key"], "back": "steering"}, follow=True)
    assert refusal.status_code == 200
    assert refusal.redirect_chain[0][0] == reverse("overview:steering", args=[slug])


def test_reminders_are_written_in_the_language_of_the_one_who_reads(cast: Cast) -> None:
    User.objects.filter(pk=cast.it_head.pk).update(language="en")
    blocker_remind(access=cast.access(cast.owner), key=KEY)
    titles = dict(Notification.objects.filter(key__startswith="nudge:").values_list("user__username", "title"))
    assert titles["it_head"].startswith("Reminder, gate 1:")
    assert titles["personnel_head"].startswith("提醒（第 1 关）：")
