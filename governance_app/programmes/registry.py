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
