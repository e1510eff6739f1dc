"""Gate criteria: one small function each, computed from the records of its phase, never ticked by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance_app.gates.findings import Finding
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.registry import Registry


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of a phase's gate; ``help`` says how it is judged."""

    code: str
    phase: Phase
    title: Any
    compute: Callable[[Programme], Finding]
    help: Any = ""


criteria: Registry[Criterion] = Registry("gate criteria")


def criterion(
    code: str,
    phase: Phase,
    title: Any,
    help: Any = "",  # noqa: A002 - the field's word
) -> Callable[[Callable[[Programme], Finding]], Callable[[Programme], Finding]]:
    """Declare the function that computes a criterion."""

    def declare(compute: Callable[[Programme], Finding]) -> Callable[[Programme], Finding]:
        criteria.add(code, Criterion(code, phase, title, compute, help))
        return compute

    return declare


def criteria_of(phase: Phase) -> list[Criterion]:
    """The criteria of a phase's gate, in the order of declaration."""
    return [row for row in criteria if row.phase == phase]
