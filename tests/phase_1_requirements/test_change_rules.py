"""Change control as rules: what is governed, what a request covers, whom a change concerns."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from governance_app.people.models import User
from governance_app.signoff.rules import CarriedSpec, GroupSpec, Policy, SlotSpec, carried_of, reasons_of
from requirements_app.changes.rules import (
    change_closed,
    covers,
    decision_refusal,
    governed,
    in_baseline,
    listed,
    named_in,
    reason_under,
)
from requirements_app.changes.states import CHANGE_MOVES, ChangeState, Control, Extent
from requirements_app.models import ChangeRequest, Requirement
from requirements_app.specification.rules import departments_touched


def request(**values: Any) -> ChangeRequest:
    return ChangeRequest(code="CR-001", links={"requirements": ["REQ-001"], "systems": ["SYS-002"]}, **values)


def test_the_policy_says_which_kinds_are_governed() -> None:
    assert governed(Control.OPEN) == frozenset()
    content = {"requirements", "goals", "interactions", "processes"}
    assert governed(Control.CONTENT) == content
    assert governed(Control.ALL) == {*content, "systems", "pain-points", "interviews"}


def test_a_request_covers_what_it_lists_what_was_made_under_it_and_new_ones_if_it_says_so() -> None:
    change = request()
    assert listed(change) == {"requirements:REQ-001", "systems:SYS-002"}
    assert covers(change, "requirements:REQ-001", new=False)
    assert not covers(change, "requirements:REQ-002", new=False)
    assert covers(change, "requirements:REQ-002", new=False, made={"requirements:REQ-002"})
    assert not covers(change, "requirements:", new=True)
    assert covers(request(extent=Extent.WITH_NEW), "requirements:", new=True)


FROZEN = datetime(2026, 11, 24, 9, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(("created", "part"), [(FROZEN - INSTANT, True), (FROZEN, True), (FROZEN + INSTANT, False)])
def test_what_was_there_when_the_baseline_was_frozen_is_part_of_it(created: datetime, part: bool) -> None:
    assert in_baseline(Requirement(created_at=created), FROZEN) is part


def test_a_baseline_that_does_not_say_when_it_was_frozen_holds_everything() -> None:
    assert in_baseline(Requirement(created_at=FROZEN), None)


def test_the_reason_carries_the_code_once() -> None:
    assert named_in("按 CR-001 修改，不含 CR-0x") == {"CR-001"}
    assert reason_under("CR-001", "按 CR-001 修改") == "按 CR-001 修改"
    assert reason_under("CR-001", "提前发车").startswith("CR-001")
    assert reason_under("CR-001", "") == "CR-001"


def test_only_a_draft_can_be_changed() -> None:
    assert [state for state in ChangeState if not change_closed(request(state=state))] == [ChangeState.DRAFT]


def test_whoever_asked_for_it_does_not_decide() -> None:
    change = request(created_by_id=1, submitted_by_id=2)
    assert [bool(decision_refusal(change, User(pk=pk))) for pk in (1, 2, 3)] == [True, True, False]


def test_no_way_leads_out_of_the_end_states() -> None:
    ends = (ChangeState.REJECTED, ChangeState.IMPLEMENTED, ChangeState.WITHDRAWN)
    assert [CHANGE_MOVES.open_from(state) for state in ends] == [[], [], []]


def step(key: str, lane: str, kind: str = "department") -> dict[str, Any]:
    return {"key": key, "lane_kind": kind, "lane": lane}


def content(**parts: Any) -> dict[str, Any]:
    whole = {
        "purpose": "x",
        "departments": [{"code": "F", "name": "财务部"}, {"code": "H", "name": "人力资源部"}],
        "systems": [
            {"code": "SYS-001", "owner_department": "信息技术部"},
            {"code": "SYS-002", "owner_department": "财务部"},
        ],
        "requirements": [
            {"code": "REQ-001", "owner_department": "财务部", "acceptance": "a"},
            {"code": "REQ-002", "owner_department": "人力资源部", "acceptance": "b"},
        ],
        "interactions": [{"code": "INT-001", "source": "SYS-001", "target": "SYS-002", "requirement": "REQ-002"}],
        "processes": [{"code": "PROC-001", "owner_department": "财务部", "steps": [step("1", "人力资源部")]}],
        "responsibilities": [{"code": "W-01", "accountable": "pmo"}],
        "change_requests": [],
    }
    return {**whole, **parts}


@pytest.mark.parametrize(
    ("parts", "touched"),
    [
        ({}, {}),
        (
            {
                "requirements": [
                    {"code": "REQ-001", "owner_department": "财务部", "acceptance": "c"},
                    {"code": "REQ-002", "owner_department": "人力资源部", "acceptance": "b"},
                ]
            },
            {"财务部": ["REQ-001"]},
        ),
        (
            {
                "requirements": [
                    {"code": "REQ-001", "owner_department": "法务部", "acceptance": "a"},
                    {"code": "REQ-002", "owner_department": "人力资源部", "acceptance": "b"},
                ]
            },
            {"财务部": ["REQ-001"], "法务部": ["REQ-001"]},
        ),
        (
            {"interactions": []},
            {"信息技术部": ["INT-001"], "财务部": ["INT-001"], "人力资源部": ["INT-001"]},
        ),
        ({"change_requests": [{"code": "CR-001", "departments": ["法务部"]}]}, {"法务部": ["CR-001"]}),
        (
            {"departments": [*content()["departments"], {"code": "X", "name": "信息技术部"}]},
            {},
        ),
        (
            {"processes": [{"code": "PROC-001", "owner_department": "财务部", "steps": [step("1", "法务部")]}]},
            {"财务部": ["PROC-001"], "人力资源部": ["PROC-001"], "法务部": ["PROC-001"]},
        ),
        (
            {"processes": [{"code": "PROC-001", "owner_department": "财务部", "steps": [step("1", "出纳", "role")]}]},
            {"财务部": ["PROC-001"], "人力资源部": ["PROC-001"]},
        ),
        ({"interviews": [{"code": "INTV-001", "department": "法务部"}]}, {"法务部": ["INTV-001"]}),
        ({"purpose": "y"}, {"": ["purpose"]}),
        ({"responsibilities": []}, {"": ["responsibilities"]}),
    ],
)
def test_a_change_concerns_those_whose_records_it_touches(parts: dict[str, Any], touched: dict[str, list[str]]) -> None:
    assert departments_touched(content(), content(**parts)) == touched


def test_a_policy_says_why_each_is_asked_and_who_is_not() -> None:
    slot = SlotSpec("dept:F", "财务部负责人", "dept_head", (1,))
    plain = Policy((GroupSpec("departments", "x", (slot,)),))
    assert "why" not in plain.frozen()["groups"][0]["slots"][0]
    assert "carried" not in plain.frozen()
    asked = SlotSpec("dept:F", "财务部负责人", "dept_head", (1,), why="涉及 REQ-001")
    left = CarriedSpec("人力资源部负责人", (2,), 1, "刘洋", "2026-11-24T09:00:00+08:00", "ab" * 32)
    frozen = Policy((GroupSpec("departments", "x", (asked,)),), carried=(left,)).frozen()
    assert reasons_of(frozen) == {"dept:F": "涉及 REQ-001"}
    assert carried_of(frozen)[0]["revision"] == 1
    assert SimpleNamespace(**carried_of(frozen)[0]).signer == "刘洋"
