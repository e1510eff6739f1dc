"""Who may do what in a programme."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings

from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.registry import actions
from governance_app.programmes.states import DEPARTMENT_ROLES, Role


@dataclass
class Access:
    """One person in one programme: the roles held, the departments they are held for, the acts they allow."""

    programme: Programme
    user: Any
    memberships: list[Membership] = field(default_factory=list)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held."""
        return frozenset(Role(membership.role) for membership in self.memberships)

    @cached_property
    def acts(self) -> frozenset[str]:
        """Codes of all acts the roles allow."""
        return acts_of(self.roles)

    @cached_property
    def department_ids(self) -> frozenset[int]:
        """Departments for which a department's role is held."""
        return frozenset(m.department_id for m in self.memberships if m.role in DEPARTMENT_ROLES and m.department_id)

    def may(self, act: str) -> bool:
        """Whether the roles allow the act."""
        return act in self.acts


def acts_of(roles: Iterable[Role]) -> frozenset[str]:
    """Codes of all acts that any of the roles allows. An auditor reads everything and writes nothing."""
    held = frozenset(roles)
    return frozenset(action.code for action in actions if action.roles & held)


def second_factor_needed(access: Access) -> bool:
    """Whether a role held here takes more than a password when one signs or votes (``SECOND_FACTOR_ROLES``)."""
    return bool(access.roles & set(settings.SECOND_FACTOR_ROLES))
