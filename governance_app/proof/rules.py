"""Verdicts on papers, and what a pack says of a revision: pure calculation."""

from dataclasses import dataclass
from typing import Any

from governance_app.documents.models import Rendering, Revision
from governance_app.documents.rules import revision_hash
from governance_app.documents.states import Purpose, RevisionState
from governance_app.proof.states import Verdict
from governance_app.proof.verify import digest
from governance_app.signoff.models import Signature
from governance_app.signoff.rules import REVOKED_FIELDS, SIGNED_FIELDS


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict, why (a key of ``REASONS``), and what each check said."""

    verdict: Verdict
    reason: str
    known: bool
    seal: str
    content: str


def standing_verdict(state: str, purpose: str) -> tuple[Verdict, str]:
    """What an unaltered paper is worth, by its purpose and the present state of its revision."""
    if state in {RevisionState.WITHDRAWN, RevisionState.RETURNED}:
        return Verdict.SUPERSEDED, "void"
    if state == RevisionState.SUPERSEDED:
        return Verdict.SUPERSEDED, "superseded"
    if purpose == Purpose.RECORD:
        return Verdict.GENUINE, "record"
    return (Verdict.GENUINE, "signing") if state == RevisionState.IN_SIGNING else (Verdict.SUPERSEDED, "signing-copy")


def content_state(inside: Any, expected: str | None) -> str:
    """Whether the data inside a paper fits its own hashes, and those of the revision it must belong to."""
    if not isinstance(inside, dict):
        return "none"
    try:
        body = digest(inside["content"])
        whole = revision_hash(number=inside["document"], revision=inside["revision"], body_hash=body)
    except (KeyError, TypeError, ValueError, RecursionError):
        return "differs"
    fits = (body, whole) == (inside.get("content_sha256"), inside.get("revision_sha256"))
    return "fits" if fits and expected in {None, whole} else "differs"


def revision_folder(revision: Revision) -> str:
    """Where a revision lies in a pack."""
    return f"documents/{revision.document.number}-r{revision.number}"


def paper_name(rendering: Rendering) -> str:
    """The name of a revision's PDF in a pack."""
    revision = rendering.revision
    return f"{revision.document.number}-r{revision.number}-{rendering.purpose}-{rendering.language}.pdf"


def revision_data(revision: Revision, renderings: list[Rendering]) -> dict[str, Any]:
    """A revision with everything its hashes are taken of."""
    round_ = revision.round
    return {
        "number": revision.document.number,
        "revision": revision.number,
        "kind": revision.document.kind,
        "state": revision.state,
        "body_sha256": revision.body_hash,
        "revision_sha256": revision.content_hash,
        "attachments": [],
        "submitted_at": revision.submitted_at,
        "closed_at": revision.closed_at,
        "round": round_
        and {
            "subject": round_.subject,
            "title": round_.title,
            "state": round_.state,
            "policy": round_.policy,
            "policy_sha256": round_.policy_hash,
        },
        "papers": [
            {
                "file": paper_name(row),
                "sha256": row.file.sha256,
                "purpose": row.purpose,
                "language": row.language,
                "certificate": row.certificate,
            }
            for row in renderings
        ],
    }


def signature_data(signature: Signature) -> dict[str, Any]:
    """A signature with every field its hash is taken of; with its revocation, if it was taken back."""
    revocation = getattr(signature, "revocation", None)
    return {
        "slot": signature.slot.key,
        "hash": signature.hash,
        "signed": {name: getattr(signature, name) for name in SIGNED_FIELDS},
        "revoked": revocation
        and {"hash": revocation.hash, "declared": {name: getattr(revocation, name) for name in REVOKED_FIELDS}},
    }
