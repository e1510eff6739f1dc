"""What gates, reviews, votes, conditions and waivers look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from governance_app.gates.states import Choice, ConditionState, ReviewKind, ReviewState
from governance_app.phases import Phase
from governance_app.programmes.api.resources import ProofSerializer

LONGEST_TEXT = 2000


class CriterionSerializer(serializers.Serializer[Any]):
    """A criterion with its finding."""

    code = serializers.CharField(source="criterion.code")
    title = serializers.CharField(source="criterion.title")
    state = serializers.CharField(source="finding.state", help_text=_("met, unmet or inconclusive"))
    figure = serializers.CharField(source="finding.figure")
    cause = serializers.CharField(source="finding.cause")
    who = serializers.CharField(source="finding.who", help_text=_("Who can clear it"))
    since = serializers.DateTimeField(source="finding.since", allow_null=True)
    link = serializers.CharField(source="finding.url")


class GateSerializer(serializers.Serializer[Any]):
    """A phase's gate."""

    phase = serializers.IntegerField()
    name = serializers.CharField()
    decision = serializers.CharField()
    decision_title = serializers.CharField()
    criteria: Any = CriterionSerializer(many=True)


class FrozenFindingSerializer(serializers.Serializer[Any]):
    """A finding as it was frozen into a review."""

    code = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    figure = serializers.CharField()
    cause = serializers.CharField()
    waiver = serializers.CharField(help_text=_("The waiver that held then, or empty"))


class FrozenDocumentSerializer(serializers.Serializer[Any]):
    """A document as it was frozen into a review."""

    number = serializers.CharField()
    kind = serializers.CharField()
    revision = serializers.IntegerField()
    state = serializers.CharField()
    hash = serializers.CharField()


class VoterSerializer(serializers.Serializer[Any]):
    """A member who was called."""

    name = serializers.CharField()
    chair = serializers.BooleanField()


class GateVoteSerializer(serializers.Serializer[Any]):
    """One member's vote, bound to what was frozen."""

    hash = serializers.CharField()
    review = serializers.CharField(source="review.code")
    voter = serializers.CharField(source="voter_name")
    role = serializers.CharField(source="voter_role")
    choice = serializers.ChoiceField(choices=Choice.choices)
    comment = serializers.CharField()
    voted_at = serializers.DateTimeField()
    voted_at_text = serializers.CharField(help_text=_("As printed, with the signer's zone"))
    method = serializers.CharField()
    snapshot_hash = serializers.CharField()


class GateConditionSerializer(serializers.Serializer[Any]):
    """What must still be done when a gate is passed with conditions."""

    code = serializers.CharField()
    review = serializers.CharField(source="review.code")
    text = serializers.CharField()
    owner = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=ConditionState.choices)
    overdue = serializers.BooleanField()
    proposed_by = serializers.CharField()
    evidence = serializers.CharField()
    met_by = serializers.CharField(allow_null=True)
    met_at = serializers.DateTimeField(allow_null=True)


class WaiverSerializer(serializers.Serializer[Any]):
    """Leave to pass a gate although a criterion is not met."""

    code = serializers.CharField()
    criterion = serializers.CharField()
    reason = serializers.CharField()
    figure = serializers.CharField()
    granted_by = serializers.CharField()
    granted_at = serializers.DateTimeField()
    expires_on = serializers.DateField()
    revoked_by = serializers.CharField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    in_force = serializers.BooleanField()


class ReviewSerializer(serializers.Serializer[Any]):
    """A call to decide on a gate."""

    name = serializers.CharField(source="code")
    phase = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ReviewKind.choices)
    state = serializers.ChoiceField(choices=ReviewState.choices)
    reason = serializers.CharField()
    called_by = serializers.CharField()
    called_at = serializers.DateTimeField()
    vote_by = serializers.DateField()
    decision = serializers.CharField(help_text=_("Empty until there is one"))
    decided_at = serializers.DateTimeField(allow_null=True)
    closing_reason = serializers.CharField()
    snapshot_hash = serializers.CharField(help_text=_("The hash votes are bound to"))


class OutcomeSerializer(serializers.Serializer[Any]):
    """What the votes given so far amount to."""

    decision = serializers.CharField()
    present = serializers.IntegerField()
    needed = serializers.IntegerField(help_text=_("Members needed for a quorum"))
    voters = serializers.IntegerField()
    quorate = serializers.BooleanField()
    chair_voted = serializers.BooleanField()
    reachable = serializers.BooleanField()


class WholeReviewSerializer(ReviewSerializer):
    """A review with everything frozen into it, its votes and conditions."""

    findings: Any = FrozenFindingSerializer(many=True)
    documents: Any = FrozenDocumentSerializer(many=True)
    voters: Any = VoterSerializer(many=True)
    policy: Any = serializers.DictField(child=serializers.IntegerField())
    votes: Any = GateVoteSerializer(many=True)
    conditions: Any = GateConditionSerializer(many=True)
    outcome: Any = OutcomeSerializer()


class GateThenSerializer(serializers.Serializer[Any]):
    """A gate as it stood at a moment: what the committee knew, had voted and decided by then."""

    at = serializers.DateTimeField()
    decision = serializers.CharField(source="state")
    review: Any = ReviewSerializer(allow_null=True, source="shown")
    findings: Any = FrozenFindingSerializer(many=True)
    documents: Any = FrozenDocumentSerializer(many=True)
    votes: Any = GateVoteSerializer(many=True)
    conditions: Any = GateConditionSerializer(many=True)
    waivers: Any = WaiverSerializer(many=True)
    policy: Any = serializers.DictField(child=serializers.IntegerField())


class CallSerializer(serializers.Serializer[Any]):
    """Which gate is to be decided on, or whether the phase is needed at all."""

    phase = serializers.ChoiceField(choices=Phase.choices)
    kind = serializers.ChoiceField(choices=ReviewKind.choices, required=False, default=ReviewKind.GATE)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)
    vote_by = serializers.DateField(required=False, allow_null=True, default=None)


class CastSerializer(ProofSerializer):
    """A vote: who votes proves it; the hash is that of the findings read."""

    choice = serializers.ChoiceField(choices=Choice.choices)
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_TEXT)
    snapshot_hash = serializers.CharField(max_length=64)


class ProposeSerializer(serializers.Serializer[Any]):
    """A condition: what, by whom, until when."""

    text = serializers.CharField(max_length=300)
    owner = serializers.CharField(max_length=150, help_text=_("The person's username"))
    due_on = serializers.DateField()


class SettleSerializer(serializers.Serializer[Any]):
    """What shows that a condition is met."""

    evidence = serializers.CharField(max_length=LONGEST_TEXT)


class GrantSerializer(ProofSerializer):
    """A criterion to be waived, why, and until when; who grants it proves it."""

    criterion = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=LONGEST_TEXT)
    expires_on = serializers.DateField()


class GateReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=1000)
