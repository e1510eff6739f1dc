"""Who may do what in a programme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from governance_app.people.models import Department
from governance_app.phases import Phase
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.registry import FirmKind, actions, department_seeds, firm_kinds, scenario_packs
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
                text = _("%(role)s already has %(letter)s in this row; a role has one letter per row.") % {
                    "role": known[role],
                    "letter": borne[role].value,
                }
            elif role == Role.AUDITOR and letter != Letter.INFORMED:
                text = _("%(role)s judges the work, so it can only be informed (I).") % {"role": known[role]}
            if text:
                problems.setdefault(name, []).append(text)
            else:
                borne[role] = letter
    return problems


def second_factor_needed(access: Access) -> bool:
    """Whether a role held here takes more than a password when one signs or votes (``SECOND_FACTOR_ROLES``)."""
    return bool(access.roles & set(settings.SECOND_FACTOR_ROLES))


#: Django's permission of those who may set up programmes; the only thing there is to ask before a programme exists.
FOUND = "programmes.add_programme"
_FRIDAY = 4  #: as ``date.weekday`` counts


def may_found(user: Any) -> bool:
    """Whether the person may set up a new programme."""
    return bool(user.is_active and user.has_perm(FOUND))


def may_administer(user: Any) -> bool:
    """Whether the person may set up departments and people."""
    return bool(user.is_active and user.has_perms(("people.add_department", "people.add_user")))


def windows_of(firm: FirmKind, start: date) -> dict[Phase, tuple[date, date]]:
    """Planned first and last day of each phase, one after the other; a phase ends on a working day."""
    found: dict[Phase, tuple[date, date]] = {}
    for phase, weeks in zip(Phase, firm.weeks, strict=True):
        after = start + timedelta(weeks=weeks)
        end = after - timedelta(days=1)
        end -= timedelta(days=max(end.weekday() - _FRIDAY, 0))
        found[phase] = (start, end)
        start = after
    return found


def seeds_needed(firm: str, packs: Iterable[str]) -> list[str]:
    """Codes of the departments that a kind of firm and packs ask for, each once, in the order of the seeds."""
    asked = set(firm_kinds[firm].departments)
    for pack in packs:
        asked |= set(scenario_packs[pack].departments)
    return [code for code in department_seeds.codes() if code in asked]


def seeds_matched(departments: Iterable[Department]) -> dict[str, Department]:
    """The department that stands for each seed already: the one of its code, else the only one of its name."""
    rows = list(departments)
    by_code = {row.code: row for row in rows}
    found: dict[str, Department] = {}
    for seed in department_seeds:
        named = [row for row in rows if row.name == seed.name]
        match = by_code.get(seed.code) or (named[0] if len(named) == 1 else None)
        if match is not None:
            found[seed.code] = match
    return found


def role_conflict(role: Role, held: Iterable[str]) -> bool:
    """Whether a role may not join those a person holds anywhere: a vendor's people hold no role of the enterprise."""
    others = {Role(row) for row in held}
    if role == Role.VENDOR:
        return bool(others - {Role.VENDOR})
    return Role.VENDOR in others
