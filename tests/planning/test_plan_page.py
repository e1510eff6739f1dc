"""The plan's page and picture, the dates of phases, and what reaches My work."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from governance_app.errors import Refusal
from governance_app.inbox.selectors import work_count, work_of
from governance_app.ledger.models import Entry
from governance_app.phases import Phase
from governance_app.planning.gantt import ROW, Row, gantt_svg
from governance_app.planning.models import Meeting
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.selectors import accesses_of
from governance_app.programmes.services.phases import phase_version, phase_window_set
from tests.conftest import Cast
from tests.factories.planning import ActionFactory, MilestoneFactory, RiskFactory
from tests.planning.conftest import Plan, day

pytestmark = pytest.mark.django_db


def window(cast: Cast, reason: str = "需求顺延", version: int | None = None, **values: date | None) -> ProgrammePhase:
    return phase_window_set(
        programme=cast.programme,
        phase=Phase.DESIGN,
        values=values,
        version=version,
        reason=reason,
        actor=cast.owner,
    )


def test_the_picture_holds_a_bar_a_diamond_and_today() -> None:
    today = date(2026, 3, 1)
    bar = Row((date(2026, 1, 5), date(2026, 2, 27)), (date(2026, 1, 5), date(2026, 3, 6)), late=True, note="晚 7 天")
    point = Row((None, date(2026, 4, 1)), (None, date(2026, 4, 1)), point=True, told='<b>"碑"</b>')
    empty = Row((None, None), (None, None))
    svg = str(gantt_svg([bar, point, empty], today, title="计划", today_label="今天"))
    assert svg.count('class="plan"') == 2
    assert svg.count('class="late"') == 1
    assert svg.count("<path") == 2
    assert "晚 7 天" in svg
    assert "&lt;b&gt;" in svg
    assert 'class="now"' in svg
    assert "style=" not in svg
    assert f'height="{44 + 3 * ROW}"' in svg
    places = [float(x) for x in re.findall(r' x1?="([\d.]+)"', svg)]
    assert min(places) >= 0


def test_the_window_is_set_with_a_reason_and_stands_in_the_ledger(cast: Cast) -> None:
    row = window(cast, planned_start=date(2026, 2, 1), planned_end=date(2026, 3, 1))
    assert row.planned_end == date(2026, 3, 1)
    entry = Entry.objects.get(act="phase.replanned")
    assert "2026-03-01" in str(entry.detail)
    window(cast, planned_end=date(2026, 3, 1), reason="")
    assert Entry.objects.filter(act="phase.replanned").count() == 1, "equal values change nothing"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"planned_start": date(2026, 3, 1), "planned_end": date(2026, 2, 1)}, "planned_end"),
        ({"forecast_start": date(2026, 3, 1), "forecast_end": date(2026, 2, 1)}, "forecast_end"),
        ({"actual_start": day(1)}, "actual_start"),
    ],
)
def test_a_window_that_cannot_be_is_refused(cast: Cast, values: Any, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        window(cast, **values)
    assert field in caught.value.fields


def test_a_window_needs_a_reason_and_a_fresh_page(cast: Cast) -> None:
    with pytest.raises(Refusal) as caught:
        window(cast, reason=" ", planned_end=date(2026, 3, 1))
    assert caught.value.code == "reason-missing"
    version = phase_version(ProgrammePhase.objects.get(programme=cast.programme, phase=Phase.DESIGN))
    window(cast, planned_end=date(2026, 3, 1))
    with pytest.raises(Refusal) as caught:
        window(cast, version=version, planned_end=date(2026, 4, 1))
    assert caught.value.code == "stale"


def test_what_was_typed_into_the_window_stays(cast: Cast, client: Any) -> None:
    client.force_login(cast.owner)
    url = reverse("planning:window", args=["office", Phase.DESIGN.segment])
    answer = client.post(url, {"planned_start": "2026-03-01", "planned_end": "2026-02-01", "reason": "因为"})
    assert answer.status_code == 422
    assert "因为" in answer.content.decode()
    assert client.get(url.replace(Phase.DESIGN.segment, "9-nothing")).status_code == 404


def test_the_page_says_how_the_plan_stands(plan: Plan, cast: Cast, client: Any) -> None:
    MilestoneFactory(**plan.by, owner=cast.it_lead, title="签约", planned_on=day(3), forecast_on=day(8), phase=3)
    MilestoneFactory(**plan.by, owner=cast.it_lead, title="结项", planned_on=day(300))
    ActionFactory(**plan.by, owner=cast.key_user, due_on=day(-2))
    client.force_login(cast.auditor)
    page = client.get(reverse("planning:plan", args=["office"])).content.decode()
    for words in ("1 个里程碑落后于计划", "1 项行动项逾期", "晚 5 天", "签约", "结项"):
        assert words in page, words
    assert page.index("3 ") < page.index("签约") < page.index("结项")
    assert "/planning/phases/" not in page, "who only reads is offered nothing to write"


def test_overdue_matters_of_ones_own_wait_in_my_work(plan: Plan, cast: Cast) -> None:
    ActionFactory(**plan.by, owner=cast.key_user, due_on=day(-2))
    ActionFactory(**plan.by, owner=cast.key_user, due_on=day(2))
    ActionFactory(**plan.by, owner=cast.it_lead, due_on=day(-2))
    RiskFactory(**plan.by, owner=cast.key_user, review_on=day(-5))
    MilestoneFactory(**plan.by, owner=cast.key_user, planned_on=day(-1))
    accesses = accesses_of(cast.key_user)
    items = [item for group in work_of(cast.key_user, accesses) for item in group.items]
    assert [item.url.split("/")[-3] for item in items] == ["risks", "actions", "milestones"]
    assert work_count(cast.key_user, accesses) == 3
    assert work_count(cast.stranger, accesses_of(cast.stranger)) == 0


def test_minutes_wait_on_those_who_confirm_and_not_on_their_writer(plan: Plan, cast: Cast) -> None:
    meeting = plan.hold(plan.meeting())
    waiting = [item for group in work_of(cast.chair) for item in group.items]
    assert [item.url for item in waiting] == [f"/programmes/office/planning/meetings/{meeting.code}/"]
    assert work_count(cast.chair, accesses_of(cast.chair)) == 1
    assert work_count(cast.owner, accesses_of(cast.owner)) == 0
    plan.move(meeting, "confirm", cast.chair)
    assert work_count(cast.chair, accesses_of(cast.chair)) == 0


def test_the_matrix_counts_live_risks_and_leads_to_them(plan: Plan, cast: Cast, client: Any) -> None:
    RiskFactory(**plan.by, owner=cast.it_lead, probability=4, impact=5)
    RiskFactory(**plan.by, owner=cast.it_lead, probability=4, impact=5)
    client.force_login(cast.owner)
    page = client.get("/programmes/office/planning/risks/").content.decode()
    link = re.search(r'href="([^"]*probability=4&amp;impact=5[^"]*)"><b>2</b>', page)
    assert link
    found = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert found.count('class="sg-title"') == 2


def test_a_meeting_is_filled_minuted_and_confirmed_in_the_browser(plan: Plan, cast: Cast, client: Any) -> None:
    ActionFactory(**plan.by, owner=cast.key_user, due_on=day(-2), title="补测网络")
    meeting = plan.meeting()
    base = f"/programmes/office/planning/meetings/{meeting.code}/"
    client.force_login(cast.owner)
    assert client.post(f"{base}agenda/fill/").status_code == 302
    page = client.get(base).content.decode()
    assert "补测网络" in page
    number = re.search(rf"{base}agenda/(\d+)/", page)[1]  # type: ignore[index]
    people = {
        f"user-{pk}": "present"
        for pk in re.findall(r'name="user-(\d+)"', client.get(f"{base}attendance/").content.decode())
    }

    def shown() -> dict[str, str]:
        return {"version": str(Meeting.objects.get().version)}

    assert client.post(f"{base}attendance/", people).status_code == 422, "a page says which version it shows"
    assert client.post(f"{base}attendance/", people | shown()).status_code == 302
    assert client.post(f"{base}move/hold/", {"reason": ""} | shown()).status_code == 302
    said = {"summary": "限期完成", f"item-{number}": "本周内完成"}
    assert client.post(f"{base}minutes/", {**said, "version": "1"}).status_code == 422
    assert client.post(f"{base}minutes/", said | shown()).status_code == 302
    client.force_login(cast.chair)
    assert client.post(f"{base}move/confirm/", {"reason": ""} | shown()).status_code == 302
    page = client.get(base).content.decode()
    assert "本周内完成" in page
    assert "纪要已确认" in page
    assert f"{base}agenda/" not in page, "what is confirmed offers nothing to write"
