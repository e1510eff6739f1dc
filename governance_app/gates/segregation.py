"""Who decided a gate on their own call, or on a waiver they granted themselves; who settled their own condition."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.gates.models import Condition, GateReview, Waiver
from governance_app.gates.states import PASSING, SIDELESS, ReviewState
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.registry import Overlap, duty_pair
from governance_app.programmes.states import DutyState


def _link(review: GateReview) -> tuple[str, str]:
    segment = Phase(review.phase).segment
    return review.code, reverse("gates:review", args=[review.programme.slug, segment, review.number])


def _overlap(user: Any, state: DutyState, duties: tuple[str, str], review: GateReview, since: str = "") -> Overlap:
    return Overlap(str(user), user.username, state, *duties, links=(_link(review),), since=since)


@duty_pair(
    "called-decided",
    _("Called a review and decided it alone"),
    _("Who called a gate review and whose vote is the only one that takes a side, or who voted in it at all."),
)
def called_and_decided(programme: Programme) -> list[Overlap]:
    """A breach where the caller's vote alone decided; possible where it was one of several."""
    found = []
    rows = GateReview.objects.filter(programme=programme).select_related("programme", "called_by")
    for review in rows.prefetch_related("votes__voter"):
        sided = [vote for vote in review.votes.all() if vote.choice not in SIDELESS]
        own = next((vote for vote in sided if vote.voter_id == review.called_by_id), None)
        if own is None:
            continue
        alone = len(sided) == 1 and review.state == ReviewState.DECIDED
        state = DutyState.BREACH if alone else DutyState.POSSIBLE
        second = gettext("voted: %(choice)s, %(hash)s") % {"choice": own.get_choice_display(), "hash": own.hash[:8]}
        found.append(_overlap(own.voter, state, (gettext("called the review"), second), review, own.voted_at_text))
    return found


@duty_pair(
    "waived-passed",
    _("Granted a waiver and passed the gate on it"),
    _("Who granted a waiver and called the review that rests on it, or was the only one to vote for passing."),
)
def waived_and_passed(programme: Programme) -> list[Overlap]:
    """A breach where asking, granting or passing lay in one hand alone."""
    granted = {row.code: row for row in Waiver.objects.filter(programme=programme).select_related("granted_by")}
    rows = GateReview.objects.filter(programme=programme).select_related("programme")
    return [
        overlap
        for review in rows.prefetch_related("votes")
        for code in sorted({row.get("waiver", "") for row in review.snapshot["findings"]} - {""})
        if code in granted
        for overlap in _resting(review, granted[code])
    ]


def _resting(review: GateReview, waiver: Waiver) -> Iterator[Overlap]:
    first = gettext("granted %(waiver)s") % {"waiver": waiver}
    passing = [vote.voter_id for vote in review.votes.all() if vote.choice in PASSING]
    if review.called_by_id == waiver.granted_by_id:
        yield _overlap(waiver.granted_by, DutyState.BREACH, (first, gettext("called the review")), review)
    if passing == [waiver.granted_by_id]:
        second = gettext("was the only one to vote for passing")
        yield _overlap(waiver.granted_by, DutyState.BREACH, (first, second), review)


@duty_pair(
    "owed-settled",
    _("Owed a condition and settled it"),
    _("Who had to fulfil a condition of a gate and found it fulfilled themselves."),
)
def owed_and_settled(programme: Programme) -> list[Overlap]:
    """Everyone who settled a condition they owed and had proposed: nobody else has looked at it."""
    rows = Condition.objects.filter(review__programme=programme, met_by__isnull=False)
    return [
        _overlap(
            row.met_by,
            DutyState.POSSIBLE,
            (gettext("owed condition %(code)s") % {"code": row.code}, gettext("found it fulfilled")),
            row.review,
        )
        for row in rows.select_related("review__programme", "met_by")
        if row.owner_id == row.met_by_id
    ]
