"""The permission matrix: every act that needs permission, with the roles that may do it.

Each app declares its acts in ``permissions.py``; together they are the one matrix that pages, API,
documentation and tests read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

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
