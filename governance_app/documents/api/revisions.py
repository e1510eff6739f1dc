"""Documents in the API: submitted, read, signed and withdrawn through the services of the pages."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.base.canonical import canonical, sha256_hex
from governance_app.documents.models import Revision
from governance_app.documents.registry import DocumentKind, document_kinds
from governance_app.documents.resources import (
    ChallengeSerializer,
    DocumentSerializer,
    DraftSerializer,
    ReasonSerializer,
    RevisionSerializer,
    RevocationSerializer,
    RevokeSerializer,
    SignatureSerializer,
    SignSerializer,
    SubmitSerializer,
    WholeRevisionSerializer,
)
from governance_app.documents.selectors import Standing, document_standing, documents_of, rendering_of, revisions_of
from governance_app.documents.services import (
    revision_revoke,
    revision_sign,
    revision_submit,
    revision_title,
    revision_withdraw,
)
from governance_app.documents.states import RevisionState
from governance_app.errors import Excluded
from governance_app.people.pages import passkey_request
from governance_app.programmes.api.resources import PasskeyRequestSerializer, ProgrammeResource
from governance_app.rest.operations import Parameter, operation
from governance_app.rest.paging import WholeList
from governance_app.rest.problems import invalid, invalid_parameter, not_found
from governance_app.signoff.models import Round, Signature
from governance_app.signoff.selectors import standing
from governance_app.signoff.services.rounds import (
    NotAsked,
    RoundClosed,
    SignedAlready,
    challenge_issue,
    exclusion_text,
)
from governance_app.signoff.states import AGREEING, Meaning


def revision_name(revision: Revision) -> str:
    """How a revision is called in addresses: kind and number."""
    return f"{revision.document.kind}-{revision.number}"


def _counted(rows: QuerySet[Revision]) -> QuerySet[Revision]:
    agreed = Q(round__signatures__meaning__in=sorted(AGREEING))
    return rows.defer("body", "cover").annotate(
        asked=Count("round__slots", distinct=True),
        signed=Count("round__signatures", filter=agreed, distinct=True),
    )


class DocumentsResourceBase(ProgrammeResource):
    """What resources of documents share."""

    def kind(self, code: str) -> DocumentKind:
        """The kind of document of this code."""
        kind = document_kinds.get(code)
        if kind is None:
            raise not_found()
        return kind

    def revision(self, name: str) -> Revision:
        """The revision of this name."""
        code, _dash, number = name.rpartition("-")
        if not number.isascii() or not number.isdigit() or len(number) > 6:  # noqa: PLR2004 - no document has a million
            raise not_found()
        rows = _counted(revisions_of(self.access.programme))
        found = rows.filter(document__kind=code, number=int(number)).first()
        if found is None:
            raise not_found()
        return found

    def whole_revision(self, name: str) -> dict[str, Any]:
        """A revision with its slots and files."""
        revision = self.revision(name)
        slots = []
        if revision.round_id is not None:
            round_ = Round.objects.prefetch_related("slots", "signatures__slot", "signatures__delegation").get(
                pk=revision.round_id
            )
            given = {row.slot_id: row.hash for row in round_.signatures.all()}
            slots = [
                {"title": slot.title, "role": slot.role, "signature": given.get(slot.pk)} for slot in round_.slots.all()
            ]
        frozen = revision.state != RevisionState.DRAFT
        rendering = rendering_of(revision)
        place = [self.access.programme.slug, revision.document.kind, revision.number]
        return {
            **_shown(revision),
            "slots": slots,
            "content_url": self._url("documents:json", place) if frozen else None,
            "pdf_url": self._url("documents:pdf", place) if frozen else None,
            "pdf_sha256": rendering.file.sha256 if rendering else None,
        }

    def _url(self, name: str, place: list[Any]) -> str:
        return self.request.build_absolute_uri(reverse(name, args=place))


def _shown(revision: Any) -> dict[str, Any]:
    names = ("state", "summary", "opened_reason", "submitted_by", "submitted_at", "closed_at")
    return {
        "name": revision_name(revision),
        "document": revision.document.kind,
        "number": revision.document.number,
        "revision": revision.number,
        "due_on": revision.round.due_on if revision.round else None,
        **{name: getattr(revision, name) for name in (*names, "content_hash", "body_hash", "signed", "asked")},
    }


class DocumentsResource(DocumentsResourceBase):
    """The documents the programme owes."""

    resource, title = "documents", _("Documents")
    pagination_class = WholeList

    @operation(("documents.view",), gives=DocumentSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List every document the programme owes, with where it stands."""
        return self.whole([self._document(place) for place in documents_of(self.access.programme)])

    def _document(self, place: Standing) -> dict[str, Any]:
        kind = place.kind
        return {
            "kind": kind.code,
            "number": kind.number(self.access.programme),
            "phase": kind.phase.value if kind.phase is not None else None,
            "title": str(kind.title),
            "state": place.latest.state if place.latest else RevisionState.DRAFT,
            "latest": f"{kind.code}-{place.latest.number}" if place.latest else None,
            "approved": f"{kind.code}-{place.approved.number}" if place.approved else None,
            "signed": place.signed,
            "asked": place.asked,
        }

    @operation(("documents.view",), gives=DraftSerializer)
    def retrieve(self, request: Request, slug: str, code: str) -> Response:
        """Read where a document stands, the hash of its draft and what keeps it from being submitted."""
        kind, programme = self.kind(code), self.access.programme
        content = kind.content(programme)
        draft = {
            "draft_hash": sha256_hex(canonical(content)),
            "problems": [{"text": str(row.text), "url": row.url} for row in kind.problems(programme, content)],
        }
        return self.answer({**self._document(document_standing(programme, kind)), **draft})

    @operation(
        ("documents.submit",),
        title=_("Submit for signature"),
        takes=SubmitSerializer,
        gives=WholeRevisionSerializer,
        status=201,
        keyed=True,
        conflicts=True,
    )
    def submit(self, request: Request, slug: str, code: str) -> Response:
        """Freeze the content into a revision and call for signatures."""
        kind, wanted = self.kind(code), self.taken()
        return self.once(lambda: self._submitted(kind, wanted))

    def _submitted(self, kind: DocumentKind, wanted: dict[str, Any]) -> Response:
        programme = self.access.programme
        made = revision_submit(
            programme=programme,
            kind=kind,
            actor=self.request.user,
            summary=wanted["summary"],
            due_on=wanted["due_on"],
            seen_hash=wanted["draft_hash"],
        )
        name = f"{kind.code}-{made.number}"
        place = self._url("api:revisions-detail", [programme.slug, name])
        return self.answer(self.whole_revision(name), headers={"Location": place})


