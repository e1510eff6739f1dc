"""Who is told of what: handlers of the kernel's signals."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from governance_app.base.canonical import content_hash
from governance_app.documents.models import Revision
from governance_app.documents.registry import document_kinds
from governance_app.documents.signals import revision_closed, revision_reopened, revision_submitted
from governance_app.gates.signals import gate_decided, gate_reopened, review_called
from governance_app.inbox.services import notify
from governance_app.people.models import User
from governance_app.phases import Phase
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.states import Role
from governance_app.records.graph import lookers
from governance_app.signoff.models import Delegation, Round
from governance_app.signoff.selectors import signers_awaited
from governance_app.signoff.signals import delegation_given, escalation_due, reminder_due
from governance_app.signoff.states import RoundState
from governance_app.trace.signals import links_suspected

#: Codes a notification names.
_SHOWN = 5


def _revision(round_: Round) -> Revision | None:
    return Revision.objects.filter(round=round_).select_related("document__programme").defer("body").first()


def _url(revision: Revision, page: str) -> str:
    document = revision.document
    kind = document_kinds[document.kind]
    return reverse(f"documents:{page}", args=[document.programme.slug, kind.code, revision.number])


def _people(round_: Round) -> Iterable[User]:
    """The one who submitted, and those who have signed."""
    ids = {round_.opened_by_id, *round_.signatures.values_list("signer_id", flat=True)}
    return User.objects.filter(pk__in=ids)


@receiver(revision_submitted, dispatch_uid="inbox.revision_submitted")
def on_revision_submitted(sender: Any, revision: Revision, **kwargs: Any) -> None:
    """Tell those whose signature is asked for."""
    round_ = revision.round
    if round_ is None:
        return
    notify(
        users=list(signers_awaited(round_)),
        programme=round_.programme,
        key=f"sign:{revision.round_id}",
        title=lambda: _("Please sign %(title)s") % {"title": round_.title},
        url=_url(revision, "sign"),
        icon="writing-sign",
    )


@receiver(reminder_due, dispatch_uid="inbox.reminder")
def on_reminder_due(sender: Any, round: Round, user: User, number: int, **kwargs: Any) -> None:  # noqa: A002 - the signal's argument
    """Remind a signer."""
    revision = _revision(round)
    if revision is None:
        return
    notify(
        users=[user],
        programme=round.programme,
        key=f"remind:{round.pk}:{number}",
        title=lambda: _("Reminder: %(title)s awaits your signature") % {"title": round.title},
        url=_url(revision, "sign"),
        icon="clock",
    )


@receiver(escalation_due, dispatch_uid="inbox.escalation")
def on_escalation_due(sender: Any, round: Round, user: User, **kwargs: Any) -> None:  # noqa: A002 - the signal's argument
    """Tell the one who submitted whose signatures are still missing."""
    revision = _revision(round)
    if revision is None:
        return
    names = [str(person) for person in signers_awaited(round)]
    notify(
        users=[user],
        programme=round.programme,
        key=f"escalate:{round.pk}",
        title=lambda: _("%(title)s still lacks signatures") % {"title": round.title},
        text=lambda: _("Awaited: %(names)s") % {"names": _(", ").join(names)},
        url=_url(revision, "revision"),
        icon="alert-triangle",
    )


@receiver(revision_closed, dispatch_uid="inbox.revision_closed")
def on_revision_closed(sender: Any, revision: Revision, **kwargs: Any) -> None:
    """Tell the one who submitted and the earlier signers how the round ended, and why."""
    round_ = revision.round
    if round_ is None:
        return
    state = RoundState(round_.state)
    notify(
        users=list(_people(round_)),
        programme=round_.programme,
        key=f"closed:{round_.pk}",
        title=lambda: _("%(title)s: %(state)s") % {"title": round_.title, "state": state.label},
        text=round_.closing_reason,
        url=_url(revision, "revision"),
        icon="circle-check" if state == RoundState.COMPLETE else "arrow-back-up",
    )


@receiver(revision_reopened, dispatch_uid="inbox.revision_reopened")
def on_revision_reopened(sender: Any, revision: Revision, reason: str, **kwargs: Any) -> None:
    """Tell the one who submitted and all signers that an approval is gone."""
    round_ = revision.round
    if round_ is None:
        return
    notify(
        users=list(_people(round_)),
        programme=round_.programme,
        key=f"reopened:{revision.pk}:{round_.signatures.exclude(revocation=None).count()}",
        title=lambda: _("%(title)s is approved no longer") % {"title": round_.title},
        text=reason,
        url=_url(revision, "revision"),
        icon="alert-triangle",
    )


@receiver(review_called, dispatch_uid="inbox.review_called")
def on_review_called(sender: Any, review: Any, **kwargs: Any) -> None:
    """Tell the members called."""
    phase = Phase(review.phase)
    notify(
        users=list(User.objects.filter(pk__in=[entry["user"] for entry in review.snapshot["voters"]])),
        programme=review.programme,
        key=f"vote:{review.pk}",
        title=lambda: _("Please vote on gate %(number)s: %(name)s") % {"number": phase.value, "name": phase.label},
        url=reverse("gates:review", args=[review.programme.slug, phase.segment, review.number]),
        icon="gavel",
    )


@receiver(gate_decided, dispatch_uid="inbox.gate_decided")
def on_gate_decided(sender: Any, review: Any, **kwargs: Any) -> None:
    """Tell the members called, the one who called them, and the owners of conditions."""
    phase = Phase(review.phase)
    ids = {review.called_by_id, *(entry["user"] for entry in review.snapshot["voters"])}
    ids |= set(review.conditions.values_list("owner_id", flat=True))
    notify(
        users=list(User.objects.filter(pk__in=ids)),
        programme=review.programme,
        key=f"decided:{review.pk}",
        title=lambda: (
            _("Gate %(number)s has been decided: %(decision)s")
            % {"number": phase.value, "decision": review.get_decision_display()}
        ),
        url=reverse("gates:review", args=[review.programme.slug, phase.segment, review.number]),
        icon="gavel",
    )


@receiver(links_suspected, dispatch_uid="inbox.links_suspected")
def on_links_suspected(sender: Any, programme: Any, links: list[Any], **kwargs: Any) -> None:
    """Tell those who must look what was made of a source that has changed: one word to each person."""
    who = lookers(programme, {link.target for link in links})
    told: dict[User, list[Any]] = {}
    for link in links:
        for person in who.get(link.target, []):
            told.setdefault(person, []).append(link)
    # Those who must look at the same links are told together: a few statements for all of them.
    together: dict[tuple[int, ...], tuple[list[User], list[Any]]] = {}
    for person, mine in told.items():
        together.setdefault(tuple(link.pk for link in mine), ([], mine))[0].append(person)
    for users, mine in together.values():
        _look_again(programme, users, mine)


def _look_again(programme: Programme, users: list[User], links: list[Any]) -> None:
    sources = sorted({link.source.partition(":")[2] for link in links})
    targets = sorted({link.target.partition(":")[2] for link in links})
    notify(
        users=users,
        programme=programme,
        key="suspect:" + content_hash([[link.pk, str(link.suspect_since)] for link in links])[:32],
        title=lambda: _("%(sources)s has changed: please look at what was made of it") % {"sources": _short(sources)},
        text=lambda: _("To be looked at: %(targets)s") % {"targets": _short(targets)},
        url=reverse("records:suspect", args=[programme.slug, links[0].pk])
        if len(links) == 1
        else reverse("records:suspects", args=[programme.slug]),
        icon="alert-triangle",
    )


def _short(codes: list[str]) -> str:
    """A few codes, and how many more there are."""
    shown = _(", ").join(codes[:_SHOWN])
    return (
        shown
        if len(codes) <= _SHOWN
        else _("%(codes)s and %(more)s more") % {"codes": shown, "more": len(codes) - _SHOWN}
    )


@receiver(gate_reopened, dispatch_uid="inbox.gate_reopened")
def on_gate_reopened(
    sender: Any, *, programme: Programme, phase: Phase, reason: str, key: str, users: set[int], **kwargs: Any
) -> None:
    """Tell the members who had passed it, those whom the cause concerns, and the programme manager."""
    managers = Membership.objects.filter(programme=programme, role=Role.PMO).values_list("user_id", flat=True)
    notify(
        users=list(User.objects.filter(pk__in={*users, *managers})),
        programme=programme,
        key=f"gate-reopened:{key}",
        title=lambda: _("Gate %(number)s is open again: %(name)s") % {"number": phase.value, "name": phase.label},
        text=reason,
        url=reverse("overview:phase", args=[programme.slug, phase.segment]),
        icon="alert-triangle",
    )


@receiver(delegation_given, dispatch_uid="inbox.delegation_given")
def on_delegation_given(sender: Any, delegation: Delegation, **kwargs: Any) -> None:
    """Tell the one who may sign for someone else."""
    notify(
        users=[delegation.delegate],
        programme=delegation.programme,
        key=f"delegation:{delegation.pk}",
        title=lambda: (
            _("You may sign for %(who)s from %(start)s to %(end)s")
            % {"who": delegation.delegator, "start": delegation.starts_on, "end": delegation.ends_on}
        ),
        text=delegation.reason,
        url=reverse("documents:delegations", args=[delegation.programme.slug]),
        icon="writing-sign",
    )
