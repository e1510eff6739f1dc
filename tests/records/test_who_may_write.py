"""Who may write a record: on a kind, a person and a record made up for it."""

from types import SimpleNamespace
from typing import Any

import pytest

from governance_app.errors import Forbidden
from governance_app.records.rules import (
    may_create,
    may_edit,
    may_move,
    may_revise,
    named,
    own_department,
    owned,
)

FINANCE, PERSONNEL = 1, 2
ME, ANOTHER = 11, 12


def kind(**values: Any) -> Any:
    """A kind that heads contribute to and owners keep up to date, open unless it says otherwise."""
    given = {
        "edit": "x.edit",
        "contribute": "x.contribute",
        "own": "x.own",
        "own_fields": ("progress",),
        "owner_field": "owner",
        "department_field": "department",
        "closed": lambda record: "",
    }
    return SimpleNamespace(**{**given, **values})


def access(*acts: str, departments: tuple[int, ...] = (FINANCE,)) -> Any:
    return SimpleNamespace(may=set(acts).__contains__, department_ids=departments, user=SimpleNamespace(pk=ME))


def record(department: int | None = FINANCE, owner: int | None = ME) -> Any:
    return SimpleNamespace(department_id=department, owner_id=owner)


def move(action: str) -> Any:
    return SimpleNamespace(action=action)


def test_a_new_record_takes_the_act_to_edit_or_a_department_to_contribute_for() -> None:
    assert may_create(kind(), access("x.edit", departments=()))
    assert may_create(kind(), access("x.contribute"))
    assert not may_create(kind(), access("x.contribute", departments=()))
    assert not may_create(kind(), access("x.own"))
    assert not may_create(kind(contribute=""), access("", departments=(FINANCE,)))


def test_who_contributes_changes_the_records_of_the_own_department() -> None:
    assert may_edit(kind(), access("x.contribute"), record())
    assert not may_edit(kind(), access("x.contribute"), record(department=PERSONNEL))
    assert not may_edit(kind(), access("x.contribute"), record(department=None))
    assert not may_edit(kind(), access(), record())
    assert not may_edit(kind(contribute=""), access(""), record())


def test_who_edits_changes_any_record() -> None:
    assert may_edit(kind(), access("x.edit", departments=()), record(department=None, owner=None))


@pytest.mark.parametrize("acts", [("x.edit",), ("x.contribute",)])
def test_a_closed_record_is_changed_by_nobody(acts: tuple[str, ...]) -> None:
    assert not may_edit(kind(closed=lambda row: "closed"), access(*acts), record())


def test_its_owner_keeps_a_record_up_to_date() -> None:
    assert may_revise(kind(), access("x.own"), record())
    assert not may_edit(kind(), access("x.own"), record()), "its fields, not the record as a whole"
    assert not may_revise(kind(), access("x.own"), record(owner=ANOTHER))
    assert not may_revise(kind(), access("x.own"), record(owner=None))
    assert not may_revise(kind(), access(), record())
    assert not may_revise(kind(own_fields=()), access("x.own"), record())
    assert may_revise(kind(own_fields=()), access("x.edit"), record(owner=ANOTHER))


def test_a_step_of_the_owners_is_the_owners_or_those_who_edit() -> None:
    step = move("x.own")
    assert may_move(kind(), access("x.own"), record(), step)
    assert not may_move(kind(), access("x.own"), record(owner=ANOTHER), step)
    assert may_move(kind(), access("x.edit"), record(owner=ANOTHER), step)
    assert not may_move(kind(), access(), record(), step)


def test_any_other_step_takes_its_own_act() -> None:
    step = move("x.decide")
    assert may_move(kind(), access("x.decide"), record(owner=ANOTHER), step)
    assert not may_move(kind(), access("x.edit", "x.own"), record(), step)


def test_a_kind_without_owners_or_departments_has_none_of_ones_own() -> None:
    assert not owned(kind(owner_field=""), access(), SimpleNamespace(_id=ME))
    assert owned(kind(), access(), record())
    assert not own_department(kind(department_field="unit"), access(), record())
    assert own_department(kind(), access(departments=(PERSONNEL, FINANCE)), record())


def test_a_refusal_of_one_of_many_says_which_and_stays_what_it_was() -> None:
    found = named("REQ-001", Forbidden("不允许", extra={"url": "/x/"}))
    assert isinstance(found, Forbidden)
    assert "REQ-001" in str(found)
    assert "不允许" in str(found)
    assert found.extra == {"url": "/x/"}
