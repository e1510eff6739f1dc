"""The criteria the code judges by are those the documentation promises."""

import re
from pathlib import Path

import pytest

from governance_app.gates.registry import criteria_of
from governance_app.phases import Phase

DOCS = Path(__file__).resolve().parents[2] / "docs" / "phases"
BUILT = [phase for phase in Phase if criteria_of(phase)]
_ROW = re.compile(r"^\|\s*`([A-Z0-9]+-[A-Z0-9]+)`\s*\|", re.MULTILINE)


def test_there_is_a_phase_to_judge():
    assert Phase.REQUIREMENTS in BUILT


@pytest.mark.parametrize("phase", BUILT, ids=lambda phase: phase.segment)
def test_documented_criteria_equal_those_in_code(phase):
    """Each stands in a table of ``docs/phases/N-name.md``, its code in backticks in the first column."""
    path = DOCS / f"{phase.segment}.md"
    assert path.exists(), f"{path} describes phase {phase.value}"
    documented = _ROW.findall(path.read_text())
    assert documented == [row.code for row in criteria_of(phase)]
