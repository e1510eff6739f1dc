"""Key figures: one small function each, told by the rooms and phases that hold the records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from governance_app.base.looks import State
from governance_app.paper.charts import Part
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.registry import Registry

#: How a figure developed: its value at the end of each week, oldest first.
Series = Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a key figure amounts to now.

    Without data ``value`` is None and ``state`` says why nothing can be judged. ``of`` is the whole the value is a
    part of, ``parts`` what it is divided into. ``trend`` is read only where it is drawn.
    """

    value: int | Decimal | None
    of: int | None = None
    target: int | Decimal | None = None
    parts: tuple[Part, ...] = ()
    trend: Callable[[], Series] | None = None
    state: State | None = None
    sub: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A key figure by its code; ``phase`` is None for those of governance itself.

    ``steering`` puts it before the steering committee while its phase is the current one; ``head`` has the overview and
    the steering view show it at their head, and not again among the others.
    """

    code: str
    phase: Phase | None
    title: Any
    compute: Callable[[Programme], Figure]
    unit: Any = ""
    ring: bool = False
    steering: bool = False
    head: bool = False
    #: Place among the figures of its phase, low first.
    order: int = 50


figures: Registry[FigureKind] = Registry("figures", order=lambda kind: (kind.phase or 0, kind.order))


def figure(
    code: str,
    phase: Phase | None,
    title: Any,
    *,
    unit: Any = "",
    ring: bool = False,
    steering: bool = False,
    head: bool = False,
    order: int = 50,
) -> Callable[[Callable[[Programme], Figure]], Callable[[Programme], Figure]]:
    """Declare the function that computes a key figure."""

    def declare(compute: Callable[[Programme], Figure]) -> Callable[[Programme], Figure]:
        figures.add(code, FigureKind(code, phase, title, compute, unit, ring, steering, head, order))
        return compute

    return declare


def no_figure(reason: str, url: str) -> Figure:
    """A figure without data, with the reason in words."""
    return Figure(None, state=State(reason, "help-circle", "risk"), url=url)
