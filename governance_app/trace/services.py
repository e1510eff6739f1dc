"""Keeping links in step with the records, marking them suspect, clearing them by name and reason."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance_app.canonical import content_hash, plain
from governance_app.errors import Refusal
from governance_app.histories import written_by
from governance_app.ledger.services import ledger_append
from governance_app.programmes.models import Programme
from governance_app.trace.models import TraceLink

Values = Mapping[str, Any]


def links_sync(*, programme: Programme, target: str, sources: Mapping[str, Values]) -> None:
    """Make the links into ``target`` exactly those from ``sources``; new ones keep what their source says now.

    Must run in the transaction that writes the target.
    """
    present = {link.source: link for link in TraceLink.objects.filter(programme=programme, target=target)}
    for source, link in present.items():
        if source not in sources:
            link.delete()
    for source, values in sources.items():
        if source not in present:
            seen = plain(values)
            TraceLink.objects.create(
                programme=programme, source=source, target=target, seen=seen, fingerprint=content_hash(seen)
            )


def source_changed(*, programme: Programme, source: str, values: Values) -> int:
    """Mark the links from a record suspect when its trigger fields no longer say what was seen; returns how many.

    A source that says again what was seen makes its links sound again. Must run in the transaction of the edit.
    """
    fingerprint = content_hash(plain(values))
    count = 0
    for link in TraceLink.objects.select_for_update().filter(programme=programme, source=source):
        suspect = link.fingerprint != fingerprint
        if suspect == link.suspect:
            continue
        link.suspect = suspect
        link.suspect_since = timezone.now() if suspect else None
        link.save()
        count += suspect
    return count


def record_forgotten(*, programme: Programme, reference: str) -> None:
    """Drop the links of a record that has been removed."""
    for link in TraceLink.objects.filter(programme=programme, source=reference):
        link.delete()
    for link in TraceLink.objects.filter(programme=programme, target=reference):
        link.delete()


@transaction.atomic
def link_clear(*, link: TraceLink, values: Values, seen_fingerprint: str, actor: Any, reason: str) -> TraceLink:
    """Declare that what was made of a changed source still holds.

    ``values`` are the source's trigger fields now, ``seen_fingerprint`` the fingerprint of those the page showed.
    Refuses a link that is not suspect, a source that has changed again since, and no reason.
    """
    current = TraceLink.objects.select_for_update(of=("self",)).select_related("programme").get(pk=link.pk)
    if not current.suspect:
        raise Refusal(_("This link is not suspect."), code="not-suspect")
    seen = plain(values)
    fingerprint = content_hash(seen)
    if seen_fingerprint != fingerprint:
        raise Refusal(_("The source has changed again; please look at it once more."), code="stale")
    if not reason.strip():
        text = _("Please give a reason.")
        raise Refusal(text, code="reason-missing", fields={"reason": [text]})
    current.seen, current.fingerprint = seen, fingerprint
    current.suspect, current.suspect_since = False, None
    current.cleared_by, current.cleared_at, current.clearing_reason = actor, timezone.now(), reason.strip()
    written_by(current, actor, reason.strip()).save()
    ledger_append(
        act="link.cleared",
        subject=current.target,
        subject_label=str(current),
        subject_hash=fingerprint,
        actor=actor,
        programme=current.programme.slug,
        detail={"source": current.source, "reason": reason.strip()},
    )
    return current
