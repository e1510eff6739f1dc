"""The PDF of a revision: its context, and the job that renders and seals it once, completely."""

import json
import logging
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from governance_app.documents.acts import DOCUMENT_RENDERED
from governance_app.documents.models import Rendering, Revision
from governance_app.documents.registry import DocumentKind, document_kinds
from governance_app.documents.rules import content_changes, sections_printed
from governance_app.documents.selectors import previous_frozen
from governance_app.documents.states import PURPOSE_OF, WATERMARKS, Purpose, RevisionState
from governance_app.errors import Refusal
from governance_app.files.services import file_store
from governance_app.jobs.registry import Progress, job
from governance_app.ledger.rules import checkpoint_key
from governance_app.ledger.selectors import checkpoint_from, last_row
from governance_app.ledger.services import checkpoint_make, ledger_append
from governance_app.paper.gateline import PhaseView, gate_line
from governance_app.paper.gatepaper import PaperLabels, gate_line_svg
from governance_app.paper.rendering import EmbeddedFile, pdf_render
from governance_app.paper.sealing import Seal, seal_apply, seal_current
from governance_app.paper.words import paper_html
from governance_app.people.models import Department
from governance_app.phases import Phase
from governance_app.programmes.states import PhaseState
from governance_app.signoff.acts import SIGNATURE_GIVEN
from governance_app.signoff.rules import carried_of, reasons_of
from governance_app.signoff.states import METHODS, Meaning

logger = logging.getLogger(__name__)

_ZH = "zh-hans"


