"""The small parts papers are made of: figures, words, numbered headings, tables, links."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from governance_app.paper import tables, words
from governance_app.paper.outline import Outline

# Words and figures


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("8412", None, "8,412"),
        ("176", 1, "176.0"),
        (Decimal("0.05"), None, "0.05"),
        (0, None, "0"),
        (None, 1, "—"),
        ("", None, "—"),
        ("约 40", None, "约 40"),
        ("NaN", None, "NaN"),
    ],
)
def test_figures_are_parted_and_never_invented(value: object, places: int | None, text: str) -> None:
    assert words.figure(value, places) == text


@pytest.mark.parametrize(
    ("baseline", "target", "text"),
    [("52", "4", "−92.3%"), ("100", "150", "+50.0%"), ("3", "3", "0.0%"), ("0", "5", "—"), ("", "5", "—")],
)
def test_a_change_is_that_of_the_figure_as_it_stands(baseline: str, target: str, text: str) -> None:
    assert words.relative_change(baseline, target) == text


def test_half_as_much_again_of_throughput_is_a_third_less_of_time() -> None:
    assert words.relative_change("100", "150") == "+50.0%"
    assert words.relative_change("60", "40") == "−33.3%"


def test_hashes_have_a_short_a_middle_and_a_long_form() -> None:
    value = "7c4e19d2" + "0" * 48 + "b09d2a61"
    assert words.hash_short(value) == "7c4e19d2"
    assert words.hash_ends(value) == "7c4e19d2…b09d2a61"
    assert words.hash_groups(value).split(" ") == ["7c4e19d2", *["00000000"] * 6, "b09d2a61"]


def test_days_lose_their_hours_and_a_missing_day_is_a_dash() -> None:
    moment = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert words.day(moment) == words.day(moment.date()) == words.day("2026-11-20") == "2026-11-20"
    assert words.day(None) == words.day("") == "—"


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert words.label("urgent", "requirements.priority") == "urgent"
    assert words.label("", "requirements.priority") == words.label(None, "requirements.priority") == "—"


def test_words_follow_the_language() -> None:
    with translation.override("en"):
        assert words.label("high", "requirements.priority") == "High"
        assert words.page_words() == ("Page ", " of ", "")


# Numbering


def test_chapters_sections_tables_and_figures_are_numbered_as_they_come() -> None:
    outline = Outline()
    with translation.override("en"):
        numbers = [
            outline.chapter("a", "a").number,
            outline.table("t").number,
            outline.section("b", "b").number,
            outline.section("c", "c").number,
            outline.table("t").number,
            outline.chapter("d", "d").number,
            outline.section("e", "e").number,
            outline.figure("f").number,
            outline.appendix("g", "g").number,
            outline.table("t").number,
        ]
    assert numbers == ["1", "Table 1-1", "1.1", "1.2", "Table 1-2", "2", "2.1", "Figure 2-1", "", "Table A-1"]
    assert [heading.anchor for heading in outline.headings] == ["a", "b", "c", "d", "e", "g"]
    assert len({heading.anchor for heading in outline.tables}) == len(outline.tables)


def test_a_heading_is_escaped() -> None:
    template = Template('{% load paper %}{% numbered %}{% chapter title "x" %}{% endnumbered %}{{ body }}')
    body = template.render(Context({"title": "<script>", "content": {}}))
    assert body == '<h1 id="x">1 &lt;script&gt;</h1>'


# Small tables


def record(code: str, **facts: Any) -> dict[str, Any]:
    return {"code": code, **facts}


def test_a_crosstab_counts_every_record_once_and_keeps_the_order_of_labels() -> None:
    records = [
        record("1", priority="low", kind="data"),
        record("2", priority="high", kind="data"),
        record("3", priority="high", kind="security"),
        record("4", priority="strange", kind="data"),
    ]
    table = tables.crosstab(records, of="requirements", down="priority", across="kind")
    assert [row.total for row in table.rows] == [2, 0, 1, 1]
    assert table.rows[3].label == "strange"
    assert table.foot.counts == [0, 0, 1, 3, 0]
    assert table.foot.total == 4


def test_subtotals_add_up_with_the_largest_first() -> None:
    records = [
        record("1", department="甲", hours="1.5"),
        record("2", department="乙", hours="6"),
        record("3", department="甲", hours="0.5"),
        record("4", department=None, hours=None),
    ]
    groups = tables.subtotals(records, by="department", of="hours")
    assert [(group.name, group.count, group.total, group.share) for group in groups] == [
        ("乙", 1, Decimal(6), "75.0%"),
        ("甲", 2, Decimal("2.0"), "25.0%"),
        ("—", 1, Decimal(0), "0.0%"),
    ]
    assert tables.total(records, "hours") == Decimal("8.0")


def test_subtotals_of_nothing_have_no_share() -> None:
    (group,) = tables.subtotals([record("1", department="甲", hours="0")], by="department", of="hours")
    assert group.share == "—"


PLACES = [record(code, name=code) for code in ("S-1", "S-2", "S-3", "S-4")]
FLOWS = [
    record("INT-001", source="S-1", target="S-2", direction="one_way"),
    record("INT-002", source="S-2", target="S-3", direction="two_way"),
    record("INT-010", source="S-1", target="S-2", direction="one_way"),
]


def test_a_matrix_shows_numbers_where_they_flow_and_both_ways_twice() -> None:
    (block,) = tables.matrix(PLACES, FLOWS)
    assert [head["code"] for head in block.heads] == ["S-1", "S-2", "S-3"]
    assert [row.cells for row in block.rows] == [[None, ["001", "010"], []], [[], None, ["002"]], [[], ["002"], None]]


def test_a_wide_matrix_is_cut_into_blocks_with_every_source() -> None:
    blocks = tables.matrix(PLACES, FLOWS, width=2)
    assert [len(block.heads) for block in blocks] == [2, 1]
    assert [len(block.rows) for block in blocks] == [3, 3]


def test_who_cites_a_code_is_found_in_lists_and_single_fields() -> None:
    records = [record("REQ-1", goals=["G-1"]), record("REQ-2", goals=[]), record("REQ-3", goals="G-1")]
    assert tables.citing(records, "goals", "G-1") == ["REQ-1", "REQ-3"]


def test_only_codes_the_paper_describes_become_links() -> None:
    template = Template("{% load paper %}{{ codes|refs:known }}")
    with translation.override("en"):
        text = template.render(Context({"codes": ["REQ-1", "<b>"], "known": frozenset({"REQ-1"})}))
    assert text == '<a href="#REQ-1">REQ-1</a>, &lt;b&gt;'
    assert template.render(Context({"codes": None, "known": frozenset()})) == "—"


def test_states_without_a_watermark_have_none() -> None:
    template = Template("{% load paper %}{% watermark state %}")
    assert template.render(Context({"state": ""})) == ""
    assert template.render(Context({"state": "<x>"})) == ""
    for state in words.WATERMARKS:
        assert template.render(Context({"state": state})).startswith("<style>@page")
