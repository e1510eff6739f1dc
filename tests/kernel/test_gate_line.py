"""The seven-gate line tells where a programme stands, and never more than the data allow."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance_app.paper.gateline import (
    HOLD_PERCENT,
    LOOKS,
    GateLine,
    PhaseView,
    gate_line,
    share,
    short_date,
    working_days,
)
from governance_app.paper.gatepaper import PaperLabels, gate_line_svg

TODAY = date(2026, 11, 24)
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("需求调研", "方案设计", "系统选型", "数据迁移", "系统测试", "上线培训", "运维优化")


def phase(number: int, state: str = "not_started", **facts: Any) -> PhaseView:
    name = NAMES[number - 1]
    view = PhaseView(number=number, name=name, short_name=name, state=state, state_label=state)
    return replace(view, **facts)


def phases(*states: str, **facts: Any) -> list[PhaseView]:
    """Seven phases, the states given first and the rest not started."""
    padded = [*states, *["not_started"] * (7 - len(states))]
    return [phase(number, state, **facts) for number, state in enumerate(padded, 1)]


def reference() -> list[PhaseView]:
    """The programme drawn in the visual reference."""
    rows: list[tuple[str, int, int, date, date, date | None]] = [
        ("passed", 9, 9, date(2026, 4, 17), date(2026, 4, 15), date(2026, 4, 15)),
        ("passed", 9, 9, date(2026, 5, 29), date(2026, 6, 2), date(2026, 6, 2)),
        ("passed_with_conditions", 7, 7, date(2026, 7, 24), date(2026, 7, 31), date(2026, 7, 31)),
        ("in_review", 4, 7, date(2026, 11, 20), date(2026, 12, 4), None),
        ("active", 2, 7, date(2026, 12, 25), date(2027, 1, 8), None),
        ("active", 1, 8, date(2027, 1, 22), date(2027, 2, 3), None),
        ("not_started", 0, 5, date(2027, 5, 28), date(2027, 6, 4), None),
    ]
    return [
        phase(
            number,
            state,
            met=met,
            total=total,
            planned_end=planned,
            forecast_end=forecast,
            actual_end=actual,
        )
        for number, (state, met, total, planned, forecast, actual) in enumerate(rows, 1)
    ]


days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


@st.composite
def any_phase(draw: st.DrawFn, number: int) -> PhaseView:
    total = draw(st.integers(0, 40))
    met = draw(st.integers(0, total))
    unmet = draw(st.integers(0, total - met))
    return phase(
        number,
        draw(st.sampled_from(sorted(LOOKS))),
        met=met,
        total=total,
        unmet=unmet,
        inconclusive=total - met - unmet,
        planned_end=draw(st.none() | days),
        forecast_end=draw(st.none() | days),
        actual_end=draw(st.none() | days),
        open_conditions=draw(st.integers(0, 3)),
    )


any_seven = st.tuples(*(any_phase(number) for number in range(1, 8)))
any_line = st.builds(gate_line, any_seven, days, st.none() | days)


# ---------- what holds for every programme ----------


@given(any_line)
def test_every_length_and_place_lies_within_its_stretch(line: GateLine) -> None:
    assert len(line.items) == 7
    assert 0 <= line.today_index <= 6
    assert 0 <= line.today_percent <= 100
    assert all(0 <= item.percent <= 100 for item in line.items)


@given(any_line)
def test_today_never_stands_past_a_shut_gate(line: GateLine) -> None:
    assert not any(item.is_shut for item in line.items[: line.today_index])
    if line.items[line.today_index].is_shut:
        assert line.today_percent <= HOLD_PERCENT


@given(any_line)
def test_today_lies_beyond_the_line_only_when_every_gate_is_decided(line: GateLine) -> None:
    assert line.is_complete == all(item.is_decided for item in line.items)
    assert line.is_complete == (line.today_percent == 100)


@given(any_line)
def test_the_thick_line_never_runs_past_a_shut_gate(line: GateLine) -> None:
    behind_a_shut_gate = False
    for item in line.items:
        assert item.early == behind_a_shut_gate
        behind_a_shut_gate = behind_a_shut_gate or item.is_shut


@given(any_line)
def test_a_full_stretch_means_that_every_criterion_is_met(line: GateLine) -> None:
    for item in line.items:
        if item.percent == 100 and not item.is_open:
            assert item.phase.met == item.phase.total > 0


@given(any_line)
def test_a_phase_is_late_or_early_but_not_both(line: GateLine) -> None:
    assert not any(item.late_days and item.early_days for item in line.items)


@given(any_line, st.integers(0, 7))
def test_the_paper_form_is_well_formed_and_underlines_one_phase(line: GateLine, number: int) -> None:
    picture = ElementTree.fromstring(gate_line_svg(line, number))
    assert len(picture.findall(f"{SVG}g")) == 7
    assert len(picture.findall(f"{SVG}rect")) == (1 if number else 0)
    assert not picture.findall(f".//{SVG}use")
    assert not [node for node in picture.iter() if "class" in node.attrib or "style" in node.attrib]


@given(days, days)
def test_working_days_count_the_same_both_ways(start: date, end: date) -> None:
    assert working_days(start, end) == -working_days(end, start)


@given(days, st.integers(0, 800))
def test_working_days_equal_a_count_day_by_day(start: date, length: int) -> None:
    following = (start + timedelta(days=n) for n in range(1, length + 1))
    by_hand = sum(day.weekday() < 5 for day in following)
    assert working_days(start, start + timedelta(days=length)) == by_hand


@given(st.integers(-2, 50), st.integers(-2, 50))
def test_share_claims_neither_end_too_soon(met: int, total: int) -> None:
    percent = share(met, total)
    assert (percent == 100) == (0 < total <= met)
    assert (percent == 0) == (met <= 0 or total <= 0)


# ---------- the programme of the visual reference ----------


def test_the_reference_programme_has_the_lengths_of_the_reference() -> None:
    line = gate_line(reference(), TODAY, date(2026, 3, 2))
    assert [item.percent for item in line.items] == [100, 100, 100, 57, 28, 12, 0]
    assert [item.early for item in line.items] == [False] * 4 + [True] * 3
    assert (line.today_index, line.today_percent, line.today_text) == (3, HOLD_PERCENT, "11-24")
    assert line.is_behind


def test_the_reference_programme_has_the_dates_of_the_reference() -> None:
    line = gate_line(reference(), TODAY)
    assert [item.shift for item in line.items[:4]] == [-2, 2, 5, 10]
    assert [item.end_is_actual for item in line.items] == [True] * 3 + [False] * 4
    assert line.items[3].end_text == "12-04"
    assert line.items[4].end_text == "2027-01-08"


# ---------- single rules ----------


def test_a_new_programme_has_today_on_its_first_stretch_with_the_tag_to_the_right() -> None:
    plan = phases("active", forecast_end=date(2026, 12, 24))
    line = gate_line(plan, TODAY, date(2026, 11, 14))
    assert (line.today_index, line.today_percent) == (0, 25)
    assert line.tag_is_right


def test_without_dates_today_stands_in_the_middle() -> None:
    assert gate_line(phases("active"), TODAY).today_percent == 50


def test_today_stays_clear_of_the_gate_just_passed() -> None:
    plan = phases("passed", "active", actual_end=TODAY, forecast_end=date(2027, 6, 1))
    line = gate_line([plan[0], replace(plan[1], actual_end=None), *plan[2:]], TODAY)
    assert line.today_index == 1
    assert 0 < line.today_percent < 20


def test_an_overdue_gate_holds_today_short_of_it() -> None:
    plan = phases("returned", forecast_end=date(2026, 1, 1))
    assert gate_line(plan, TODAY, date(2025, 1, 1)).today_percent == HOLD_PERCENT


def test_a_phase_not_required_bars_nobody_and_shows_no_work() -> None:
    plan = phases("passed", "passed", "not_required", "active", met=1, total=2)
    plan[2] = replace(plan[2], planned_end=TODAY, actual_end=date(2026, 6, 2))
    line = gate_line(plan, TODAY)
    skipped, following = line.items[2:4]
    assert not skipped.is_shut
    assert not skipped.is_open
    assert skipped.percent == 0
    assert skipped.shift is None
    assert not following.early
    assert line.today_index == 3


def test_a_gate_reopened_behind_a_passed_one_makes_the_later_line_light() -> None:
    line = gate_line(phases("passed", "returned", "passed", met=1, total=4), TODAY)
    assert line.today_index == 1
    assert line.items[2].is_open
    assert line.items[2].early


def test_a_finished_programme_has_today_beyond_its_last_gate() -> None:
    line = gate_line(phases(*["passed"] * 7), TODAY)
    assert line.is_complete
    assert (line.today_index, line.today_percent) == (6, 100)
    assert not line.is_behind


def test_a_phase_not_started_draws_nothing_even_where_criteria_happen_to_be_met() -> None:
    line = gate_line(phases("active", met=3, total=3), TODAY)
    assert line.items[0].percent == 100
    assert line.items[1].percent == 0
    assert not line.items[1].counts_are_shown


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 23), 1),  # Friday to Monday
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # Friday to Sunday
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 4, 17), date(2026, 4, 15), -2),
    ],
)
def test_working_days_skip_the_weekend(start: date, end: date, expected: int) -> None:
    assert working_days(start, end) == expected


def test_a_date_of_another_year_is_written_in_full() -> None:
    assert short_date(date(2026, 4, 7), TODAY) == "04-07"
    assert short_date(date(2027, 4, 7), TODAY) == "2027-04-07"
    assert short_date(None, TODAY) == "—"


def test_it_refuses_other_than_seven_phases_in_order() -> None:
    with pytest.raises(ValueError, match="1 to 7"):
        gate_line(phases()[:6], TODAY)
    with pytest.raises(ValueError, match="1 to 7"):
        gate_line(list(reversed(phases())), TODAY)


def test_it_refuses_an_unknown_state() -> None:
    with pytest.raises(ValueError, match="dreaming"):
        gate_line(phases("dreaming"), TODAY)


# ---------- paper ----------


def test_paper_writes_the_words_of_the_document_and_escapes_them() -> None:
    plan = reference()
    plan[0] = replace(plan[0], short_name="<需求>", state_label="a & b")
    labels = PaperLabels(title='七"关"线', planned="计划", forecast="预计", actual="实际")
    drawing = gate_line_svg(gate_line(plan, TODAY), 1, labels)
    picture = ElementTree.fromstring(drawing)
    texts = [node.text for node in picture.iter(f"{SVG}text")]
    assert texts[:3] == ["1\u00a0<需求>", "a & b", "实际 04-15"]
    assert "预计 2027-01-08" in texts
    assert picture.get("aria-label") == '七"关"线'


def test_paper_breaks_long_words_into_rows_and_grows() -> None:
    plan = [replace(view, state_label="Passed with conditions") for view in reference()]
    short = ElementTree.fromstring(gate_line_svg(gate_line(reference(), TODAY)))
    tall = ElementTree.fromstring(gate_line_svg(gate_line(plan, TODAY)))
    texts = [node.text for node in tall.iter(f"{SVG}text")]
    assert "Passed with" in texts
    assert "conditions" in texts
    height = [float((picture.get("viewBox") or "").split()[3]) for picture in (short, tall)]
    assert height[1] > height[0]


def test_paper_makes_long_names_smaller_alike() -> None:
    plan = [replace(view, short_name="Requirements") for view in reference()]
    picture = ElementTree.fromstring(gate_line_svg(gate_line(plan, TODAY)))
    names = [node for node in picture.iter(f"{SVG}text") if "Requirements" in (node.text or "")]
    assert len(names) == 7
    assert len({node.get("font-size") for node in names}) == 1
    assert float(names[0].get("font-size") or 0) < 12.5


def test_paper_opens_a_passed_gate_and_shuts_the_others() -> None:
    picture = ElementTree.fromstring(gate_line_svg(gate_line(reference(), TODAY), 1))
    inside = [group.findall(f"{SVG}path")[3].get("d") for group in picture.findall(f"{SVG}g")]
    assert inside == ["M11 26h10"] * 3 + ["M16 19v12"] * 4
