"""What the kernel itself puts into My work: signatures awaited, and revisions sent back."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import this_moment
from governance_app.documents.models import Revision
from governance_app.documents.registry import document_kinds
from governance_app.documents.states import RevisionState
from governance_app.gates.models import Condition, GateReview
from governance_app.gates.states import ConditionState, ReviewState
from governance_app.inbox.registry import WorkItem, WorkSource, work_source
from governance_app.phases import Phase
from governance_app.programmes.rules import Access
from governance_app.records.graph import to_look_at
from governance_app.signoff.models import Round, Slot
from governance_app.signoff.selectors import rounds_waiting_on

#: Suspect links of a programme shown at most: whoever has more to look at goes through the list.
_MOST = 500


def _to_sign(user: Any, accesses: list[Access]) -> list[tuple[Round, Slot]]:
    able = [access for access in accesses if access.may("documents.sign")]
    return rounds_waiting_on(user, [membership for access in able for membership in access.memberships])


def signatures_count(user: Any, accesses: list[Access]) -> int:
    """How many revisions this person is asked to sign."""
    return len(_to_sign(user, accesses))


def signatures(user: Any, accesses: list[Access]) -> Iterable[WorkItem]:
    """Revisions this person is asked to sign."""
    waiting = _to_sign(user, accesses)
    if not waiting:
        return
    revisions = {
        row.round_id: row
        for row in Revision.objects.filter(round__in=[round_ for round_, _slot in waiting])
        .select_related("document")
        .defer("body")
    }
    for round_, slot in waiting:
        revision = revisions.get(round_.pk)
        if revision is None:
            continue
        kind = document_kinds[revision.document.kind]
        yield WorkItem(
            title=round_.title,
            url=reverse("documents:sign", args=[round_.programme.slug, kind.code, revision.number]),
            programme=round_.programme,
            since=round_.opened_at,
            act=gettext("Read and sign"),
            sub=gettext("as %(slot)s, %(signed)s of %(asked)s signed")
            % {"slot": slot.title, "signed": len(round_.signatures.all()), "asked": len(round_.slots.all())},
            phase=kind.phase or 0,
            due=round_.due_on,
        )


def returned(user: Any, accesses: list[Access]) -> Iterable[WorkItem]:
    """Revisions sent back to the one who submitted them, as long as no newer one has been opened."""
    programmes = {access.programme.pk: access.programme for access in accesses if access.may("documents.submit")}
    back = Revision.objects.filter(state=RevisionState.RETURNED, submitted_by=user).order_by()
    mine = list(back.values_list("pk", flat=True)) if programmes else []
    if not mine:
        return
    rows = (
        Revision.objects.filter(pk__in=mine, document__programme__in=programmes)
        .select_related("document", "round")
        .defer("body")
        .order_by("closed_at")
    )
    newest = {}
    for row in rows:
        newest[row.document_id] = row
    later = set(
        Revision.objects.filter(
            document__in=newest, state__in=[RevisionState.IN_SIGNING, RevisionState.APPROVED]
        ).values_list("document_id", flat=True)
    )
    for row in newest.values():
        if row.document_id in later or row.closed_at is None:
            continue
        kind = document_kinds[row.document.kind]
        programme = programmes[row.document.programme_id]
        yield WorkItem(
            title=gettext("“%(title)s” revision %(number)s was sent back")
            % {"title": kind.title, "number": row.number},
            url=reverse("documents:revision", args=[programme.slug, kind.code, row.number]),
            programme=programme,
            since=row.closed_at,
            act=gettext("See the reason"),
            sub=row.round.closing_reason if row.round else "",
            phase=kind.phase or 0,
        )


def votes(user: Any, accesses: list[Access]) -> Iterable[WorkItem]:
    """Open gate reviews this person was called to and has not voted in."""
    able = {access.programme.pk: access.programme for access in accesses if access.may("gates.vote")}
    rows = GateReview.objects.filter(programme__in=able, state=ReviewState.OPEN).exclude(votes__voter=user)
    for row in rows.order_by("called_at"):
        if not any(entry["user"] == user.pk for entry in row.snapshot["voters"]):
            continue
        programme, phase = able[row.programme_id], Phase(row.phase)
        yield WorkItem(
            title=gettext("Review of gate %(number)s: %(name)s") % {"number": phase.value, "name": phase.label},
            url=reverse("gates:review", args=[programme.slug, phase.segment, row.number]),
            programme=programme,
            since=row.called_at,
            act=gettext("Vote"),
            sub=row.code,
            phase=phase,
            due=row.vote_by,
        )


def _conditions(user: Any, accesses: list[Access]) -> list[QuerySet[Any]]:
    programmes = [access.programme for access in accesses]
    return [Condition.objects.filter(owner=user, state=ConditionState.OPEN, review__programme__in=programmes)]


def conditions(user: Any, accesses: list[Access]) -> Iterable[WorkItem]:
    """Open conditions this person is to settle."""
    programmes = {access.programme.pk: access.programme for access in accesses}
    (rows,) = _conditions(user, accesses)
    for row in rows.select_related("review").order_by("due_on"):
        programme = programmes[row.review.programme_id]
        yield WorkItem(
            title=str(row),
            url=reverse("gates:condition-met", args=[programme.slug, row.code]),
            programme=programme,
            since=row.review.decided_at or row.review.called_at,
            act=gettext("Settle"),
            sub=row.review.code,
            phase=row.review.phase,
            due=row.due_on,
        )


def _suspects(user: Any, accesses: list[Access]) -> list[QuerySet[Any]]:
    return [links for links in map(to_look_at, accesses) if links is not None]


def suspects(user: Any, accesses: list[Access]) -> Iterable[WorkItem]:
    """Suspect links at whose targets this person must look."""
    programmes = {access.programme.pk: access.programme for access in accesses}
    for rows in _suspects(user, accesses):
        for link in rows.order_by("suspect_since", "pk")[:_MOST]:
            programme = programmes[link.programme_id]
            yield WorkItem(
                title=gettext("%(source)s has changed; does %(target)s still hold?")
                % {"source": link.source.partition(":")[2], "target": link.target.partition(":")[2]},
                url=reverse("records:suspect", args=[programme.slug, link.pk]),
                programme=programme,
                since=link.suspect_since or this_moment(),
                act=gettext("Look"),
            )


work_source(WorkSource("votes", _("To vote on"), "gavel", _("Gate reviews that call for your vote"), votes))
work_source(
    WorkSource(
        "conditions",
        _("Conditions to settle"),
        "flag",
        _("Conditions of a gate that you are to settle"),
        conditions,
        rows=_conditions,
    )
)
work_source(
    WorkSource(
        "signatures",
        _("To sign"),
        "writing-sign",
        _("Documents that ask for your signature"),
        signatures,
        signatures_count,
    )
)
work_source(
    WorkSource(
        "returned",
        _("Sent back to you"),
        "arrow-back-up",
        _("Documents you submitted that someone sent back"),
        returned,
    )
)
work_source(
    WorkSource(
        "suspects",
        _("To look at again"),
        "alert-triangle",
        _("Records whose source has changed since they were made of it"),
        suspects,
        rows=_suspects,
    )
)
