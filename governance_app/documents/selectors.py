"""Reading documents."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from governance_app.documents.models import Document, Rendering, Revision
from governance_app.documents.registry import DocumentKind, documents_in_order
from governance_app.documents.states import PURPOSE_OF, RevisionState
from governance_app.jobs.models import Job
from governance_app.programmes.models import Programme
from governance_app.signoff.models import Round, Signature, Slot
from governance_app.signoff.states import AGREEING


@dataclass(frozen=True, slots=True)
class Standing:
    """A document kind in a programme: its row if there is one, its latest and its approved revision."""

    kind: DocumentKind
    document: Document | None
    latest: Revision | None
    approved: Revision | None
    signed: int = 0
    asked: int = 0

    @property
    def shown(self) -> Revision | None:
        """The revision to speak of first: the one in signing, else the approved one, else the latest."""
        if self.latest is not None and self.latest.state != RevisionState.DRAFT:
            return self.latest
        return self.approved or self.latest


def documents_of(programme: Programme) -> list[Standing]:
    """Every kind of document the programme owes, with where it stands."""
    rounds = Round.objects.annotate(
        asked=Count("slots", distinct=True),
        signed=Count("signatures", filter=Q(signatures__meaning__in=sorted(AGREEING)), distinct=True),
    )
    revisions = (
        Revision.objects.defer("body")
        .select_related("submitted_by")
        .prefetch_related(Prefetch("round", queryset=rounds), "renderings__file")
    )
    rows = {
        row.kind: row
        for row in Document.objects.filter(programme=programme).prefetch_related(
            Prefetch("revisions", queryset=revisions.order_by("-number"))
        )
    }
    return [_standing(kind, rows.get(kind.code)) for kind in documents_in_order()]


def _standing(kind: DocumentKind, document: Document | None) -> Standing:
    revisions = list(document.revisions.all()) if document else []
    latest = revisions[0] if revisions else None
    approved = next((row for row in revisions if row.state == RevisionState.APPROVED), None)
    shown = latest if latest is not None and latest.state != RevisionState.DRAFT else approved or latest
    round_: Any = shown.round if shown else None
    return Standing(kind, document, latest, approved, getattr(round_, "signed", 0), getattr(round_, "asked", 0))


def document_standing(programme: Programme, kind: DocumentKind) -> Standing:
    """Where one kind of document stands."""
    return next(row for row in documents_of(programme) if row.kind.code == kind.code)


def waiting_titles(revision: Revision) -> list[str]:
    """The slots of a revision's round that nobody has signed yet, in words."""
    if revision.round_id is None:
        return []
    slots = Slot.objects.filter(round_id=revision.round_id, signatures=None).order_by("position")
    return list(slots.values_list("title", flat=True))


def revisions_of(programme: Programme) -> QuerySet[Revision]:
    """All revisions of a programme's documents."""
    return Revision.objects.filter(document__programme=programme).select_related(
        "document__programme", "round", "submitted_by", "opened_by"
    )


def revision_of(programme: Programme, kind_code: str, number: int) -> Revision | None:
    """One revision, or None."""
    return revisions_of(programme).filter(document__kind=kind_code, number=number).first()


def previous_frozen(revision: Revision) -> Revision | None:
    """The revision submitted before this one, or None."""
    return (
        Revision.objects.filter(document_id=revision.document_id, number__lt=revision.number)
        .exclude(body="")
        .order_by("-number")
        .first()
    )


def last_signed_by(revision: Revision, user: Any) -> Revision | None:
    """The latest earlier revision the person agreed to, or None."""
    signature = (
        Signature.objects.filter(
            round__revision__document_id=revision.document_id,
            round__revision__number__lt=revision.number,
            signer=user,
            meaning__in=sorted(AGREEING),
        )
        .select_related("round__revision")
        .order_by("-round__revision__number")
        .first()
    )
    return signature.round.revision if signature else None


def rendering_key(revision_id: int, purpose: str, language: str) -> str:
    """The key under which the rendering of a revision is one job."""
    return f"render:{revision_id}:{purpose}:{language}"


def rendering_of(revision: Revision, language: str = "zh-hans") -> Rendering | None:
    """The PDF the revision is given out as in its present state, or None while it is not ready."""
    purpose = PURPOSE_OF.get(RevisionState(revision.state))
    if purpose is None:
        return None
    found = revision.renderings.filter(purpose=purpose, language=language).select_related("file")
    return found.first()


def rendering_job(revision: Revision, language: str = "zh-hans") -> Job | None:
    """The job that renders the PDF for the revision's present state, or None."""
    purpose = PURPOSE_OF.get(RevisionState(revision.state))
    if purpose is None:
        return None
    return Job.objects.filter(key=rendering_key(revision.pk, purpose, language)).first()
