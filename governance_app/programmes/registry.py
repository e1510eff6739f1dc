"""The permission matrix: every act that needs permission, with the roles that may do it.

Each app declares its acts in ``permissions.py``; together they are the one matrix that pages, API,
documentation and tests read. What a new programme can be made from is declared in ``blueprints.py`` and kept here too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import DutyState, Role
from governance_app.registry import Registry


@dataclass(frozen=True, slots=True)
class Action:
    """An act by its code (``requirements.edit``), in words, with the roles that may do it."""

    code: str
    title: Any
    group: Any
    roles: frozenset[Role]


actions: Registry[Action] = Registry("permission matrix")


def action(code: str, title: Any, group: Any, roles: Iterable[Role]) -> Action:
    """Declare an act and who may do it."""
    return actions.add(code, Action(code, title, group, frozenset(roles)))


@dataclass(frozen=True, slots=True)
class PolicyFigure:
    """A figure of the programme's policy: a whole number between two bounds, with its unit."""

    code: str
    title: Any
    group: Any
    default: int
    minimum: int
    maximum: int
    unit: Any = ""
    help: Any = ""


@dataclass(frozen=True, slots=True)
class StandardWork:
    """A row of the responsibility matrix a programme starts with; its title is written in the installation's language."""

    title: Any
    accountable: Role
    responsible: list[Role]
    consulted: list[Role] = field(default_factory=list)
    informed: list[Role] = field(default_factory=list)


#: The standard work of each phase, by its number.
standard_works: Registry[tuple[StandardWork, ...]] = Registry("standard work")


def phase_work(phase: Phase, *works: StandardWork) -> None:
    """Declare the work of a phase."""
    standard_works.add(str(phase.value), works)


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A page the navigation leads to, for those who may ``view`` it; ``name`` is its url's.

    With a phase it stands above the phase's lists and in the head of the phase's page, else among the programme's own.
    """

    name: str
    title: Any
    icon: str
    view: str
    order: int
    phase: Phase | None


nav_entries: Registry[NavEntry] = Registry("navigation")


def nav_entry(name: str, title: Any, icon: str, *, view: str, order: int = 50, phase: Phase | None = None) -> NavEntry:
    """Declare a page of the navigation; those of low order come first."""
    return nav_entries.add(name, NavEntry(name, title, icon, view, order, phase))


def nav_of(may: Callable[[str], bool], phase: Phase | None = None) -> list[NavEntry]:
    """What the navigation shows to someone who ``may`` do certain acts, in order."""
    found = [entry for entry in nav_entries if entry.phase == phase and may(entry.view)]
    return sorted(found, key=lambda entry: entry.order)


policy_figures: Registry[PolicyFigure] = Registry("policy figures")


def policy_figure(figure: PolicyFigure) -> PolicyFigure:
    """Declare a figure of the programme's policy."""
    return policy_figures.add(figure.code, figure)


@dataclass(frozen=True, slots=True)
class Overlap:
    """One person with both duties of a pair: what the first act was, what the second, and where both can be read.

    ``links`` holds texts with addresses; ``since`` is when it came about, as text, or nothing.
    """

    person: str
    username: str
    state: DutyState
    first: str
    second: str
    links: tuple[tuple[str, str], ...] = ()
    since: str = ""


@dataclass(frozen=True, slots=True)
class DutyPair:
    """Two duties one person should not have both, and the function that finds those who do."""

    code: str
    title: Any
    explanation: Any
    find: Callable[[Programme], list[Overlap]]


duty_pairs: Registry[DutyPair] = Registry("duty pairs")


def duty_pair(
    code: str, title: Any, explanation: Any
) -> Callable[[Callable[[Programme], list[Overlap]]], Callable[[Programme], list[Overlap]]]:
    """Declare the function that finds everyone who has both duties of a pair, from what the records prove."""

    def declare(find: Callable[[Programme], list[Overlap]]) -> Callable[[Programme], list[Overlap]]:
        duty_pairs.add(code, DutyPair(code, title, explanation, find))
        return find

    return declare


@dataclass(frozen=True, slots=True)
class DepartmentSeed:
    """A department as a new programme asks for it: matched with one that is there, or set up."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FirmKind:
    """A kind of firm: how many weeks each of the seven phases takes there, and where its policy differs.

    ``departments`` names seeds; ``purpose`` is the draft of a programme's purpose, its parts filled in by name.
    """

    code: str
    title: Any
    text: Any
    departments: tuple[str, ...]
    weeks: tuple[int, ...]
    policy: Mapping[str, int]
    purpose: str


@dataclass(frozen=True, slots=True)
class ScenarioPack:
    """A business scenario: the departments it concerns and the lines it adds to the scope."""

    code: str
    title: Any
    text: Any
    departments: tuple[str, ...]
    scope: str


@dataclass(frozen=True, slots=True)
class Filling:
    """What a part writes into: the maker's access, departments by their seed's code, the kind of firm and the packs.

    ``windows`` gives the planned days of each phase by its number.
    """

    access: Any
    departments: Mapping[str, Any]
    sets: tuple[str, ...]
    windows: Mapping[int, tuple[date, date]]


@dataclass(frozen=True, slots=True)
class BlueprintPart:
    """What one app brings to kinds of firm and packs.

    ``brings`` tells what stands in one of them: (title of a kind of record, titles of the records); ``write`` makes
    the records of several at once, what two of them share only once.
    """

    code: str
    brings: Callable[[str], Sequence[tuple[Any, Sequence[str]]]]
    write: Callable[[Filling], object]


department_seeds: Registry[DepartmentSeed] = Registry("department seeds")
firm_kinds: Registry[FirmKind] = Registry("kinds of firm")
scenario_packs: Registry[ScenarioPack] = Registry("scenario packs")
blueprint_parts: Registry[BlueprintPart] = Registry("parts of blueprints")
