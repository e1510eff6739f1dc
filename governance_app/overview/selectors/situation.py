"""A programme as one person looks at it: phases, findings, people, read once."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from governance_app.base.clock import this_day
from governance_app.gates.findings import Seat
from governance_app.gates.models import GateReview, Waiver
from governance_app.gates.rules import waiver_expired
from governance_app.gates.selectors import (
    Judged,
    findings_shown,
    open_reviews,
    phase_rows,
    waivers_in_force,
    waivers_now,
)
from governance_app.overview.rules import Clearer
from governance_app.people.models import User
from governance_app.phases import Phase
from governance_app.programmes.models import Programme, ProgrammePhase
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import people_of
from governance_app.programmes.states import DECIDED, PhaseState

_NO_PART = {*DECIDED, PhaseState.NOT_STARTED}


@dataclass
class Situation:
    """A programme as one person looks at it; what is read is read once."""

    access: Access
    accesses: list[Access]
    today: date = field(default_factory=this_day)

    @property
    def programme(self) -> Programme:
        """The programme looked at."""
        return self.access.programme

    @property
    def slug(self) -> str:
        """Its address."""
        return self.programme.slug

    @cached_property
    def rows(self) -> list[ProgrammePhase]:
        """The seven phases."""
        return phase_rows(self.programme)

    @cached_property
    def findings(self) -> dict[Phase, list[Judged]]:
        """Every criterion of every gate: frozen where the gate is decided."""
        return findings_shown(self.programme)

    @cached_property
    def begun(self) -> list[Phase]:
        """The phases at work, whose gates stand before us."""
        return [Phase(row.phase) for row in self.rows if row.state not in _NO_PART]

    @cached_property
    def reviews(self) -> list[GateReview]:
        """The reviews in which votes are taken; none is looked for where no gate is in review."""
        if not any(row.state == PhaseState.IN_REVIEW for row in self.rows):
            return []
        return open_reviews(self.programme)

    @cached_property
    def waivers(self) -> dict[str, Waiver]:
        """The waivers in force, by criterion."""
        return waivers_in_force(self.programme)

    @cached_property
    def expired(self) -> dict[str, Waiver]:
        """The waivers that have run out, by criterion."""
        return {row.criterion: row for row in waivers_now(self.programme) if waiver_expired(row, self.today)}

    @cached_property
    def held(self) -> dict[tuple[str, int | None], list[User]]:
        """Who holds each role, for a department where it has one."""
        found: dict[tuple[str, int | None], list[User]] = {}
        for row in people_of(self.programme):
            found.setdefault((row.role, row.department_id), []).append(row.user)
        return found

    @cached_property
    def people(self) -> dict[int, User]:
        """The active people of the programme."""
        return {row.user_id: row.user for row in people_of(self.programme)}

    @cached_property
    def department_names(self) -> dict[int, str]:
        """The names of the departments somebody holds a role for."""
        return {row.department_id: str(row.department) for row in people_of(self.programme) if row.department_id}

    def clearer(self, seat: Seat, note: str = "") -> Clearer:
        """Those who hold a seat, in words and by name."""
        role = str(seat.role.label)
        if seat.department_id is not None and seat.department_id in self.department_names:
            department = self.department_names[seat.department_id]
            role = _("%(role)s, %(department)s") % {"role": role, "department": department}
        people = tuple(self.held.get((seat.role, seat.department_id), ()))
        return Clearer(role, people, note, vacant=not people)


def situation_of(access: Access, accesses: list[Access]) -> Situation:
    """A programme as one person looks at it."""
    return Situation(access, accesses)
