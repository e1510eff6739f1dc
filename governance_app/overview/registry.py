"""Key figures of the overview, told by the phases that hold the records."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance_app.looks import State
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.registry import Registry


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure. Without data ``value`` is a dash and ``state`` says that nothing can be judged."""

    title: Any
    value: str
    unit: str = ""
    of: str = ""
    kind: str = "none"
    bar_percent: int = 0
    points: str = ""
    limit: str = ""
    state: State | None = None
    sub: str = ""
    url: str = ""


figures: Registry[tuple[Phase, Callable[[Programme], Figure]]] = Registry("figures")


def figure(code: str, phase: Phase) -> Callable[[Callable[[Programme], Figure]], Callable[[Programme], Figure]]:
    """Declare the function that computes a key figure."""

    def declare(compute: Callable[[Programme], Figure]) -> Callable[[Programme], Figure]:
        figures.add(code, (phase, compute))
        return compute

    return declare
