"""Conditions and waivers in the API: the services and rules of the pages."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.base.clock import this_moment
from governance_app.gates.models import Condition, Waiver
from governance_app.gates.resources import (
    GateConditionSerializer,
    GateReasonSerializer,
    GrantSerializer,
    SettleSerializer,
    WaiverSerializer,
)
from governance_app.gates.rules import condition_overdue, waiver_expired, waiver_subject
from governance_app.gates.selectors import waivers_of
from governance_app.gates.services.conditions import condition_settle
from governance_app.gates.services.waivers import waiver_grant, waiver_revoke
from governance_app.gates.states import ConditionState
from governance_app.programmes.api.resources import PasskeyRequestSerializer, ProgrammeResource
from governance_app.rest.operations import Parameter, operation
from governance_app.rest.problems import invalid_parameter, not_found


def condition_shown(row: Any, at: datetime | None = None) -> Any:
    """A condition, or a row of its history, as the serializer takes it."""
    row.overdue = condition_overdue(row, timezone.localdate(at))
    return row


def waiver_shown(row: Any, at: datetime | None = None) -> Any:
    """A waiver as the serializer takes it."""
    moment = at or this_moment()
    revoked = row.revoked_at is not None and row.revoked_at <= moment
    row.in_force = not revoked and not waiver_expired(row, timezone.localdate(moment))
    if not revoked:
        row.revoked_at = row.revoked_by = None
    return row


class ConditionsResource(ProgrammeResource):
    """The conditions under which gates were passed."""

    resource, title = "conditions", _("Conditions")
    orderings = {"code": "code", "due_on": "due_on"}
    ordering = "code"

    def _rows(self) -> QuerySet[Condition]:
        rows = Condition.objects.filter(review__programme=self.access.programme)
        return rows.select_related("review__programme", "owner", "proposed_by", "met_by")

    def _row(self, code: str) -> Condition:
        found = self._rows().filter(code=code).first()
        if found is None:
            raise not_found()
        return found

    @operation(
        ("gates.view",),
        gives=GateConditionSerializer,
        many=True,
        parameters=(Parameter("state", _("State"), tuple(ConditionState.values)),),
    )
    def list(self, request: Request, slug: str) -> Response:
        """List the conditions proposed in reviews."""
        rows = self._rows()
        if state := request.query_params.get("state"):
            if state not in ConditionState.values:
                raise invalid_parameter("state", gettext("“%(value)s” is not allowed here.") % {"value": state})
            rows = rows.filter(state=state)
        return self.page(rows, condition_shown)

    @operation(("gates.view",), gives=GateConditionSerializer)
    def retrieve(self, request: Request, slug: str, code: str) -> Response:
        """Read a condition."""
        return self.answer(condition_shown(self._row(code)))

    @operation(
        ("gates.view",), title=_("Settle"), takes=SettleSerializer, gives=GateConditionSerializer, conflicts=True
    )
    def settle(self, request: Request, slug: str, code: str) -> Response:
        """Record that a condition is met. Its owner may, and those who may settle conditions."""
        row = self._row(code)
        if not (self.access.may("gates.condition") or row.owner_id == self.access.user.pk):
            raise not_found()
        condition_settle(condition=row, actor=request.user, evidence=self.taken()["evidence"])
        return self.answer(condition_shown(self._row(code)))


class WaiversResource(ProgrammeResource):
    """The register of waivers."""

    resource, title = "waivers", _("Waivers")
    orderings = {"code": "code", "expires_on": "expires_on"}
    ordering = "code"

    def _row(self, code: str) -> Waiver:
        found = waivers_of(self.access.programme).filter(code=code).first()
        if found is None:
            raise not_found()
        return found

    @operation(("gates.view",), gives=WaiverSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List all waivers, revoked and expired ones too."""
        return self.page(waivers_of(self.access.programme), waiver_shown)

    @operation(("gates.view",), gives=WaiverSerializer)
    def retrieve(self, request: Request, slug: str, code: str) -> Response:
        """Read a waiver."""
        return self.answer(waiver_shown(self._row(code)))

    @operation(
        ("gates.waive",),
        title=_("Grant"),
        takes=GrantSerializer,
        gives=WaiverSerializer,
        status=201,
        conflicts=True,
    )
    def create(self, request: Request, slug: str) -> Response:
        """Let a gate be passed although a criterion is not met. Without data there is nothing to waive."""
        wanted = self.taken()
        method = self.proved(wanted, "waive", subject=waiver_subject(self.access.programme, wanted["criterion"]))
        page = {name: wanted[name] for name in ("criterion", "reason", "expires_on")}
        made = waiver_grant(programme=self.access.programme, actor=self.access.user, method=method, **page)
        place = reverse("api:waivers-detail", args=[self.access.programme.slug, made.code])
        return self.answer(waiver_shown(made), headers={"Location": self.request.build_absolute_uri(place)})

    @operation(
        ("gates.waive",),
        title=_("Ask for a passkey's challenge"),
        gives=PasskeyRequestSerializer,
        parameters=(Parameter("criterion", _("Code of the criterion to be waived")),),
    )
    def challenge(self, request: Request, slug: str) -> Response:
        """Ask for what a passkey has to answer to waive a criterion."""
        return self.passkey(
            "waive", {"": waiver_subject(self.access.programme, request.query_params.get("criterion", ""))}
        )

    @operation(("gates.waive",), title=_("Revoke"), takes=GateReasonSerializer, gives=WaiverSerializer, conflicts=True)
    def revoke(self, request: Request, slug: str, code: str) -> Response:
        """Take a waiver back; reviews already called keep what was frozen into them."""
        waiver_revoke(waiver=self._row(code), actor=request.user, reason=self.taken()["reason"])
        return self.answer(waiver_shown(self._row(code)))


urls = [
    path("conditions/", ConditionsResource.as_view({"get": "list"}), name="conditions-list"),
    path("conditions/<slug:code>/", ConditionsResource.as_view({"get": "retrieve"}), name="conditions-detail"),
    path("conditions/<slug:code>/settle/", ConditionsResource.as_view({"post": "settle"}), name="conditions-settle"),
    path("waivers/", WaiversResource.as_view({"get": "list", "post": "create"}), name="waivers-list"),
    path("waivers/challenge/", WaiversResource.as_view({"get": "challenge"}), name="waivers-challenge"),
    path("waivers/<slug:code>/", WaiversResource.as_view({"get": "retrieve"}), name="waivers-detail"),
    path("waivers/<slug:code>/revoke/", WaiversResource.as_view({"post": "revoke"}), name="waivers-revoke"),
]
