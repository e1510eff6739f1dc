"""Meetings: the agenda comes from the data, minutes are confirmed by another, and what is confirmed stays."""

from typing import Any

import pytest

from governance_app.errors import Refusal
from governance_app.gates.states import FindingState
from governance_app.ledger.models import Entry
from governance_app.planning.kinds import MILESTONES
from governance_app.planning.models import AgendaItem, Attendance, Meeting
from governance_app.planning.selectors import items_of
from governance_app.planning.services.meetings import (
    agenda_fill,
    attendance_take,
    item_remove,
    item_write,
    minutes_write,
)
from governance_app.records.services import record_revise
from tests.conftest import Cast
from tests.factories.planning import ActionFactory, MilestoneFactory, RiskFactory
from tests.gates.conftest import Committee, committee, findings  # noqa: F401 - fixtures
from tests.planning.conftest import Plan, day

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def subjects(meeting: Meeting) -> list[str]:
    return [item.subject for item in items_of(meeting)]


def test_the_agenda_holds_what_slips_is_overdue_high_or_waits_for_votes(
    plan: Plan,
    cast: Cast,
    committee: Committee,  # noqa: F811
    findings: Any,  # noqa: F811
) -> None:
    late = ActionFactory(**plan.by, owner=cast.key_user, due_on=day(-1))
    ActionFactory(**plan.by, owner=cast.key_user, due_on=day(5))
    high = RiskFactory(**plan.by, owner=cast.it_lead, probability=4, impact=4)
    stale = RiskFactory(**plan.by, owner=cast.it_lead, probability=1, impact=1, review_on=day(-1))
    RiskFactory(**plan.by, owner=cast.it_lead, probability=1, impact=1, review_on=day(30))
    slipped = MilestoneFactory(**plan.by, owner=cast.it_lead, planned_on=day(10), forecast_on=day(14))
    MilestoneFactory(**plan.by, owner=cast.it_lead, planned_on=day(10))
    review = committee.call()
    meeting = plan.meeting()
    assert agenda_fill(access=plan.by["access"], code=meeting.code) == (5, 0)
    assert subjects(meeting) == [
        f"review:{review.code}",
        f"milestones:{slipped.code}",
        f"risks:{high.code}",
        f"risks:{stale.code}",
        f"actions:{late.code}",
    ]


def test_what_blocks_the_active_gate_comes_first(plan: Plan, cast: Cast, findings: Any) -> None:  # noqa: F811
    findings(REQ_G2=FindingState.UNMET, REQ_G4=FindingState.INCONCLUSIVE)
    meeting = plan.meeting()
    agenda_fill(access=plan.by["access"], code=meeting.code)
    assert subjects(meeting) == ["criterion:REQ-G2", "criterion:REQ-G4"]


def test_filling_twice_changes_nothing_and_settled_matters_leave(plan: Plan, cast: Cast, findings: Any) -> None:  # noqa: F811
    access = plan.by["access"]
    findings(REQ_G2=FindingState.UNMET)
    meeting = plan.meeting()
    item_write(access=access, code=meeting.code, number=None, values={"title": "其他事项"}, version=None)
    agenda_fill(access=access, code=meeting.code)
    meeting.refresh_from_db()
    version = meeting.version
    assert agenda_fill(access=access, code=meeting.code) == (0, 0)
    meeting.refresh_from_db()
    assert meeting.version == version
    findings(REQ_G4=FindingState.UNMET)
    assert agenda_fill(access=access, code=meeting.code) == (1, 1)
    assert subjects(meeting) == ["", "criterion:REQ-G4"]


def test_a_matter_with_minutes_stays_on_the_agenda(plan: Plan, cast: Cast, findings: Any) -> None:  # noqa: F811
    access = plan.by["access"]
    findings(REQ_G2=FindingState.UNMET)
    meeting = plan.meeting()
    agenda_fill(access=access, code=meeting.code)
    item = items_of(meeting)[0]
    minutes_write(access=access, code=meeting.code, summary="", minutes={item.pk: "已补齐"}, version=None)
    findings()
    assert agenda_fill(access=access, code=meeting.code) == (0, 0)
    with pytest.raises(Refusal) as caught:
        item_remove(access=access, code=meeting.code, number=item.pk, version=None)
    assert caught.value.code == "in-use"


