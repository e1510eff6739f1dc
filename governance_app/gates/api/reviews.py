"""Gate reviews in the API: called, voted on, closed, withdrawn through the services of the pages."""

import re
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.gates.api.conditions import condition_shown
from governance_app.gates.forms import ConditionForm
from governance_app.gates.models import GateReview, Vote
from governance_app.gates.resources import (
    CallSerializer,
    CastSerializer,
    GateConditionSerializer,
    GateReasonSerializer,
    GateVoteSerializer,
    ProposeSerializer,
    ReviewSerializer,
    WholeReviewSerializer,
)
from governance_app.gates.rules import vote_subject
from governance_app.gates.selectors import review_of, review_outcome, reviews_of
from governance_app.gates.services.conditions import condition_propose
from governance_app.gates.services.reviews import review_call, review_close, review_withdraw, vote_cast
from governance_app.gates.states import Choice, ReviewKind, ReviewState
from governance_app.phases import Phase
from governance_app.programmes.api.resources import PasskeyRequestSerializer, ProgrammeResource
from governance_app.proof.api import pack_shown
from governance_app.proof.resources import PackSerializer
from governance_app.proof.services import pack_ask
from governance_app.rest.operations import Parameter, operation
from governance_app.rest.problems import invalid, invalid_parameter, not_found

_SHOWN = (
    "phase",
    "kind",
    "state",
    "reason",
    "called_by",
    "called_at",
    "vote_by",
    "decision",
    "decided_at",
    "closing_reason",
    "snapshot_hash",
)
_NAME = re.compile(r"GR-0([1-7])-([1-9]\d{0,5})", re.ASCII)


