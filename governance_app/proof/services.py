"""Making packs of evidence: everything about some revisions that is needed to check them without the portal."""

import base64
import io
import textwrap
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from governance_app.base.canonical import canonical, sha256_hex
from governance_app.base.keys import LedgerKey, ledger_key
from governance_app.documents.models import Rendering, Revision
from governance_app.files.models import StoredFile
from governance_app.files.services import file_read, file_store
from governance_app.jobs.registry import Progress
from governance_app.jobs.services import job_enqueue
from governance_app.jobs.states import JobState
from governance_app.ledger.models import Checkpoint
from governance_app.ledger.rules import checkpoint_data
from governance_app.ledger.services import NoKey, checkpoint_make, ledger_append
from governance_app.paper.sealing import seal_current
from governance_app.programmes.models import Programme
from governance_app.proof import verify
from governance_app.proof.acts import EVIDENCE_PACKED
from governance_app.proof.models import EvidencePack
from governance_app.proof.registry import Declared, ExtraFile, PackContents, pack_sources
from governance_app.proof.rules import paper_name, revision_data, revision_folder, signature_data
from governance_app.proof.selectors import first_row, pack_job, pack_key, renderings_of, segment_rows

_ROWS_A_STEP = 2000


@transaction.atomic
def pack_ask(*, programme: Programme, source: str, subject: str, actor: Any) -> EvidencePack:
    """Have a pack made about a source's thing; one that is being made already is that one.

    Refuses what its source refuses, and where there is no key to sign with.
    """
    contents = pack_sources[source](programme, subject)
    _key()
    about = {"programme": programme, "source": source, "subject": subject}
    for pack in EvidencePack.objects.filter(**about, file=None, created_by=actor):
        job = pack_job(pack)
        if job is not None and job.state in {JobState.QUEUED, JobState.RUNNING}:
            return pack
    pack = EvidencePack.objects.create(**about, title=contents.title[:200], created_by=actor)
    pack_repeat(pack=pack, actor=actor)
    return pack


def pack_repeat(*, pack: EvidencePack, actor: Any) -> None:
    """Have a pack made whose making failed; asking for one in the making changes nothing."""
    job_enqueue(kind="proof.pack", key=pack_key(pack), arguments={"pack": str(pack.pk)}, actor=actor)


def pack_perform(*, pack: EvidencePack, progress: Progress) -> None:
    """Make a pack and keep it; one that has been made is left as it is."""
    if pack.file_id:
        return
    contents = pack_sources[pack.source](pack.programme, pack.subject)
    data = _packed(pack.programme, contents, pack.title, progress)
    with transaction.atomic():
        locked = EvidencePack.objects.select_for_update().get(pk=pack.pk)
        if locked.file_id:
            return
        locked.file = _kept(pack.programme, pack.title, data, pack.created_by)
        locked.save(update_fields=["file"])


def evidence_pack(
    *,
    programme: Programme,
    revisions: Sequence[Revision],
    title: str,
    extra_files: Sequence[ExtraFile] = (),
    actor: Any = None,
    progress: Progress | None = None,
) -> StoredFile:
    """A pack about these revisions, made at once and kept; recorded in the ledger. Refuses without a key."""
    data = _packed(programme, PackContents(title, revisions, extra_files), title, progress)
    with transaction.atomic():
        return _kept(programme, title, data, actor)


def _kept(programme: Programme, title: str, data: bytes, actor: Any) -> StoredFile:
    stored = file_store(
        name=f"{programme.code}-evidence-{sha256_hex(data)[:8]}.zip",
        data=data,
        media_type="application/zip",
        actor=actor,
    )
    ledger_append(
        act=EVIDENCE_PACKED,
        subject=f"evidence:{stored.pk}",
        subject_label=title,
        subject_hash=stored.sha256,
        actor=actor,
        programme=programme.slug,
    )
    return stored


def _key() -> LedgerKey:
    key = ledger_key()
    if key is None:
        raise NoKey(_("No key for ledger checkpoints has been set up."))
    return key


class _Archive:
    """A ZIP in the making, with the hash of every file in it; the same files give the same bytes."""

    def __init__(self, moment: datetime) -> None:
        self.hashes: dict[str, str] = {}
        self._moment = max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        self._out = io.BytesIO()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, data: bytes) -> None:
        """Put a file into it."""
        place = zipfile.ZipInfo(name, self._moment)
        place.compress_type, place.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        self._zip.writestr(place, data)
        self.hashes[name] = sha256_hex(data)

    def finished(self) -> bytes:
        """The ZIP's bytes."""
        self._zip.close()
        return self._out.getvalue()


