"""What the document pages share."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404

from governance_app.documents import pages
from governance_app.documents.models import Revision
from governance_app.documents.registry import DocumentKind, document_kinds
from governance_app.documents.selectors import (
    revision_of,
)
from governance_app.documents.states import RevisionState
from governance_app.programmes.rules import Access
from governance_app.signoff.models import Signature
from governance_app.signoff.selectors import Standing, standing


def kind_or_404(code: str) -> DocumentKind:
    """The kind of document of this code."""
    kind = document_kinds.get(code)
    if kind is None:
        raise Http404
    return kind


def revision_or_404(access: Access, code: str, number: int) -> Revision:
    """A frozen revision of the programme."""
    revision = revision_of(access.programme, kind_or_404(code).code, number)
    if revision is None or revision.state == RevisionState.DRAFT:
        raise Http404
    return revision


def document_context(access: Access, kind: DocumentKind) -> dict[str, Any]:
    """A document in a page's head."""
    return {"number": kind.number(access.programme), "title": kind.title, "url": pages.kind_url(access, kind)}


def revisions_shown(place: Any) -> list[Revision]:
    """The document's revisions, latest first."""
    return list(place.revisions)


def latest_frozen(place: Any) -> Revision | None:
    """The latest revision that has been submitted, or None."""
    row = next((row for row in revisions_shown(place) if row.state != RevisionState.DRAFT), None)
    return Revision.objects.select_related("round", "document").get(pk=row.pk) if row else None


def place_of(access: Access, revision: Revision) -> Standing:
    """Where the person stands in the revision's round."""
    if revision.round is None:
        return Standing(None, None)
    # Kept on the revision: the page goes on to list the same slots and signatures.
    signatures = Prefetch("signatures", queryset=Signature.objects.select_related("slot", "delegation"))
    prefetch_related_objects([revision.round], "slots", signatures)
    return standing(revision.round, access.user, access.memberships)
