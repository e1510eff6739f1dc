"""Change requests in the API, beyond what all records have: their impact, and the decision with a proof."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.programmes.api.resources import PasskeyRequestSerializer, ProgrammeResource, ProofSerializer
from governance_app.rest.operations import operation
from governance_app.rest.problems import not_found
from requirements_app.changes.impact import impact_of
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.models import ChangeRequest
from requirements_app.changes.rules import decision_subject
from requirements_app.changes.selectors import changes_of
from requirements_app.changes.services import change_decide
from requirements_app.changes.states import DECIDED, DECISIONS
from requirements_app.permissions import DECIDE


class ImpactRecordSerializer(serializers.Serializer[Any]):
    """A record listed or made of what is listed."""

    kind = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    step = serializers.IntegerField(help_text=_("0 for a record listed, else the steps to it"))
    via = serializers.CharField(help_text=_("The record it was made of"))


class ImpactDepartmentSerializer(serializers.Serializer[Any]):
    """A department concerned, with the records that say why."""

    code = serializers.CharField()
    name = serializers.CharField()
    records: Any = serializers.ListField(child=serializers.CharField())


class ImpactDocumentSerializer(serializers.Serializer[Any]):
    """A document composed of these records."""

    kind = serializers.CharField()
    number = serializers.CharField()
    revision = serializers.IntegerField()
    state = serializers.CharField()
    signed = serializers.IntegerField()
    asked = serializers.IntegerField()


class ImpactSerializer(serializers.Serializer[Any]):
    """The impact of a change request."""

    frozen = serializers.BooleanField(help_text=_("Whether it is that of the decision, else as it is now"))
    revision = serializers.IntegerField(help_text=_("The revision that was the baseline, 0 for none"))
    records: Any = ImpactRecordSerializer(many=True)
    departments: Any = ImpactDepartmentSerializer(many=True)
    documents: Any = ImpactDocumentSerializer(many=True)
    hours = serializers.CharField(help_text=_("Hours a month of the pain points behind it"))
    others: Any = serializers.ListField(child=serializers.CharField())


class DecideSerializer(ProofSerializer):
    """A decision."""

    accept = serializers.BooleanField()
    reason = serializers.CharField(max_length=1000)


class ChangeDecisionSerializer(serializers.Serializer[Any]):
    """What was decided."""

    code = serializers.CharField()
    state = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField()
    reason = serializers.CharField(source="decision_reason")


class ChangeResource(ProgrammeResource):
    """Impact and decision of a change request."""

    resource, title = "change-requests", CHANGES.title

    def change(self, code: str) -> ChangeRequest:
        """A change request of the programme."""
        found = changes_of(self.access.programme).select_related("programme").filter(code=code).first()
        if found is None:
            raise not_found()
        return found

    @operation((CHANGES.view,), title=_("Read the impact"), gives=ImpactSerializer)
    def impact(self, request: Request, slug: str, code: str) -> Response:
        """Read the impact: frozen when it has been decided, else as it is now."""
        change = self.change(code)
        frozen = change.state in DECIDED
        return self.answer({**(change.impact if frozen else impact_of(change)), "frozen": frozen})

    @operation((DECIDE,), title=_("Ask for a passkey's challenge"), gives=PasskeyRequestSerializer)
    def challenge(self, request: Request, slug: str, code: str) -> Response:
        """Ask for what a passkey has to answer: one challenge to accept, one to reject."""
        change = self.change(code)
        return self.passkey(
            "decide", {move: decision_subject(change, change.version, move) for move in sorted(DECISIONS)}
        )

    @operation((DECIDE,), title=_("Decide"), takes=DecideSerializer, gives=ChangeDecisionSerializer, conflicts=True)
    def decide(self, request: Request, slug: str, code: str) -> Response:
        """Accept or reject a submitted change request, with a reason and a proof of who one is."""
        change, wanted = self.change(code), self.taken()
        move = "accept" if wanted["accept"] else "reject"
        method = self.proved(wanted, "decide", subject=decision_subject(change, change.version, move))
        decided = change_decide(
            access=self.access,
            code=change.code,
            accept=wanted["accept"],
            version=change.version,
            reason=wanted["reason"],
            method=method,
        )
        return self.answer(decided)


urls = [
    path(
        "change-requests/<slug:code>/decision/challenge/",
        ChangeResource.as_view({"get": "challenge"}),
        name="change-requests-decision-challenge",
    ),
    path(
        "change-requests/<slug:code>/decision/",
        ChangeResource.as_view({"get": "impact", "post": "decide"}),
        name="change-requests-decision",
    ),
]