def _packed(programme: Programme, contents: PackContents, title: str, progress: Progress | None) -> bytes:
    key, revisions = _key(), contents.revisions
    with transaction.atomic():
        # The head's lock, held by the checkpoint: what is read here is in rows the checkpoint covers.
        checkpoint = checkpoint_make()
        papers = {revision.pk: renderings_of(revision) for revision in revisions}
        texts = [text for revision in revisions for text in _revision_files(revision, papers[revision.pk])]
    archive = _Archive(datetime.fromisoformat(checkpoint.time))
    step = _Steps(progress, checkpoint.count // _ROWS_A_STEP + sum(map(len, papers.values())) + 1)
    for name, data in texts:
        archive.add(name, data)
    for revision in revisions:
        for rendering in papers[revision.pk]:
            archive.add(f"{revision_folder(revision)}/{paper_name(rendering)}", file_read(rendering.file))
            step()
    for extra in contents.extra_files:
        archive.add(f"extra/{extra.name}", extra.data)
    if contents.declared:
        archive.add(verify.DECLARED, canonical([_declared(row) for row in contents.declared]))
    segment = _segment(archive, programme, checkpoint, step)
    archive.add(verify.CHECKPOINT, canonical(checkpoint_data(checkpoint)))
    archive.add("verify.py", Path(verify.__file__).read_bytes())
    _seal_add(archive, [row for rows in papers.values() for row in rows])
    manifest = {
        "format": verify.PACK_FORMAT,
        "title": title,
        "programme": {"code": programme.code, "name": programme.name, "organisation": programme.organisation},
        "made": checkpoint.time,
        "key": key.id,
        "checkpoint": {"count": checkpoint.count, "head": checkpoint.head},
        "segment": segment,
        "documents": [revision_folder(revision) for revision in revisions],
        "declared": [verify.DECLARED] if contents.declared else [],
    }
    readme = render_to_string("proof/README.txt", {"manifest": manifest, "files": sorted(archive.hashes)})
    archive.add("README.txt", readme.encode())
    listed = canonical({**manifest, "files": archive.hashes})
    archive.add(verify.MANIFEST, listed)
    archive.add(verify.SIGNATURE, key.sign(verify.PACK_FORMAT.encode() + b"\n" + listed).hex().encode())
    return archive.finished()


def _revision_files(revision: Revision, renderings: list[Rendering]) -> list[tuple[str, bytes]]:
    folder = revision_folder(revision)
    given = (
        revision.round.signatures.select_related("slot", "revocation").order_by("signed_at", "pk")
        if revision.round
        else ()
    )
    return [
        (f"{folder}/content.json", revision.body.encode()),
        (f"{folder}/revision.json", canonical(revision_data(revision, renderings))),
        (f"{folder}/signatures.json", canonical([signature_data(row) for row in given])),
    ]


def _declared(row: Declared) -> dict[str, Any]:
    return {"act": row.act, "subject": row.subject, "declared": row.value, "hash": row.hash}


def _segment(archive: _Archive, programme: Programme, checkpoint: Checkpoint, step: "_Steps") -> dict[str, int]:
    first, own, lines = first_row(programme), 0, []
    for number, row in enumerate(segment_rows(programme, first, checkpoint.count), 1):
        lines.append(canonical(row))
        own += "entry" in row
        if number % _ROWS_A_STEP == 0:
            step()
    archive.add(verify.LEDGER, b"\n".join(lines) + b"\n")
    return {"first": first, "last": checkpoint.count, "own": own}


def _seal_add(archive: _Archive, renderings: list[Rendering]) -> None:
    seal = seal_current()
    if seal is not None and any(row.certificate == seal.fingerprint for row in renderings):
        lines = textwrap.wrap(base64.b64encode(seal.certificate).decode(), 64)
        text = "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])
        archive.add("seal.pem", text.encode())


class _Steps:
    """Counts steps and tells them."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._done, self._total = progress, 0, total

    def __call__(self) -> None:
        """One more step is done."""
        self._done = min(self._done + 1, self._total)
        if self._progress is not None:
            self._progress(self._done, self._total)
