"""Reading what proves: verdicts on files, the ledger's rows for a pack, how far a pack is."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from governance_app.base.canonical import sha256_hex
from governance_app.documents.models import Rendering, Revision
from governance_app.documents.states import Purpose
from governance_app.jobs.models import Job
from governance_app.ledger.models import Entry
from governance_app.ledger.rules import CONTENT, content_digest
from governance_app.paper.sealing import seal_check, seal_current
from governance_app.programmes.models import Programme
from governance_app.proof.models import EvidencePack
from governance_app.proof.rules import Finding, content_state, standing_verdict
from governance_app.proof.states import Verdict
from governance_app.proof.verify import embedded


def document_verdict(data: bytes, *, thorough: bool = False) -> Finding:
    """What a file is: by its hash among the papers given out, by its seal, by the data inside against its hashes.

    A file that is neither known nor sealed by us may be hostile: its data is looked at only if ``thorough``.
    """
    known = (
        Rendering.objects.filter(file__sha256=sha256_hex(data))
        .select_related("revision", "file")
        .order_by("pk")
        .first()
    )
    seal = seal_check(data, trusted=trusted_certificates()).state
    inside = embedded(data) if known is not None or seal == "holds" or thorough else None
    content = content_state(inside, known.revision.content_hash if known else None)
    verdict, reason = _judged(known, seal, content, inside)
    return Finding(verdict, reason, known is not None, seal, content)


def _judged(known: Rendering | None, seal: str, content: str, inside: Any) -> tuple[Verdict, str]:
    if known is not None:
        if known.sealed and seal != "holds":
            return Verdict.ALTERED, "seal"
        if content == "differs":
            return Verdict.ALTERED, "content"
        return standing_verdict(known.revision.state, known.purpose)
    if seal == "broken":
        return Verdict.ALTERED, "seal"
    if content == "differs":
        return Verdict.ALTERED, "content"
    if seal != "holds" or content != "fits":
        return Verdict.ALTERED, "unknown"
    # Sealed by us, and not among the papers given out: that may be so only where those are no longer kept.
    revision = Revision.objects.filter(content_hash=inside["revision_sha256"]).first()
    if revision is None:
        return Verdict.GENUINE, "sealed"
    if revision.renderings.filter(purpose=Purpose.RECORD, sealed=True).exists():
        return Verdict.ALTERED, "unknown"
    return standing_verdict(revision.state, Purpose.RECORD)


def trusted_certificates() -> frozenset[str]:
    """The certificates whose seals are ours: the present one, and those used earlier."""
    seal = seal_current()
    return frozenset({*settings.SEAL_RETIRED_CERTIFICATES, *([seal.fingerprint] if seal else [])})


def first_row(programme: Programme) -> int:
    """The number of the first row about a programme; 1 where there is none."""
    found = Entry.objects.filter(programme=programme.slug).order_by("sequence").values_list("sequence", flat=True)
    return found.first() or 1


def segment_rows(programme: Programme, first: int, last: int) -> Iterator[dict[str, Any]]:
    """The ledger's rows from ``first`` to ``last``: the programme's own in full, all others as a digest.

    A digest binds a row into the chain and tells nothing of it: the row's salt, which nobody is given, is in it.
    """
    rows = Entry.objects.filter(sequence__gte=first, sequence__lte=last).order_by("sequence")
    for row in rows.iterator(chunk_size=2000):
        said: dict[str, Any] = {"digest": content_digest(row)}
        if row.programme == programme.slug:
            said = {"entry": {name: getattr(row, name) for name in CONTENT}}
        yield {"sequence": row.sequence, "previous_hash": row.previous_hash, "hash": row.hash, **said}


def renderings_of(revision: Revision) -> list[Rendering]:
    """All PDFs of a revision."""
    rows = Rendering.objects.filter(revision=revision).select_related("file", "revision__document")
    return list(rows.order_by("purpose", "language"))


def pack_key(pack: EvidencePack) -> str:
    """The key under which making a pack is one job."""
    return f"evidence:{pack.pk}"


def pack_job(pack: EvidencePack) -> Job | None:
    """The job that makes a pack."""
    return Job.objects.filter(key=pack_key(pack)).first()
