"""What the inbox adds to every record's page: its files and its comments."""

from typing import Any

from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString

from governance_app.files.rules import ALLOWED
from governance_app.inbox.models import Attachment, Comment
from governance_app.programmes.rules import Access
from governance_app.records.registry import Panel, RecordKind, record_panels
from governance_app.records.tracing import reference
from governance_app.times import when_full, when_text


def comments(access: Access, kind: RecordKind, record: Any) -> dict[str, Any]:
    """The comments on a record, oldest first."""
    subject = reference(kind, record.code)
    rows = Comment.objects.filter(programme=access.programme, subject=subject, withdrawn_at=None)
    return {
        "comments": [
            {
                "author": str(row.author),
                "time": when_text(row.created_at),
                "time_full": when_full(row.created_at),
                "html": SafeString(linebreaks(escape(row.text))),
            }
            for row in rows.select_related("author")
        ],
        "action": reverse("inbox:comment", args=[access.programme.slug, kind.slug, record.code])
        if access.may("comments.write")
        else "",
    }


def files(access: Access, kind: RecordKind, record: Any) -> dict[str, Any]:
    """The files attached to a record."""
    subject, slug = reference(kind, record.code), access.programme.slug
    rows = Attachment.objects.filter(programme=access.programme, subject=subject, removed_at=None)
    may = access.may("files.attach")
    return {
        "files": [
            {
                "name": row.file.name,
                "size": f"{max(1, row.file.size // 1024):,} KB",
                "who": str(row.created_by),
                "time": when_text(row.created_at),
                "url": reverse("inbox:attachment", args=[slug, kind.slug, record.code, row.pk]),
                "remove_url": reverse("inbox:attachment-remove", args=[slug, kind.slug, record.code, row.pk])
                if may and row.created_by_id == access.user.pk
                else "",
            }
            for row in rows.select_related("file", "created_by")
        ],
        "action": reverse("inbox:attach", args=[slug, kind.slug, record.code]) if may else "",
        "accept": ",".join(f".{ending}" for ending in ALLOWED),
    }


record_panels.add("files", Panel("inbox/_files.html", files))
record_panels.add("comments", Panel("inbox/_comments.html", comments))
