"""What is only read: programmes, people, phases, gates."""

from collections.abc import Callable
from typing import Any

import pytest

from governance_app.gates.registry import criteria
from governance_app.overview.registry import figures
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


def test_blockers_name_those_who_can_clear_them_and_remind_them(
    specification: Any, owner: Caller, reader: Caller, cast: Any
) -> None:
    cast.programme.phases.filter(phase=1).update(state="active")
    specification.submit()
    rows = reader.get("blockers/").json()["results"]
    row = next(row for row in rows if "REQ-G8" in row["key"])
    assert {name for clearer in row["clearers"] for name in clearer["people"]} == {
        "finance_head",
        "personnel_head",
        "it_head",
    }
    assert (row["blocks"], row["mine"]) == (True, False)
    assert reader.post("blockers/remind/", {"key": row["key"]}).status_code == 404, "an auditor reminds nobody"
    reminded = owner.post("blockers/remind/", {"key": row["key"]})
    assert reminded.json() == {"people": ["finance_head", "it_head", "personnel_head"]}
    again = owner.post("blockers/remind/", {"key": row["key"]})
    assert (again.status_code, again.json()["code"]) == (409, "reminded")
    assert owner.post("blockers/remind/", {"key": "criterion:NO"}).json()["code"] == "cleared"
    assert owner.post("blockers/remind/", {}).status_code == 422


def test_figures_with_their_weeks(specification: Any, reader: Caller) -> None:
    rows = {row["code"]: row for row in reader.get("figures/").json()["results"]}
    assert set(rows) == set(figures.codes())
    agreed = rows["requirements-agreed"]
    assert (agreed["value"], agreed["of"], agreed["phase"]) == ("0", 3, 1)
    assert agreed["trend"][-1]["value"] == "0"
    assert rows["gate-criteria"]["phase"] is None
