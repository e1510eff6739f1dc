"""The locks of a gate, and what every act at it asks first."""

from django.utils.translation import gettext as _

from governance_app.errors import Closed, ReasonMissing
from governance_app.gates.models import GateReview
from governance_app.gates.states import (
    ReviewState,
)
from governance_app.phases import Phase
from governance_app.programmes.models import Programme, ProgrammePhase


def phase_lock(programme: Programme, phase: Phase) -> ProgrammePhase:
    """The phase's row, locked: the lock of its gate."""
    return ProgrammePhase.objects.select_for_update().get(programme=programme, phase=phase)


def need_reason(reason: str, field: str = "reason") -> str:
    """The reason given; refuses an empty one."""
    if not reason.strip():
        text = _("Please give a reason.")
        raise ReasonMissing(text, fields={field: [text]})
    return reason.strip()


def review_lock(review: GateReview) -> tuple[ProgrammePhase, GateReview]:
    """The gate's lock and the review as it is now."""
    row = phase_lock(review.programme, Phase(review.phase))
    current = GateReview.objects.select_for_update(of=("self",)).select_related("programme").get(pk=review.pk)
    return row, current


def must_be_open(review: GateReview) -> None:
    """Refuse a review that takes no votes any more."""
    if review.state != ReviewState.OPEN:
        text = _("This review is closed: %(state)s.") % {"state": review.get_state_display()}
        raise Closed(text)
