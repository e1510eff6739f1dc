"""Interviews: who has been heard, and the way from an interview to a pain point."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from governance_app.errors import Refusal
from requirements_app.models import Interview, PainPoint
from requirements_app.needs.rules import coverage, interview_refusal
from tests.conftest import Cast
from tests.factories.records import InterviewFactory

TODAY = date(2026, 3, 2)


def interview(number: int, department: int, rank: str, day: int, notes: str = "") -> Interview:
    return Interview(
        code=f"INTV-{number:03}", department_id=department, rank=rank, date=date(2026, 3, day), notes=notes
    )


@pytest.mark.parametrize(
    ("day", "notes", "refused"), [(3, "说", True), (3, "", False), (2, "说", False), (1, "说", False)]
)
def test_there_are_no_notes_of_an_interview_that_lies_ahead(day: int, notes: str, *, refused: bool):
    found = interview_refusal(interview(1, 1, "head", day, notes), TODAY)
    assert (found is not None) == refused
    if found:
        assert found[0] == "date"


def test_coverage_names_every_level_of_every_department_and_counts_what_has_notes():
    departments: list[Any] = [SimpleNamespace(pk=1), SimpleNamespace(pk=2)]
    rows = [
        interview(2, 1, "head", 9, "后"),
        interview(1, 1, "head", 5, "先"),
        interview(3, 1, "front_line", 20),
        interview(4, 9, "head", 5, "别的部门"),
    ]
    seats = coverage(departments, rows)
    assert [(seat.department.pk, seat.rank.value) for seat in seats] == [
        (1, "head"),
        (1, "front_line"),
        (2, "head"),
        (2, "front_line"),
    ]
    assert [row.code for row in seats[0].held] == ["INTV-001", "INTV-002"], "by date"
    assert (seats[1].held, [row.code for row in seats[1].planned]) == ((), ["INTV-003"])
    assert not any(seat.held or seat.planned for seat in seats[2:])


@pytest.mark.django_db
def test_a_pain_point_is_written_from_the_interview_it_came_up_in(cast: Cast, client: Client):
    access = cast.access(cast.owner)
    with pytest.raises(Refusal) as refused:
        InterviewFactory(access=access, department=cast.finance, date=timezone.localdate() + timedelta(days=1))
    assert list(refused.value.fields) == ["date"]
    held = InterviewFactory(access=access, department=cast.finance)
    base = "/programmes/office/1-requirements/"
    client.force_login(cast.key_user)
    page = client.get(f"{base}interviews/{held.code}/")
    url = next(act["url"] for act in page.context["acts"] if "pain-points" in act["url"])
    form = client.get(url)
    assert 'value="D-FIN" selected' in form.content.decode()
    assert f'value="{held.code}" selected' in form.content.decode()
    values = {
        "title": "重录凭证",
        "process": "报销",
        "department": "D-FIN",
        "interview": held.code,
        "minutes_lost": "12",
        "people_affected": "40",
        "times_per_month": "22",
        "severity": "high",
    }
    assert client.post(f"{base}pain-points/new/", values).status_code == 302
    point = PainPoint.objects.get()
    assert (point.interview, point.hours_per_month) == (held, 176)
    client.force_login(cast.owner)
    assert client.post(f"{base}interviews/{held.code}/remove/", {"version": "1"}).status_code == 422, "it is a source"
    client.force_login(cast.auditor)
    assert not any("pain-points" in act["url"] for act in client.get(f"{base}interviews/{held.code}/").context["acts"])
