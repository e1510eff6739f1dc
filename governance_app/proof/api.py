"""Proof in the API: ledger checkpoints, packs of evidence, verdicts on PDFs."""

import base64
import binascii
import uuid
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.base.canonical import sha256_hex
from governance_app.documents.api.revisions import DocumentsResourceBase
from governance_app.jobs.selectors import progress_of
from governance_app.jobs.states import JobState
from governance_app.ledger.models import Checkpoint
from governance_app.ledger.rules import checkpoint_data
from governance_app.ledger.services import checkpoint_make
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.programmes.guards import SIGNED_IN
from governance_app.proof.models import EvidencePack
from governance_app.proof.resources import CheckpointSerializer, PackSerializer, PaperSerializer, VerdictSerializer
from governance_app.proof.selectors import document_verdict, pack_job
from governance_app.proof.services import pack_ask, pack_repeat
from governance_app.rest.operations import operation
from governance_app.rest.problems import invalid, not_found
from governance_app.rest.views import Resource


class CheckpointsResource(ProgrammeResource):
    """The ledger's checkpoints."""

    resource, title = "checkpoints", _("Ledger checkpoints")
    orderings = {"count": "count"}
    ordering = "-count"

    @operation(("ledger.checkpoint",), gives=CheckpointSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the checkpoints, the latest first."""
        return self.page(Checkpoint.objects.all(), checkpoint_data)

    @operation(("ledger.checkpoint",), gives=CheckpointSerializer)
    def retrieve(self, request: Request, slug: str, rows: int) -> Response:
        """Read the checkpoint at so many rows."""
        found = Checkpoint.objects.filter(count=rows).first()
        if found is None:
            raise not_found()
        return self.answer(checkpoint_data(found))

    @operation(
        ("ledger.checkpoint",), title=_("Sign the ledger's end"), gives=CheckpointSerializer, status=201, keyed=True
    )
    def create(self, request: Request, slug: str) -> Response:
        """Sign the ledger's end as it is now."""
        return self.once(self._made)

    def _made(self) -> Response:
        made = checkpoint_make()
        place = reverse("api:checkpoints-detail", args=[self.access.programme.slug, made.count])
        return self.answer(checkpoint_data(made), headers={"Location": self.request.build_absolute_uri(place)})


def pack_shown(pack: EvidencePack, request: Request) -> dict[str, Any]:
    """A pack, how far it is, and where it can be fetched."""
    job = pack_job(pack)
    state, done, total = JobState.FAILED, 0, 0
    if pack.file is not None:
        state, done, total = JobState.DONE, 1, 1
    elif job is not None and job.state != JobState.DONE:
        progress = progress_of(job)
        state, done, total = JobState(job.state), progress.done, progress.total
    place = [pack.programme.slug, pack.pk]
    return {
        "pack": str(pack.pk),
        "title": pack.title,
        "source": pack.source,
        "state": state,
        "done": done,
        "total": total,
        "created_by": pack.created_by,
        "created_at": pack.created_at,
        "url": request.build_absolute_uri(reverse("api:packs-detail", args=place)),
        "file_url": request.build_absolute_uri(reverse("proof:file", args=place)) if pack.file else None,
        "size": pack.file.size if pack.file else None,
        "sha256": pack.file.sha256 if pack.file else None,
    }


class PacksResource(ProgrammeResource):
    """The packs of evidence asked for in the programme."""

    resource, title = "packs", _("Evidence packs")

    def _row(self, pack: uuid.UUID) -> EvidencePack:
        rows = EvidencePack.objects.filter(programme=self.access.programme)
        found = rows.select_related("file", "created_by", "programme").filter(pk=pack).first()
        if found is None:
            raise not_found()
        return found

    @operation(("documents.evidence",), gives=PackSerializer)
    def retrieve(self, request: Request, slug: str, pack: uuid.UUID) -> Response:
        """Read how far a pack is, and where it can be fetched."""
        return self.answer(pack_shown(self._row(pack), request))

    @operation(("documents.evidence",), title=_("Ask once more"), gives=PackSerializer)
    def repeat(self, request: Request, slug: str, pack: uuid.UUID) -> Response:
        """Have a pack made whose making failed; one that was made stays as it is."""
        row = self._row(pack)
        if row.file is None:
            pack_repeat(pack=row, actor=request.user)
        return self.answer(pack_shown(row, request))


class RevisionEvidenceResource(DocumentsResourceBase):
    """The evidence for one revision."""

    resource, title = "revisions", _("Revisions")

    @operation(
        ("documents.evidence",),
        title=_("Ask for the evidence pack"),
        gives=PackSerializer,
        status=201,
        keyed=True,
        conflicts=True,
    )
    def evidence(self, request: Request, slug: str, name: str) -> Response:
        """Have the evidence pack of a revision made; one that is being made already is that one."""
        revision = self.revision(name)
        return self.once(lambda: self._packed(str(revision.pk)))

    def _packed(self, subject: str) -> Response:
        programme = self.access.programme
        made = pack_ask(programme=programme, source="revision", subject=subject, actor=self.access.user)
        shown = pack_shown(made, self.request)
        return self.answer(shown, headers={"Location": shown["url"]})


class VerdictResource(Resource):
    """The judgement on a PDF."""

    resource, title = "verify", _("Verify a PDF")

    @operation(SIGNED_IN, title=_("Verify"), takes=PaperSerializer, gives=VerdictSerializer)
    def judge(self, request: Request) -> Response:
        """Judge a PDF: genuine, altered or superseded, and why. Larger files are judged on the verify page."""
        try:
            data = base64.b64decode(self.taken()["pdf"], validate=True)
        except (binascii.Error, ValueError) as fault:
            raise invalid({"pdf": [gettext("This is not base64.")]}) from fault
        found = document_verdict(data)
        names = ("verdict", "reason", "known", "seal", "content")
        return self.answer({**{name: getattr(found, name) for name in names}, "sha256": sha256_hex(data)})


root_urls = [path("verify/", VerdictResource.as_view({"post": "judge"}), name="verify")]
urls = [
    path("checkpoints/", CheckpointsResource.as_view({"get": "list", "post": "create"}), name="checkpoints-list"),
    path("checkpoints/<int:rows>/", CheckpointsResource.as_view({"get": "retrieve"}), name="checkpoints-detail"),
    path("packs/<uuid:pack>/", PacksResource.as_view({"get": "retrieve"}), name="packs-detail"),
    path("packs/<uuid:pack>/repeat/", PacksResource.as_view({"post": "repeat"}), name="packs-repeat"),
    path(
        "revisions/<slug:name>/evidence/",
        RevisionEvidenceResource.as_view({"post": "evidence"}),
        name="revisions-evidence",
    ),
]