def revision_envelope(revision: Revision) -> bytes:
    """The canonical JSON embedded in the PDF: what was hashed, and who signed it."""
    data = {
        "document": revision.document.number,
        "revision": revision.number,
        "content": json.loads(revision.body),
        "content_sha256": revision.body_hash,
        "revision_sha256": revision.content_hash,
        "signatures": [
            {
                "name": row.signer_name,
                "role": row.signer_role,
                "meaning": row.meaning,
                "statement": row.statement,
                "time": row.signed_at_text,
                "method": row.method,
                "on_behalf_of": row.on_behalf_of,
                "signature_sha256": row.hash,
                "policy_sha256": row.policy_hash,
            }
            for row in (revision.round.signatures.all() if revision.round else [])
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()


def paper_context(revision: Revision, purpose: str, language: str, seal: Seal | None = None) -> dict[str, Any]:
    """What a paper's template takes, with the seal that will be set on it; language must be active."""
    document, kind = revision.document, document_kinds[revision.document.kind]
    content = revision.content
    previous = previous_frozen(revision)
    changes = content_changes(previous.content, content, kind.sections) if previous else []
    title = content["document"]["title_en" if language == "en" else "title"]
    return {
        "content": content,
        "sections": partial(sections_printed, kind.sections, content),
        "revision": _revision(revision, purpose, previous),
        "document": {"number": document.number, "title": title, "title_en": kind.title_en},
        "content_hash": revision.content_hash,
        "verify_url": settings.SITE_URL + reverse("documents:check", args=[revision.content_hash]),
        "history": _history(revision),
        "policy_text": kind.policy_text,
        "slots": _slots(revision),
        "carried": _carried(revision),
        "gate_line_svg": _line(revision, kind),
        "checkpoint": _checkpoint(revision) if purpose == Purpose.RECORD else None,
        "seal": _seal(seal) if seal else None,
        "organisation": document.programme.organisation,
        "language": language,
        "changes": [
            {
                "position": " ".join(filter(None, (change.code, change.field if change.nature == "changed" else ""))),
                "html": change.html,
                "departments": _(", ").join(change.departments),
            }
            for change in changes
        ],
        "rendered_for": "record" if purpose == Purpose.RECORD else "signature",
    }


def _revision(revision: Revision, purpose: str, previous: Revision | None) -> dict[str, Any]:
    label = _state_label(revision, purpose)
    asked = revision.round.slots.count() if revision.round else 0
    signed = _agreed(revision)
    submitted = timezone.localtime(revision.submitted_at).date() if revision.submitted_at else None
    return {
        "number": revision.number,
        "state": revision.state,
        "state_label": label,
        "watermark": WATERMARKS[Purpose(purpose)],
        "submitted_by": str(revision.submitted_by or ""),
        "submitted_on": submitted,
        "supersedes": _supersedes(previous),
        "classification_label": {"internal": _("Internal")}.get(revision.content["document"]["classification"], ""),
        "owner_department": _owner(revision),
        "status_text": _("%(state)s, %(signed)s/%(asked)s") % {"state": label, "signed": signed, "asked": asked},
    }


def _state_label(revision: Revision, purpose: str) -> str:
    # The paper for signature speaks of the moment it was frozen, whatever has happened since.
    if purpose == Purpose.SIGNING:
        return str(RevisionState.IN_SIGNING.label)
    return str(RevisionState(revision.state).label)


def _agreed(revision: Revision) -> int:
    return sum(row.agrees for row in revision.round.signatures.all()) if revision.round else 0


def _supersedes(previous: Revision | None) -> str:
    if previous is None or previous.submitted_at is None:
        return ""
    day = timezone.localtime(previous.submitted_at).date()
    return _("revision %(number)s (%(day)s)") % {"number": previous.number, "day": day}


def _owner(revision: Revision) -> str:
    submitter = revision.submitted_by
    return str(submitter.department) if submitter is not None and submitter.department else "—"


def _history(revision: Revision) -> list[dict[str, Any]]:
    rows = (
        Revision.objects.filter(document_id=revision.document_id, number__lte=revision.number)
        .exclude(body="")
        .defer("body")
        .select_related("submitted_by")
        .order_by("-number")
    )
    return [
        {
            "number": row.number,
            "date": timezone.localtime(row.submitted_at).date() if row.submitted_at else None,
            "by": str(row.submitted_by or ""),
            "summary": row.summary or (_("First issue") if row.number == 1 else row.opened_reason),
            "state_label": row.get_state_display(),
        }
        for row in rows
    ]


def _slots(revision: Revision) -> list[dict[str, Any]]:
    if revision.round is None:
        return []
    given = {row.slot_id: row for row in revision.round.signatures.all()}
    names = dict(Department.objects.values_list("pk", "name"))
    why = reasons_of(revision.round.policy)
    open_ = revision.state == RevisionState.IN_SIGNING
    unsigned = _("Awaited") if open_ else _("Unsigned")
    found = []
    for slot in revision.round.slots.order_by("position"):
        row = given.get(slot.pk)
        found.append(
            {
                "department": _(", ").join(names.get(pk, "") for pk in slot.department_ids) or slot.get_role_display(),
                "title": slot.get_role_display(),
                "signer_name": row.signer_text if row else "",
                "signer_role": row.signer_role if row else "",
                "meaning_label": str(Meaning(row.meaning).label) if row else unsigned,
                "signed_at_text": _stamp(row.signed_at_text) if row else "",
                "method_label": str(METHODS.get(row.method, row.method)) if row else "",
                "short_hash": row.hash[:8] if row else "",
                "reason": row.reason if row else "",
                "state": ("signed" if row.agrees else "rejected") if row else "waiting" if open_ else "unsigned",
                "why": why.get(slot.key, ""),
            }
        )
    return found


def _carried(revision: Revision) -> list[dict[str, Any]]:
    """Those who were not asked: nothing has changed for them since the revision they signed."""
    rows = carried_of(revision.round.policy) if revision.round else []
    return [{**row, "signed_at_text": _stamp(row["signed_at"]), "short_hash": row["signature"][:8]} for row in rows]


def _stamp(text: str) -> str:
    """2026-11-23T17:05:12+08:00 as 2026-11-23 17:05 +08:00."""
    return f"{text[:10]} {text[11:16]} {text[19:]}"


def _checkpoint(revision: Revision) -> dict[str, Any] | None:
    """The first checkpoint that covers the signatures; the same one each time the paper is made."""
    found = checkpoint_from(_last_signature(revision))
    if found is None:
        return None
    moment = timezone.localtime(datetime.fromisoformat(found.time))
    return {
        "sequence": found.count,
        "short": found.head[:8],
        "time": f"{moment:%Y-%m-%d %H:%M}",
        "key": checkpoint_key(found)[:16],
    }


def _last_signature(revision: Revision) -> int:
    return last_row(act=SIGNATURE_GIVEN, subject=revision.round.subject) if revision.round else 0


def _seal(seal: Seal) -> dict[str, Any]:
    return {"subject": seal.subject, "fingerprint": seal.fingerprint, "development": seal.development}


def _line(revision: Revision, kind: DocumentKind) -> Any:
    if not revision.cover or revision.submitted_at is None:
        return ""
    views = [
        PhaseView(
            number=row["number"],
            name=str(Phase(row["number"]).label),
            short_name=Phase(row["number"]).short,
            state=row["state"],
            state_label=str(PhaseState(row["state"]).label),
            met=row["met"],
            total=row["total"],
            unmet=row["unmet"],
            inconclusive=row["inconclusive"],
            planned_end=_day(row["planned_end"]),
            forecast_end=_day(row["forecast_end"]),
            actual_end=_day(row["actual_end"]),
        )
        for row in revision.cover
    ]
    today = timezone.localtime(revision.submitted_at).date()
    labels = PaperLabels(title=_("Seven-gate line"), planned=_("Planned"), forecast=_("Forecast"), actual=_("Actual"))
    return gate_line_svg(
        gate_line(views, today, revision.document.programme.start_date), kind.phase.value if kind.phase else 0, labels
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def revision_html(revision: Revision, purpose: str, language: str, seal: Seal | None = None) -> str:
    """The paper as HTML."""
    kind = document_kinds[revision.document.kind]
    with translation.override(language):
        return paper_html(kind.template, paper_context(revision, purpose, language, seal), language=language)


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF, and the certificate it is sealed with (empty where it bears no seal)."""

    data: bytes
    certificate: str = ""


def revision_paper(revision: Revision, purpose: str, language: str, progress: Progress | None = None) -> Paper:
    """The paper as it is given out: the signed record sealed, where the installation has a seal."""
    seal = seal_current() if purpose == Purpose.RECORD else None
    data = revision_pdf(revision, purpose, language, seal)
    if progress is not None:
        progress(2, 4)
    if seal is None:
        return Paper(data)
    reason = f"{revision.document.number} r{revision.number} SHA-256 {revision.content_hash}"
    return Paper(seal_apply(data, reason=reason), seal.fingerprint)


def revision_pdf(revision: Revision, purpose: str, language: str, seal: Seal | None = None) -> bytes:
    """The paper as PDF, not sealed yet; the same revision in the same state gives the same bytes."""
    document, kind = revision.document, document_kinds[revision.document.kind]
    created = revision.closed_at if purpose != Purpose.SIGNING and revision.closed_at else revision.submitted_at
    if created is None:
        raise ValueError("a draft has no paper")
    title = kind.title_en if language == "en" else f"《{kind.title_zh}》"
    return pdf_render(
        revision_html(revision, purpose, language, seal),
        attachments=[
            EmbeddedFile(
                name=f"{document.number}-r{revision.number}.json",
                data=revision_envelope(revision),
                mime="application/json",
                description="Canonical content, hashes and signatures",
            )
        ],
        created=created,
        title=f"{title} {document.number} r{revision.number}",
        author=document.programme.organisation,
        subject=document.programme.name,
        language="en" if language == "en" else "zh-CN",
    )


@job("documents.render")
def render_job(arguments: dict[str, str], progress: Progress) -> None:
    """Render and seal a revision's PDF for one purpose and language; one that exists is left as it is.

    Nothing is kept before the paper is complete: it appears with its row and its ledger entry, or not at all. A
    revision that has moved on meanwhile needs another purpose's PDF; this one is then left out.
    """
    revision = Revision.objects.select_related("document__programme", "round", "submitted_by__department").get(
        pk=arguments["revision"]
    )
    purpose, language = arguments["purpose"], arguments["language"]
    if PURPOSE_OF.get(RevisionState(revision.state)) != purpose:
        return
    if revision.renderings.filter(purpose=purpose, language=language).exists():
        return
    progress(1, 4)
    if purpose == Purpose.RECORD:
        _checkpoint_ensure(revision)
    paper = revision_paper(revision, purpose, language, progress)
    progress(3, 4)
    suffix = "" if language == _ZH else f"-{language}"
    with transaction.atomic():
        # The document's lock: a signature or an edit cannot move the revision on between check and record.
        locked = Revision.objects.select_for_update().get(pk=revision.pk)
        if locked.state != revision.state or locked.renderings.filter(purpose=purpose, language=language).exists():
            return
        stored = file_store(
            name=f"{revision.document.number}-r{revision.number}{suffix}.pdf",
            data=paper.data,
            media_type="application/pdf",
        )
        Rendering.objects.create(
            revision=revision,
            purpose=purpose,
            language=language,
            file=stored,
            sealed=bool(paper.certificate),
            certificate=paper.certificate,
        )
        ledger_append(
            act=DOCUMENT_RENDERED,
            subject=f"document:{revision.document.number}",
            subject_label=f"{revision.document.number} r{revision.number}",
            subject_hash=stored.sha256,
            programme=revision.document.programme.slug,
            detail={
                "purpose": purpose,
                "language": language,
                "content": revision.content_hash,
                "certificate": paper.certificate,
            },
        )
    progress(4, 4)


def _checkpoint_ensure(revision: Revision) -> None:
    """See to it that a checkpoint covers the signatures, to be printed on the record."""
    if checkpoint_from(_last_signature(revision)) is None:
        try:
            checkpoint_make()
        except Refusal as refusal:
            logger.warning("%s is printed without a ledger checkpoint: %s", revision, refusal)
