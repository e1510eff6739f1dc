"""The permission matrix: every act that needs permission, with the roles that may do it.

Each app declares its acts in ``permissions.py``; together they are the one matrix that pages, API,
documentation and tests read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance_app.programmes.states import Role
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
