"""What is only read: programmes, people, phases, gates."""

from collections.abc import Callable
from typing import Any

import pytest

from governance_app.gates.registry import criteria
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db


def test_programmes_are_ones_own(owner: Caller, stranger: Caller, caller: Callable[..., Caller], cast: Any) -> None:
    mine = owner.get("/api/v1/programmes/").json()
    assert [row["slug"] for row in mine["results"]] == ["office"]
    assert mine["next"] is None
    assert mine["results"][0]["roles"] == ["pmo"]
    assert [row["slug"] for row in stranger.get("/api/v1/programmes/").json()["results"]] == ["plant"]
    assert caller(cast.nobody).get("/api/v1/programmes/").json()["results"] == []
    assert caller(None).get("/api/v1/programmes/").status_code == 401
    assert owner.get("").json() == mine["results"][0]


def test_departments_and_task_force(reader: Caller, cast: Any) -> None:
    rows = reader.get("departments/").json()["results"]
    assert [row["code"] for row in rows] == ["D-FIN", "D-HR", "D-IT"]
    assert rows[0] == {"code": "D-FIN", "name": "财务部", "parent": None, "head": None}
    people = reader.get("memberships/?page_size=200").json()["results"]
    assert len(people) == cast.programme.memberships.count()
    head = next(row for row in people if row["name"] == "陈敏")
    assert (head["role"], head["department"], head["active"]) == ("dept_head", "D-FIN", True)
    assert head["role_title"] == "部门负责人"


def test_phases(reader: Caller) -> None:
    rows = reader.get("phases/").json()["results"]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert reader.get("phases/2/").json() == rows[1]
    assert reader.get("phases/8/").status_code == 404
    assert reader.get(f"phases/{10**30}/").status_code == 404


def test_gates_with_their_findings(specification: Any, reader: Caller) -> None:
    rows = reader.get("gates/").json()["results"]
    assert [row["phase"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    shown = {row["code"]: row for gate in rows for row in gate["criteria"]}
    assert set(shown) == set(criteria.codes())
    assert {row["state"] for row in shown.values()} <= {"met", "unmet", "inconclusive"}
    assert reader.get("gates/1/").json() == rows[0]
    assert reader.get("gates/9/").status_code == 404
