"""Findings: what a criterion's figures amount to."""

from dataclasses import dataclass
from datetime import datetime

from governance_app.gates.states import FindingState


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion's state with its figure, the address of its cause, and who can clear it.

    ``since`` is when the waiting began, None where the records do not tell.
    """

    state: FindingState
    figure: str = ""
    url: str = ""
    cause: str = ""
    who: str = ""
    since: datetime | None = None

    @classmethod
    def of_all(cls, good: int, total: int, *, url: str = "", cause: str = "", who: str = "") -> "Finding":
        """Met when all of at least one are good; inconclusive when there is nothing to judge."""
        if total == 0:
            return cls(FindingState.INCONCLUSIVE, "—", url, cause, who)
        state = FindingState.MET if good == total else FindingState.UNMET
        return cls(state, f"{good}/{total}", url, "" if good == total else cause, who)