class ReviewsResource(ProgrammeResource):
    """The gate reviews of the programme, each named by its number such as GR-01-1."""

    resource, title = "reviews", _("Gate reviews")
    orderings = {"called_at": "called_at"}
    ordering = "-called_at"

    def review(self, name: str) -> GateReview:
        """The review of this name."""
        parts = _NAME.fullmatch(name)
        found = review_of(self.access.programme, Phase(int(parts[1])), int(parts[2])) if parts else None
        if found is None:
            raise not_found()
        return found

    def whole_review(self, name: str) -> Any:
        """A review with what was frozen into it, as the serializer takes it."""
        row: Any = self.review(name)
        row.findings, row.documents = row.snapshot["findings"], row.snapshot["documents"]
        row.voters, row.policy = row.snapshot["voters"], row.snapshot["policy"]
        row.outcome = review_outcome(row)
        shown = {field: getattr(row, field) for field in _SHOWN}
        conditions = row.conditions.select_related("review", "owner", "proposed_by", "met_by")
        names = ("code", "findings", "documents", "voters", "policy", "outcome")
        return {
            **shown,
            **{name: getattr(row, name) for name in names},
            "votes": row.votes.select_related("review"),
            "conditions": [condition_shown(condition) for condition in conditions],
        }

    @operation(
        ("gates.view",),
        gives=ReviewSerializer,
        many=True,
        parameters=(
            Parameter("phase", _("Phase"), tuple(str(phase.value) for phase in Phase)),
            Parameter("state", _("State"), tuple(ReviewState.values)),
        ),
    )
    def list(self, request: Request, slug: str) -> Response:
        """List gate reviews, the latest first."""
        rows = reviews_of(self.access.programme)
        allowed = {"phase": {str(phase.value) for phase in Phase}, "state": set(ReviewState.values)}
        for name, values in allowed.items():
            if value := request.query_params.get(name):
                if value not in values:
                    text = gettext("“%(value)s” is not allowed here.") % {"value": value}
                    raise invalid_parameter(name, text)
                rows = rows.filter(**{name: value})
        return self.page(rows)

    @operation(("gates.view",), gives=WholeReviewSerializer)
    def retrieve(self, request: Request, slug: str, name: str) -> Response:
        """Read a review with what was frozen into it, its votes and conditions."""
        return self.answer(self.whole_review(name))

    @operation(
        ("gates.call",),
        title=_("Call a review"),
        takes=CallSerializer,
        gives=WholeReviewSerializer,
        status=201,
        keyed=True,
        conflicts=True,
    )
    def create(self, request: Request, slug: str) -> Response:
        """Freeze what is known and call the committee to vote."""
        wanted = self.taken()
        return self.once(lambda: self._called(wanted))

    def _called(self, wanted: dict[str, Any]) -> Response:
        programme = self.access.programme
        phase, kind = Phase(wanted.pop("phase")), ReviewKind(wanted.pop("kind"))
        made = review_call(programme=programme, phase=phase, kind=kind, actor=self.access.user, **wanted)
        place = reverse("api:reviews-detail", args=[programme.slug, made.code])
        headers = {"Location": self.request.build_absolute_uri(place)}
        return self.answer(self.whole_review(made.code), headers=headers)

    @operation(("gates.vote",), title=_("Ask for a passkey's challenge"), gives=PasskeyRequestSerializer)
    def vote_challenge(self, request: Request, slug: str, name: str) -> Response:
        """Ask for what a passkey has to answer: one challenge for each choice."""
        review = self.review(name)
        return self.passkey("vote", {choice.value: vote_subject(review, choice) for choice in Choice})

    @operation(
        ("gates.vote",), title=_("Vote"), takes=CastSerializer, gives=GateVoteSerializer, status=201, conflicts=True
    )
    def vote(self, request: Request, slug: str, name: str) -> Response:
        """Vote on what was frozen, with a proof of who one is. The last vote needed decides the review."""
        review, wanted = self.review(name), self.taken()
        method = self.proved(wanted, "vote", subject=vote_subject(review, wanted["choice"]))
        page = {name: wanted[name] for name in ("choice", "comment", "snapshot_hash")}
        return self.answer(vote_cast(review=review, voter=request.user, method=method, **page))

    @operation(("gates.close",), title=_("Close the voting"), gives=WholeReviewSerializer, conflicts=True)
    def close(self, request: Request, slug: str, name: str) -> Response:
        """End the voting with the decision the votes amount to; refused without quorum or the chair's vote."""
        review_close(review=self.review(name), actor=request.user)
        return self.answer(self.whole_review(name))

    @operation(
        ("gates.call",), title=_("Withdraw"), takes=GateReasonSerializer, gives=WholeReviewSerializer, conflicts=True
    )
    def withdraw(self, request: Request, slug: str, name: str) -> Response:
        """Take the call back; votes given stay where they are and count for nothing."""
        review_withdraw(review=self.review(name), actor=request.user, reason=self.taken()["reason"])
        return self.answer(self.whole_review(name))

    @operation(
        ("gates.condition",),
        title=_("Propose a condition"),
        takes=ProposeSerializer,
        gives=GateConditionSerializer,
        status=201,
        keyed=True,
        conflicts=True,
    )
    def propose(self, request: Request, slug: str, name: str) -> Response:
        """Propose a condition for a conditional go, before anyone has voted."""
        review, wanted = self.review(name), self.taken()
        return self.once(lambda: self._proposed(review, wanted))

    def _proposed(self, review: GateReview, wanted: dict[str, Any]) -> Response:
        owners: Any = ConditionForm(self.access.programme).fields["owner"]
        owner = owners.queryset.filter(username=wanted.pop("owner")).first()
        if owner is None:
            raise invalid({"owner": [gettext("There is no such person here.")]})
        made = condition_propose(review=review, owner=owner, actor=self.access.user, **wanted)
        place = reverse("api:conditions-detail", args=[self.access.programme.slug, made.code])
        return self.answer(condition_shown(made), headers={"Location": self.request.build_absolute_uri(place)})

    @operation(
        ("documents.evidence",),
        title=_("Ask for the evidence pack"),
        gives=PackSerializer,
        status=201,
        keyed=True,
        conflicts=True,
    )
    def evidence(self, request: Request, slug: str, name: str) -> Response:
        """Have the evidence pack of a decided gate made; one that is being made already is that one."""
        review = self.review(name)
        return self.once(lambda: self._packed(review))

    def _packed(self, review: GateReview) -> Response:
        programme = self.access.programme
        made = pack_ask(programme=programme, source="gate", subject=str(review.pk), actor=self.access.user)
        shown = pack_shown(made, self.request)
        return self.answer(shown, headers={"Location": shown["url"]})


class VotesResource(ProgrammeResource):
    """The votes given at gates."""

    resource, title = "votes", _("Votes")
    orderings = {"voted_at": "voted_at"}
    ordering = "-voted_at"

    @operation(("gates.view",), gives=GateVoteSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List votes, the latest first."""
        rows: QuerySet[Vote] = Vote.objects.filter(review__programme=self.access.programme)
        return self.page(rows.select_related("review"))


def _post(act: str) -> Any:
    return ReviewsResource.as_view({"post": act})


urls = [
    path("reviews/", ReviewsResource.as_view({"get": "list", "post": "create"}), name="reviews-list"),
    path("reviews/<slug:name>/", ReviewsResource.as_view({"get": "retrieve"}), name="reviews-detail"),
    path("reviews/<slug:name>/vote/", _post("vote"), name="reviews-vote"),
    path(
        "reviews/<slug:name>/vote/challenge/",
        ReviewsResource.as_view({"get": "vote_challenge"}),
        name="reviews-vote-challenge",
    ),
    path("reviews/<slug:name>/close/", _post("close"), name="reviews-close"),
    path("reviews/<slug:name>/withdraw/", _post("withdraw"), name="reviews-withdraw"),
    path("reviews/<slug:name>/conditions/", _post("propose"), name="reviews-conditions"),
    path("reviews/<slug:name>/evidence/", _post("evidence"), name="reviews-evidence"),
    path("votes/", VotesResource.as_view({"get": "list"}), name="votes-list"),
]