class RevisionsResource(DocumentsResourceBase):
    """The revisions of the programme's documents."""

    resource, title = "revisions", _("Revisions")
    orderings = {"opened_at": "opened_at", "submitted_at": "submitted_at", "revision": "number"}
    ordering = "-opened_at"

    @operation(
        ("documents.view",),
        gives=RevisionSerializer,
        many=True,
        parameters=(
            Parameter("document", _("The document's kind")),
            Parameter("state", _("State"), tuple(RevisionState.values)),
        ),
    )
    def list(self, request: Request, slug: str) -> Response:
        """List revisions, the latest first."""
        rows = _counted(revisions_of(self.access.programme))
        if code := request.query_params.get("document"):
            rows = rows.filter(document__kind=code)
        if state := request.query_params.get("state"):
            if state not in RevisionState.values:
                text = gettext("“%(value)s” is not allowed here.") % {"value": state}
                raise invalid_parameter("state", text)
            rows = rows.filter(state=state)
        return self.page(rows, _shown)

    @operation(("documents.view",), gives=WholeRevisionSerializer)
    def retrieve(self, request: Request, slug: str, name: str) -> Response:
        """Read a revision with its slots and files."""
        return self.answer(self.whole_revision(name))

    @operation(("documents.sign",), title=_("Ask for a signing challenge"), gives=ChallengeSerializer, conflicts=True)
    def challenge(self, request: Request, slug: str, name: str) -> Response:
        """Ask for what has to be sent back to sign. Refused where one's signature would not be taken."""
        revision = self.revision(name)
        if revision.round is None:
            raise RoundClosed(gettext("This revision is not in signing."))
        place = standing(revision.round, request.user, self.access.memberships)
        if place.signature is not None:
            raise SignedAlready(gettext("You have signed already."))
        if place.exclusion:
            raise Excluded(exclusion_text(place.exclusion))
        if revision.state != RevisionState.IN_SIGNING:
            raise RoundClosed(gettext("This revision is not in signing."))
        if place.slot is None:
            raise NotAsked(gettext("Your signature is not asked for in this round."))
        kind = document_kinds[revision.document.kind]
        title = revision_title(kind, revision.number)
        tokens = challenge_issue(round_=revision.round, user=request.user)
        meanings = [
            {
                "meaning": meaning,
                "statement": kind.statement(meaning, title=title, slot_title=place.slot.title),
                "reason_needed": Meaning(meaning) not in AGREEING,
                "token": token,
            }
            for meaning, token in tokens.items()
        ]
        answer = {
            "revision_hash": revision.content_hash,
            "slot": place.slot.title,
            "seconds": int(settings.SIGNING_CHALLENGE_LIFE.total_seconds()),
            "meanings": meanings,
            "passkey": passkey_request(
                user=self.access.user, purpose="sign", subjects=tokens, host=self.request.get_host()
            ),
        }
        return self.answer(answer, headers={"Cache-Control": "no-store"})

    @operation(
        ("documents.sign",),
        title=_("Sign"),
        takes=SignSerializer,
        gives=SignatureSerializer,
        status=201,
        conflicts=True,
    )
    def sign(self, request: Request, slug: str, name: str) -> Response:
        """Sign a revision, with the token of the meaning chosen and a proof of who one is."""
        revision, wanted = self.revision(name), self.taken()
        method = self.proved(wanted, "sign", subject=wanted["token"])
        with transaction.atomic():
            signature = revision_sign(
                revision=revision,
                user=request.user,
                token=wanted["token"],
                content_hash=wanted["revision_hash"],
                reason=wanted["reason"],
                method=method,
            )
            if signature.meaning != wanted["meaning"]:
                raise invalid({"meaning": [gettext("The token belongs to another meaning.")]})
        return self.answer(_signature(signature, name))

    @operation(("documents.sign",), title=_("Ask for a passkey's challenge"), gives=PasskeyRequestSerializer)
    def revoke_challenge(self, request: Request, slug: str, name: str) -> Response:
        """Ask for what a passkey has to answer to take one's signature back."""
        return self.passkey("revoke", {"": self._own_signature(name).hash})

    @operation(
        ("documents.sign",),
        title=_("Revoke one's signature"),
        takes=RevokeSerializer,
        gives=RevocationSerializer,
        status=201,
        conflicts=True,
    )
    def revoke(self, request: Request, slug: str, name: str) -> Response:
        """Take back one's own signature on an approved revision, with a proof of who one is and a reason."""
        signature, wanted = self._own_signature(name), self.taken()
        method = self.proved(wanted, "revoke", subject=signature.hash)
        made = revision_revoke(signature=signature, user=request.user, reason=wanted["reason"], method=method)
        return self.answer(made)

    def _own_signature(self, name: str) -> Signature:
        revision = self.revision(name)
        rows = Signature.objects.filter(round=revision.round_id, signer=self.access.user)
        signature = rows.first() if revision.round_id is not None else None
        if signature is None:
            raise not_found()
        return signature

    @operation(
        ("documents.withdraw",),
        title=_("Withdraw"),
        takes=ReasonSerializer,
        gives=WholeRevisionSerializer,
        conflicts=True,
    )
    def withdraw(self, request: Request, slug: str, name: str) -> Response:
        """Take one's own submission out of signing."""
        revision = self.revision(name)
        revision_withdraw(revision=revision, actor=request.user, reason=self.taken()["reason"])
        return self.answer(self.whole_revision(name))


