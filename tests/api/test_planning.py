"""Agendas, attendance, minutes and the dates of phases, written by programs under the rules of the pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from governance_app.planning.models import Attendance
from governance_app.programmes.models import ProgrammePhase
from tests.api.conftest import Caller
from tests.planning.conftest import Plan

pytestmark = pytest.mark.django_db
Call = Callable[..., Caller]


def test_a_book_is_filled_written_and_closed(owner: Caller, caller: Call, cast: Any) -> None:
    plan = Plan(cast)
    meeting = plan.meeting()
    place = f"meetings/{meeting.code}/"
    assert owner.post(f"{place}fill/").status_code == 200
    added = owner.post(f"{place}items/", {"title": "表决供应商名单", "position": 1})
    assert added.status_code == 201, added.json()
    first = added.json()["items"][0]
    assert (first["title"], first["position"], first["kind"]) == ("表决供应商名单", 1, "free")
    assert owner.post(f"{place}items/", {"title": ""}).status_code == 422

    tag = added["ETag"]
    here = {"presences": {"chair": "present"}}
    assert owner.put(f"{place}attendance/", here).status_code == 428
    stranger = {"presences": {"stranger": "present"}}
    unknown = owner.put(f"{place}attendance/", stranger, If_Match=tag)
    assert (unknown.status_code, list(unknown.json()["errors"])) == (422, ["presences"])
    assert not Attendance.objects.exists()
    noted = owner.put(f"{place}attendance/", here, If_Match=tag)
    assert noted.status_code == 200, noted.json()
    came = {row["username"]: row["presence"] for row in noted.json()["people"]}
    assert came["chair"] == "present"
    assert owner.put(f"{place}attendance/", here, If_Match=tag).status_code == 412

    said = {"summary": "同意", "minutes": {str(first["number"]): "一致通过"}}
    written = owner.patch(f"{place}minutes/", said, If_Match=noted["ETag"])
    assert written.status_code == 200, written.json()
    assert (written.json()["summary"], written.json()["items"][0]["minutes"]) == ("同意", "一致通过")
    wrong = owner.patch(f"{place}minutes/", {"minutes": {"x": "y"}}, If_Match=written["ETag"])
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["minutes"])
    kept = owner.delete(f"{place}items/{first['number']}/", If_Match=written["ETag"])
    assert (kept.status_code, kept.json()["code"]) == (409, "in-use")
    emptied = owner.put(
        f"{place}items/{first['number']}/", {"title": "表决名单", "minutes": ""}, If_Match=written["ETag"]
    )
    assert emptied.status_code == 200, emptied.json()
    gone = owner.delete(f"{place}items/{first['number']}/", If_Match=emptied["ETag"])
    assert first["number"] not in [row["number"] for row in gone.json()["items"]]

    assert caller(cast.auditor).get(f"{place}book/").json() == gone.json()
    assert caller(cast.auditor).post(f"{place}fill/").status_code == 404
    assert owner.get("meetings/MTG-999/book/").status_code == 404


def test_a_phases_dates_are_set_with_version_and_reason(owner: Caller, caller: Call, cast: Any) -> None:
    shown = owner.get("phases/2/")
    start = timezone.localdate() + timedelta(days=30)
    body = {"planned_start": start.isoformat(), "reason": "顺延"}
    assert owner.patch("phases/2/", body).status_code == 428
    changed = owner.patch("phases/2/", body, If_Match=shown["ETag"])
    assert changed.status_code == 200, changed.json()
    assert changed.json() == {**shown.json(), "planned_start": start.isoformat()}
    early = {"planned_end": (start - timedelta(days=1)).isoformat(), "reason": "提前"}
    refused = owner.patch("phases/2/", early, If_Match=changed["ETag"])
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["planned_end"])
    assert owner.patch("phases/2/", body, If_Match=shown["ETag"]).status_code == 412
    assert caller(cast.auditor).patch("phases/2/", body, If_Match=changed["ETag"]).status_code == 404
    assert ProgrammePhase.objects.get(programme=cast.programme, phase=2).planned_start == start
