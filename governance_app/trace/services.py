"""Keeping links in step with the records, marking them suspect, clearing them by name and reason."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from governance_app.base.canonical import content_hash, plain
from governance_app.base.clock import this_moment
from governance_app.base.histories import history_begin, written_by
from governance_app.base.rows import highest_key, rows_insert
from governance_app.errors import Conflict, ReasonMissing, Stale
from governance_app.ledger.services import ledger_append
from governance_app.programmes.models import Programme
from governance_app.trace.acts import LINK_CLEARED
from governance_app.trace.models import TraceLink
from governance_app.trace.signals import links_suspected

NotSuspect = Conflict.coded("not-suspect")

Values = Mapping[str, Any]


def links_sync(*, programme: Programme, sources: Mapping[str, Mapping[str, Values]]) -> None:
    """Make the links into each target exactly those from the sources named for it.

    New links keep what their source says now. Must run in the transaction that writes the targets.
    """
    present: dict[str, dict[str, Any]] = {target: {} for target in sources}
    links = TraceLink.objects.filter(programme=programme, target__among=sources)
    for pk, source, target in links.values_list("pk", "source", "target"):
        present[target][source] = pk
    gone = [pk for target, ends in present.items() for end, pk in ends.items() if end not in sources[target]]
    made: set[tuple[str, str]] = set()
    # Many targets are made of one source, which then says the same to each of them.
    said: dict[int, tuple[Any, str]] = {}
    rows = []
    for target, wanted in sources.items():
        for source, values in wanted.items():
            if source not in present[target]:
                if id(values) not in said:
                    seen = plain(values)
                    said[id(values)] = seen, content_hash(seen)
                made.add((source, target))
                rows.append((programme.pk, source, target, *said[id(values)], False, ""))
    if gone:
        TraceLink.objects.filter(pk__in=gone).delete()
    if made:
        names = ["programme", "source", "target", "seen", "fingerprint", "suspect", "clearing_reason"]
        before = highest_key(TraceLink)
        rows_insert(TraceLink, names, rows)
        stored = TraceLink.objects.filter(programme=programme, pk__gt=before).values_list("pk", "source", "target")
        history_begin(TraceLink, [pk for pk, source, target in stored if (source, target) in made])


def sources_changed(*, programme: Programme, sources: Collection[str], said: Callable[[str], Values]) -> int:
    """Mark links suspect whose source's trigger fields no longer say what was seen; returns how many.

    ``said`` gives what a source says now; only those with links are asked. A source that says again what was seen
    makes its links sound again. Must run in the transaction of the edit.
    """
    links = list(TraceLink.objects.select_for_update().filter(programme=programme, source__among=sources))
    fingerprints = {source: content_hash(plain(said(source))) for source in {link.source for link in links}}
    changed = []
    for link in links:
        suspect = link.fingerprint != fingerprints[link.source]
        if suspect != link.suspect:
            link.suspect = suspect
            link.suspect_since = this_moment() if suspect else None
            changed.append(link)
    if changed:
        bulk_update_with_history(
            changed, TraceLink, ["suspect", "suspect_since"], batch_size=500, default_date=this_moment()
        )
    suspected = [link for link in changed if link.suspect]
    if suspected:
        links_suspected.send(sender=TraceLink, programme=programme, links=suspected)
    return len(suspected)


def record_forgotten(*, programme: Programme, reference: str) -> None:
    """Drop the links of a record that has been removed."""
    TraceLink.objects.filter(Q(source=reference) | Q(target=reference), programme=programme).delete()


@transaction.atomic
def link_clear(*, link: TraceLink, values: Values, seen_fingerprint: str, actor: Any, reason: str) -> TraceLink:
    """Declare that what was made of a changed source still holds.

    ``values`` are the source's trigger fields now, ``seen_fingerprint`` the fingerprint of those the page showed.
    Refuses a link that is not suspect, a source that has changed again since, and no reason.
    """
    current = TraceLink.objects.select_for_update(of=("self",)).select_related("programme").get(pk=link.pk)
    if not current.suspect:
        raise NotSuspect(_("This link is not suspect."))
    seen = plain(values)
    fingerprint = content_hash(seen)
    if seen_fingerprint != fingerprint:
        raise Stale(_("The source has changed again; please look at it once more."))
    if not reason.strip():
        text = _("Please give a reason.")
        raise ReasonMissing(text, fields={"reason": [text]})
    current.seen, current.fingerprint = seen, fingerprint
    current.suspect, current.suspect_since = False, None
    current.cleared_by, current.cleared_at, current.clearing_reason = actor, this_moment(), reason.strip()
    written_by(current, actor, reason.strip()).save()
    ledger_append(
        act=LINK_CLEARED,
        subject=current.target,
        subject_label=str(current),
        subject_hash=fingerprint,
        actor=actor,
        programme=current.programme.slug,
        detail={"source": current.source, "reason": reason.strip()},
    )
    return current
