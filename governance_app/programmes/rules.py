"""Who may do what in a programme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.registry import actions
from governance_app.programmes.states import DEPARTMENT_ROLES, Letter, Role


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


#: The columns of a row of the responsibility matrix that hold roles, each with its letter.
LETTERS = {
    "accountable": Letter.ACCOUNTABLE,
    "responsible": Letter.RESPONSIBLE,
    "consulted": Letter.CONSULTED,
    "informed": Letter.INFORMED,
}


def letters_of(row: Mapping[str, Any]) -> dict[str, Letter]:
    """Each role's letter in a row of the matrix; of two letters the first of A, R, C, I."""
    found: dict[str, Letter] = {}
    for name, letter in LETTERS.items():
        for role in _roles(row.get(name)):
            found.setdefault(role, letter)
    return found


def _roles(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) and value else value or []


def matrix_row_problems(row: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with a row of the matrix, by field.

    Exactly one role answers for the work, at least one carries it out, nobody bears two letters, all roles exist,
    and the auditor, who judges the work, has no hand in it.
    """
    problems: dict[str, list[str]] = {}
    if not row.get("accountable"):
        problems["accountable"] = [_("Please name the one role that answers for this work.")]
    if not row.get("responsible"):
        problems["responsible"] = [_("Please name at least one role that carries this work out.")]
    known = dict(Role.choices)
    borne: dict[str, Letter] = {}
    for name, letter in LETTERS.items():
        for role in _roles(row.get(name)):
            text = ""
            if role not in known:
                text = _("“%(role)s” is no role.") % {"role": role}
            elif role in borne:
                text = _("%(role)s bears %(letter)s in this row already; a role has one letter a row.") % {
                    "role": known[role],
                    "letter": borne[role].value,
                }
            elif role == Role.AUDITOR and letter != Letter.INFORMED:
                text = _("%(role)s judges the work and may only be told of it (I).") % {"role": known[role]}
            if text:
                problems.setdefault(name, []).append(text)
            else:
                borne[role] = letter
    return problems


def second_factor_needed(access: Access) -> bool:
    """Whether a role held here takes more than a password when one signs or votes (``SECOND_FACTOR_ROLES``)."""
    return bool(access.roles & set(settings.SECOND_FACTOR_ROLES))
