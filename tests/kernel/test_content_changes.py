"""What differs between two contents, row by row and field by field: pure calculation."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance_app.documents.registry import Section
from governance_app.documents.rules import Change, content_changes, tally

PARTS = (
    Section("purpose", "目的"),
    Section(
        "systems",
        "系统",
        {"name": "名称", "level": "级别", "links": "关联"},
        {"level": {"high": "高", "low": "低"}},
        ("owner",),
    ),
)


def row(code: str, **values: Any) -> dict[str, Any]:
    return {"code": code, "name": "甲", "level": "low", "links": [], "owner": "财务部", **values}


def changes(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Change]:
    return content_changes({"systems": old}, {"systems": new}, PARTS)


def test_equal_contents_have_no_changes() -> None:
    assert changes([row("S-1")], [row("S-1")]) == []


def test_a_changed_field_is_told_in_words_with_the_departments_it_concerns() -> None:
    (change,) = changes([row("S-1")], [row("S-1", level="high")])
    assert (change.part, change.code, change.field, change.nature) == ("系统", "S-1", "级别", "changed")
    assert change.html == "<del>低</del> <ins>高</ins>"
    assert change.departments == ("财务部",)


def test_a_field_that_is_not_compared_makes_no_change() -> None:
    assert changes([row("S-1", version=1)], [row("S-1", version=2)]) == []


def test_rows_added_and_removed_are_told_whole() -> None:
    added, removed = changes([row("S-1", name="旧")], [row("S-2", name="新", links=["A", "B"])])
    assert (added.code, added.nature, removed.code, removed.nature) == ("S-2", "added", "S-1", "removed")
    assert added.html.startswith("<ins>新")
    assert "A" in added.html
    assert removed.html.startswith("<del>旧")


def test_a_plain_text_is_compared_as_one() -> None:
    (change,) = content_changes({"purpose": "打通系统"}, {"purpose": "打通全部系统"}, PARTS)
    assert (change.part, change.code, change.html) == ("目的", "", "打通<ins>全部</ins>系统")


def test_what_is_missing_counts_as_empty() -> None:
    (change,) = content_changes({}, {"purpose": "目的"}, PARTS)
    assert change.html == "<ins>目的</ins>"
    assert content_changes({"purpose": None}, {"purpose": ""}, PARTS[:1])[0].html == ""


@pytest.mark.parametrize("place", ["name", "links", "purpose"])
def test_markup_in_the_content_is_shown_not_run(place: str) -> None:
    evil = "<script>alert(1)</script>"
    old: dict[str, Any] = {"purpose": "", "systems": [row("S-1")]}
    value: Any = [evil] if place == "links" else evil
    new = (
        {"purpose": evil} if place == "purpose" else {"systems": [row("S-1", **{place: value}), row("S-2", name=evil)]}
    )
    found = content_changes(old, {**old, **new}, PARTS)
    assert found
    assert all("<script" not in change.html for change in found)
    assert any("&lt;script" in change.html for change in found)


def test_a_row_changed_in_three_fields_counts_once() -> None:
    found = changes([row("S-1"), row("S-2")], [row("S-1", name="乙", level="high", links=["A"]), row("S-3")])
    assert len(found) == 5
    counted = tally(found)
    assert (counted.changed, counted.added, counted.removed) == (1, 1, 1)


CODES = st.lists(st.sampled_from(["S-1", "S-2", "S-3", "S-4"]), unique=True)
CONTENTS = CODES.flatmap(
    lambda codes: st.tuples(*(st.builds(row, st.just(code), name=st.sampled_from(["甲", "乙"])) for code in codes))
).map(list)


@given(CONTENTS, CONTENTS)
def test_it_finds_exactly_the_rows_that_differ(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    before, after = ({part["code"]: part for part in rows} for rows in (old, new))
    differing = {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}
    assert {change.code for change in changes(old, new)} == differing
