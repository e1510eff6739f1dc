"""Reading documents."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from governance_app.base.reading import once
from governance_app.documents.models import Rendering, Revision
from governance_app.documents.registry import DocumentKind, documents_in_order
from governance_app.documents.states import PURPOSE_OF, RevisionState
from governance_app.jobs.models import Job
from governance_app.programmes.models import Programme
from governance_app.signoff.models import Signature, Slot
from governance_app.signoff.states import AGREEING


@dataclass(frozen=True, slots=True)
class Standing:
    """A document kind in a programme: its revisions, latest first, with the latest and the approved one."""

    kind: DocumentKind
    revisions: list[Revision]
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


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows belong to a revision's round."""
    of_round = rows.filter(round=OuterRef("round_id")).order_by().values("round")
    return Coalesce(Subquery(of_round.annotate(number=Count("pk")).values("number")), 0)


_ASKED = _number(Slot.objects.all())
_SIGNED = _number(Signature.objects.filter(meaning__in=sorted(AGREEING)))


def documents_of(programme: Programme) -> list[Standing]:
    """Every kind of document the programme owes, with where it stands."""
    return once(("standings", programme.pk), lambda: _standings(programme, documents_in_order()))


def _standings(programme: Programme, kinds: list[DocumentKind]) -> list[Standing]:
    """One statement for all of them: the overview asks, and every gate that waits for a document."""
    found: dict[str, list[Any]] = {kind.code: [] for kind in kinds}
    rows = Revision.objects.filter(document__programme=programme).select_related("document", "submitted_by", "round")
    read: Any = rows.defer("body", "cover", "round__policy", "round__excluded").annotate(asked=_ASKED, signed=_SIGNED)
    for row in sorted(read.order_by(), key=lambda row: row.number, reverse=True):
        if row.document.kind not in found:
            continue
        if row.round is not None:
            row.round.asked, row.round.signed = row.asked, row.signed
        found[row.document.kind].append(row)
    return [_standing(kind, found[kind.code]) for kind in kinds]


def _standing(kind: DocumentKind, revisions: list[Any]) -> Standing:
    latest = revisions[0] if revisions else None
    approved = next((row for row in revisions if row.state == RevisionState.APPROVED), None)
    shown = latest if latest is not None and latest.state != RevisionState.DRAFT else approved or latest
    round_: Any = shown.round if shown else None
    return Standing(kind, revisions, latest, approved, getattr(round_, "signed", 0), getattr(round_, "asked", 0))


def document_standing(programme: Programme, kind: DocumentKind) -> Standing:
    """Where one kind of document stands."""
    return next(place for place in documents_of(programme) if place.kind.code == kind.code)


def revisions_of(programme: Programme) -> QuerySet[Revision]:
    """All revisions of a programme's documents."""
    return Revision.objects.filter(document__programme=programme).select_related(
        "document__programme", "round", "submitted_by", "opened_by"
    )


def revision_of(programme: Programme, kind_code: str, number: int) -> Revision | None:
    """One revision, or None."""
    rows = Revision.objects.select_related("document", "round", "submitted_by", "opened_by").order_by("pk")
    revision = rows.filter(document__programme=programme, document__kind=kind_code, number=number).first()
    if revision is not None:
        revision.document.programme = programme
    return revision


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
