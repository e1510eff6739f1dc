"""What runs on a schedule at the gates, and what belongs into a gate's pack of evidence."""

from typing import Any

from celery import shared_task
from django.utils.translation import gettext as _

from governance_app.base.canonical import canonical, plain
from governance_app.documents.models import Rendering, Revision
from governance_app.documents.selectors import revisions_of
from governance_app.documents.states import PURPOSE_OF, RevisionState
from governance_app.errors import Conflict
from governance_app.gates.documents import minutes_code
from governance_app.gates.models import GateReview, Waiver
from governance_app.gates.rules import review_declaration, vote_declaration
from governance_app.gates.selectors import reviews_of
from governance_app.gates.services.conditions import gates_refresh
from governance_app.gates.states import NoMinutes, ReviewState
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.proof.registry import Declared, ExtraFile, NotReady, PackContents, pack_source

NotDecided = Conflict.coded("not-decided")


@shared_task
def gates_watch() -> int:
    """Reopen gates whose conditions are overdue."""
    return gates_refresh()


@pack_source("gate")
def gate_pack(programme: Programme, subject: str) -> PackContents:
    """The evidence for one decided review: papers, minutes, frozen findings, votes, conditions, waivers.

    Refuses a review that has not been decided, minutes that have not been submitted or tell of a later review, and
    papers whose PDF is not ready.
    """
    review = reviews_of(programme).prefetch_related("votes", "conditions__owner").get(pk=subject)
    if review.state != ReviewState.DECIDED:
        raise NotDecided(_("The gate has no evidence before the committee has decided."))
    revisions = [*_papers(review), _minutes(review)]
    ready = set(Rendering.objects.filter(revision__in=revisions).values_list("revision_id", "purpose"))
    for row in revisions:
        if (row.pk, PURPOSE_OF[RevisionState(row.state)]) not in ready:
            text = _("The PDF of %(number)s is still being produced; please try again later.")
            raise NotReady(text % {"number": row.document.number})
    phase = Phase(review.phase)
    title = _("Evidence: gate %(number)s %(name)s, %(code)s") % {
        "number": phase.value,
        "name": phase.label,
        "code": review.code,
    }
    extra = ExtraFile("review.json", canonical(_review_data(review)))
    return PackContents(title, revisions, [extra], _declared(review))


def _papers(review: GateReview) -> list[Revision]:
    """The revisions the committee saw, and those approved since; drafts had nothing to be signed."""
    rows = revisions_of(review.programme).exclude(state=RevisionState.DRAFT)
    seen = [row["hash"] for row in review.snapshot["documents"] if row["hash"]]
    kinds = [row["kind"] for row in review.snapshot["documents"]]
    frozen = rows.filter(content_hash__in=seen)
    approved = rows.filter(document__kind__in=kinds, state=RevisionState.APPROVED)
    return sorted({*frozen, *approved}, key=lambda row: (row.document.number, row.number))


def _minutes(review: GateReview) -> Revision:
    rows = revisions_of(review.programme).filter(document__kind=minutes_code(Phase(review.phase)))
    told = rows.exclude(state__in=[RevisionState.DRAFT, RevisionState.WITHDRAWN]).order_by("-number")
    found = next((row for row in told if row.content["decision"].get("review") == review.code), None)
    if found is None:
        text = _("Submit the minutes of %(code)s for signature first; the pack must contain them.")
        raise NoMinutes(text % {"code": review.code})
    return found


def _declared(review: GateReview) -> list[Declared]:
    subject = f"review:{review.code}"
    return [
        Declared("review.called", subject, review_declaration(review), review.snapshot_hash),
        *(Declared("vote.cast", subject, vote_declaration(vote), vote.hash) for vote in review.votes.all()),
    ]


def _review_data(review: GateReview) -> dict[str, Any]:
    used = [row["waiver"] for row in review.snapshot["findings"] if row["waiver"]]
    waivers = Waiver.objects.filter(programme=review.programme, code__in=used).select_related("granted_by")
    found: dict[str, Any] = plain(
        {
            "review": review.code,
            "phase": review.phase,
            "kind": review.kind,
            "reason": review.reason,
            "called_by": str(review.called_by),
            "called_at": review.called_at,
            "decision": review.decision,
            "decided_at": review.decided_at,
            "findings_sha256": review.snapshot_hash,
            "conditions": [
                {
                    "code": row.code,
                    "text": row.text,
                    "owner": str(row.owner),
                    "due_on": row.due_on,
                    "state": row.state,
                    "evidence": row.evidence,
                    "met_at": row.met_at,
                }
                for row in review.conditions.all()
            ],
            "waivers": [
                {
                    "code": row.code,
                    "criterion": row.criterion,
                    "reason": row.reason,
                    "figure": row.figure,
                    "granted_by": str(row.granted_by),
                    "granted_at": row.granted_at,
                    "expires_on": row.expires_on,
                    "revoked_at": row.revoked_at,
                }
                for row in waivers
            ],
        }
    )
    return found