def test_a_milestone_comes_back_only_when_it_slips_again(plan: Plan, cast: Cast, findings: Any) -> None:  # noqa: F811
    access = plan.by["access"]
    milestone = MilestoneFactory(**plan.by, owner=cast.it_lead, planned_on=day(10), forecast_on=day(14))
    first = plan.hold(plan.meeting(meets_on=day(0)))
    then = plan.meeting(meets_on=day(7))
    assert agenda_fill(access=access, code=then.code) == (0, 0)
    values = {"forecast_on": day(20)}
    record_revise(kind=MILESTONES, access=access, code=milestone.code, values=values, version=None, reason="再延")
    agenda_fill(access=access, code=then.code)
    assert subjects(then) == [f"milestones:{milestone.code}"]
    assert first.state == "held"


def test_a_meeting_is_held_on_its_day_and_by_someone(plan: Plan, cast: Cast) -> None:
    early = plan.meeting(meets_on=day(1))
    with pytest.raises(Refusal) as caught:
        plan.move(early, "hold")
    assert caught.value.code == "early"
    with pytest.raises(Refusal) as caught:
        plan.move(plan.meeting(), "hold")
    assert caught.value.code == "no-attendance"


def test_minutes_are_confirmed_by_another_than_their_writer(plan: Plan, cast: Cast) -> None:
    meeting = plan.hold(plan.meeting())
    with pytest.raises(Refusal):
        plan.move(meeting, "confirm", cast.owner)
    with pytest.raises(Refusal):
        plan.move(meeting, "confirm", cast.it_lead)
    plan.move(meeting, "confirm", cast.chair)
    meeting.refresh_from_db()
    assert meeting.state == "confirmed"
    assert Entry.objects.filter(act="meetings.confirm", subject=f"meetings:{meeting.code}").count() == 1


def test_a_chair_who_wrote_the_minutes_cannot_confirm_them(plan: Plan, cast: Cast) -> None:
    meeting = plan.hold(plan.meeting())
    Meeting.objects.filter(pk=meeting.pk).update(updated_by=cast.chair)
    with pytest.raises(Refusal) as caught:
        plan.move(meeting, "confirm", cast.chair)
    assert caught.value.code == "own-minutes"


def test_there_must_be_minutes_to_confirm(plan: Plan, cast: Cast) -> None:
    meeting = plan.hold(plan.meeting(), summary="")
    with pytest.raises(Refusal) as caught:
        plan.move(meeting, "confirm", cast.chair)
    assert caught.value.code == "no-minutes"


def test_confirmed_minutes_are_closed_until_they_are_corrected(plan: Plan, cast: Cast) -> None:
    access = plan.by["access"]
    meeting = plan.hold(plan.meeting())
    plan.move(meeting, "confirm", cast.chair)
    with pytest.raises(Refusal) as caught:
        minutes_write(access=access, code=meeting.code, summary="改", minutes={}, version=None)
    assert caught.value.code == "closed"
    plan.move(meeting, "correct", cast.owner, "错字")
    minutes_write(access=access, code=meeting.code, summary="改", minutes={}, version=None)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.summary) == ("held", "改")


def test_a_stale_page_saves_nothing(plan: Plan, cast: Cast) -> None:
    access = plan.by["access"]
    meeting = plan.meeting()
    item = item_write(access=access, code=meeting.code, number=None, values={"title": "一"}, version=meeting.version)
    with pytest.raises(Refusal) as caught:
        minutes_write(access=access, code=meeting.code, summary="", minutes={item.pk: "旧"}, version=meeting.version)
    assert caught.value.code == "stale"
    assert AgendaItem.objects.get(pk=item.pk).minutes == ""


def test_items_stand_in_the_order_given(plan: Plan, cast: Cast) -> None:
    access = plan.by["access"]
    meeting = plan.meeting()
    for title in ("甲", "乙", "丙"):
        last = item_write(access=access, code=meeting.code, number=None, values={"title": title}, version=None)
    item_write(access=access, code=meeting.code, number=last.pk, values={"title": "丙", "position": 1}, version=None)
    assert [(item.title, item.position) for item in items_of(meeting)] == [("丙", 1), ("甲", 2), ("乙", 3)]


def test_only_people_called_are_noted(plan: Plan, cast: Cast) -> None:
    access = plan.by["access"]
    meeting = plan.meeting()
    for presences in ({cast.stranger.pk: "present"}, {cast.chair.pk: "asleep"}):
        with pytest.raises(Refusal):
            attendance_take(access=access, code=meeting.code, presences=presences, version=None)
    assert not Attendance.objects.exists()


def test_only_the_programme_manager_writes_agendas(plan: Plan, cast: Cast) -> None:
    meeting = plan.meeting()
    with pytest.raises(Refusal) as caught:
        agenda_fill(access=cast.access(cast.chair), code=meeting.code)
    assert caught.value.code == "forbidden"