def _signature(signature: Signature, name: str | None) -> Any:
    signature.revision = name  # type: ignore[attr-defined]
    signature.revoked_at = getattr(getattr(signature, "revocation", None), "revoked_at", None)  # type: ignore[attr-defined]
    return signature


class SignaturesResource(ProgrammeResource):
    """The signatures given in the programme."""

    resource, title = "signatures", _("Signatures")
    orderings = {"signed_at": "signed_at"}
    ordering = "-signed_at"

    def _rows(self) -> QuerySet[Signature]:
        rows = Signature.objects.filter(round__programme=self.access.programme)
        return rows.select_related("round__revision__document", "revocation")

    @operation(("documents.view",), gives=SignatureSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List signatures, the latest first."""
        return self.page(self._rows(), _named)

    @operation(("documents.view",), gives=SignatureSerializer)
    def retrieve(self, request: Request, slug: str, signature_hash: str) -> Response:
        """Read one signature."""
        found = self._rows().filter(hash=signature_hash).first()
        if found is None:
            raise not_found()
        return self.answer(_named(found))


def _named(signature: Signature) -> Any:
    revision = getattr(signature.round, "revision", None)
    return _signature(signature, revision_name(revision) if revision else None)


urls = [
    path("documents/", DocumentsResource.as_view({"get": "list"}), name="documents-list"),
    path("documents/<slug:code>/", DocumentsResource.as_view({"get": "retrieve"}), name="documents-detail"),
    path("documents/<slug:code>/submit/", DocumentsResource.as_view({"post": "submit"}), name="documents-submit"),
    path("revisions/", RevisionsResource.as_view({"get": "list"}), name="revisions-list"),
    path("revisions/<slug:name>/", RevisionsResource.as_view({"get": "retrieve"}), name="revisions-detail"),
    path(
        "revisions/<slug:name>/challenge/", RevisionsResource.as_view({"get": "challenge"}), name="revisions-challenge"
    ),
    path("revisions/<slug:name>/sign/", RevisionsResource.as_view({"post": "sign"}), name="revisions-sign"),
    path(
        "revisions/<slug:name>/revoke/challenge/",
        RevisionsResource.as_view({"get": "revoke_challenge"}),
        name="revisions-revoke-challenge",
    ),
    path("revisions/<slug:name>/revoke/", RevisionsResource.as_view({"post": "revoke"}), name="revisions-revoke"),
    path("revisions/<slug:name>/withdraw/", RevisionsResource.as_view({"post": "withdraw"}), name="revisions-withdraw"),
    path("signatures/", SignaturesResource.as_view({"get": "list"}), name="signatures-list"),
    path(
        "signatures/<slug:signature_hash>/", SignaturesResource.as_view({"get": "retrieve"}), name="signatures-detail"
    ),
]
