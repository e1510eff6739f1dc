"""Criteria that any phase's gate may ask for, ready to be declared in one line."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.documents.registry import DocumentKind
from governance_app.documents.selectors import document_standing
from governance_app.documents.states import RevisionState
from governance_app.gates.findings import Finding, Seat
from governance_app.gates.registry import Counted, Criterion, Fault, criteria
from governance_app.gates.states import FindingState
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.selectors import awaited_of
from governance_app.trace.selectors import LINKS, SUSPECT, suspect_since

_PMO = (Seat(Role.PMO),)


def document_signed(code: str, kind: DocumentKind, title: Any) -> Criterion:
    """Declare, for the gate of the document's phase, that its latest revision is the approved one."""
    if kind.phase is None:
        raise ValueError(f"{kind.code} belongs to no phase, so no gate can ask for it")
    text = _("A newer draft makes the signed revision no longer current.")
    return criteria.add(code, Criterion(code, kind.phase, title, lambda programme: _signed(kind, programme), text))


def _signed(kind: DocumentKind, programme: Programme) -> Finding:
    place = document_standing(programme, kind)
    found = Finding(
        FindingState.UNMET,
        f"{place.signed}/{place.asked}",
        reverse("documents:document", args=[programme.slug, kind.code]),
        who=str(Role.PMO.label),
        seats=_PMO,
        about=f"document:{kind.code}",
    )
    latest = place.latest
    if latest is None:
        return replace(found, state=FindingState.INCONCLUSIVE, figure="—", cause=gettext("Not submitted yet"))
    if latest.state == RevisionState.APPROVED:
        return replace(found, state=FindingState.MET, who="", seats=())
    if latest.state == RevisionState.IN_SIGNING:
        missing = gettext("%(count)s signatures are missing") % {"count": place.asked - place.signed}
        titles = [
            slot.title for row in awaited_of(programme) if row.round.pk == latest.round_id for slot in row.unsigned
        ]
        return replace(found, cause=missing, who=gettext(", ").join(titles), since=latest.submitted_at)
    text = gettext("Revision %(number)s: %(state)s") % {
        "number": latest.number,
        "state": latest.get_state_display(),
    }
    # What was signed is the revision before; of this one nothing is.
    return replace(found, figure="—", cause=text)


_SUSPECTS = Fault(SUSPECT, lambda slug: reverse("records:suspects", args=[slug]))


def no_suspects(code: str, phase: Phase) -> Criterion:
    """Declare that no link of the programme says otherwise than when someone last looked at its source."""
    judge = Counted(LINKS, _SUSPECTS, _("%(count)s links are suspect"), _PMO, "suspects", suspect_since)
    text = _(
        "A link is suspect when its source has changed since someone last looked; it is cleared by name and reason."
    )
    return criteria.add(code, Criterion(code, phase, _("No trace link is suspect"), judge, text))
