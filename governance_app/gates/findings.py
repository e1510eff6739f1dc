"""Findings: what a criterion's figures amount to."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from governance_app.gates.states import FindingState
from governance_app.programmes.states import Role


@dataclass(frozen=True, slots=True)
class Seat:
    """A role whose holders can clear something, for a department where the role has one."""

    role: Role
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion's state with its figure, the address of its cause, and who can clear it.

    ``since`` is when the waiting began, None where the records do not tell. ``who`` says it in words; ``seats`` are
    the roles meant, so that the overview can name the people. Where the kernel itself knows who is waited for,
    ``about`` says of what: ``document:<kind>`` for a document's signatures, ``suspects`` for suspect links.
    """

    state: FindingState
    figure: str = ""
    url: str = ""
    cause: str = ""
    who: str = ""
    since: datetime | None = None
    seats: tuple[Seat, ...] = ()
    about: str = ""

    @classmethod
    def of_all(
        cls,
        good: int,
        total: int,
        *,
        url: str = "",
        cause: str = "",
        who: str = "",
        seats: tuple[Seat, ...] = (),
        about: str = "",
        since: datetime | None = None,
    ) -> "Finding":
        """Met when all of at least one are good; inconclusive when there is nothing to judge."""
        who = who or ", ".join(dict.fromkeys(str(seat.role.label) for seat in seats))
        if total == 0:
            cause = _("There is nothing to judge yet")
            return cls(FindingState.INCONCLUSIVE, "—", url, cause, who, seats=seats, about=about)
        state = FindingState.MET if good == total else FindingState.UNMET
        cause = "" if good == total else cause
        return cls(state, f"{good}/{total}", url, cause, who, since, seats, about)
