"""What a form says before it is sent: what a save would do to documents, what guards ask, what others have changed."""

from typing import Any

from django.utils.translation import gettext as _

from governance_app.documents.models import Revision
from governance_app.documents.registry import document_kinds
from governance_app.documents.states import RevisionState
from governance_app.programmes.rules import Access
from governance_app.records.registry import RecordKind, record_guards
from governance_app.records.selectors import history_events, history_rows


def signing_warning(kind: RecordKind, access: Access) -> str:
    """What saving a change would do to documents being signed, or nothing."""
    codes = [document.code for document in document_kinds if kind.slug in document.sources]
    if not codes:
        return ""
    revision = (
        Revision.objects.filter(
            document__programme=access.programme, document__kind__in=codes, state=RevisionState.IN_SIGNING
        )
        .select_related("document", "round")
        .first()
    )
    if revision is None or revision.round is None:
        return ""
    return _(
        "“%(title)s” revision %(number)s is being signed. A change opens revision %(next)s; the %(signed)s signatures "
        "given stay on revision %(number)s and signing starts anew."
    ) % {
        "title": document_kinds[revision.document.kind].title,
        "number": revision.number,
        "next": revision.number + 1,
        "signed": revision.round.signatures.count(),
    }


def foreseen(kind: RecordKind, access: Access, record: Any | None = None) -> list[dict[str, Any]]:
    """What guards will say to a write of this record (no record: a new one), with where to go instead."""
    said = (guard.foresee(kind, access, record) for guard in record_guards)
    return [
        {"text": row.text, "url": row.url, "url_title": row.url_title, "css": "sg-note-block" if row.refused else ""}
        for row in said
        if row is not None
    ]


def changed_meanwhile(kind: RecordKind, record: Any, version: int) -> list[str]:
    """What others have changed since the version a page showed, field by field; empty on a fresh page."""
    if not 0 < version < record.version:
        return []
    events = history_events(kind, history_rows(kind, record, record.version - version + 1))
    return [
        _("%(who)s has changed “%(field)s” from “%(old)s” to “%(new)s”.")
        % {"who": event.row.history_user or "—", "field": label, "old": old or "—", "new": new or "—"}
        for event in events
        if event.row.version > version
        for label, old, new in event.changes
    ]
