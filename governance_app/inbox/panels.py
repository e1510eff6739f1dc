"""What the inbox adds to every record's page: its files and its comments."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString

from governance_app.base.times import when_full, when_text
from governance_app.files.rules import ALLOWED
from governance_app.inbox.models import Attachment, Comment
from governance_app.inbox.rules import mentions
from governance_app.inbox.selectors import called
from governance_app.programmes.rules import Access
from governance_app.records.registry import Panel, RecordKind, record_panels
from governance_app.records.tracing import reference


def comments(access: Access, kind: RecordKind, record: Any) -> dict[str, Any]:
    """The comments on a record, oldest first."""
    subject = reference(kind, record.code)
    rows = list(Comment.objects.filter(programme=access.programme, subject=subject).select_related("author"))
    slug, may = access.programme.slug, access.may("comments.write")
    names = called(access.programme) if any("@" in row.text for row in rows) else {}
    return {
        "comments": [
            {
                "author": str(row.author),
                "time": when_text(row.created_at),
                "time_full": when_full(row.created_at),
                "html": _html(row.text, names) if row.withdrawn_at is None else "",
                "withdraw_url": reverse("inbox:comment-withdraw", args=[slug, kind.slug, record.code, row.pk])
                if may and row.author_id == access.user.pk and row.withdrawn_at is None
                else "",
            }
            for row in rows
        ],
        "action": reverse("inbox:comment", args=[access.programme.slug, kind.slug, record.code]) if may else "",
        "people_url": reverse("inbox:mentionable", args=[slug]),
    }


def _html(text: str, names: Iterable[str]) -> SafeString:
    """A comment as paragraphs, those it mentions set off."""
    parts, place = [], 0
    for mention in mentions(text, names):
        if mention.name:
            parts += [
                escape(text[place : mention.start]),
                f'<b class="sg-mention">{escape(text[mention.start : mention.end])}</b>',
            ]
            place = mention.end
    return SafeString(linebreaks(SafeString("".join([*parts, escape(text[place:])]))))


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
