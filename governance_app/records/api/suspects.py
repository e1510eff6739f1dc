"""Suspect links in the API: listed, looked at, cleared through the service of the pages."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.base.canonical import content_hash, plain
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.records.tracing import source_now, trigger_values
from governance_app.rest.operations import operation
from governance_app.rest.problems import not_found
from governance_app.trace.models import TraceLink
from governance_app.trace.selectors import links_of, suspects_of
from governance_app.trace.services import link_clear


class LinkSerializer(serializers.Serializer[Any]):
    """A trace link; source and target are a kind and a code, parted by a colon."""

    number = serializers.IntegerField(source="pk")
    source: Any = serializers.CharField()
    target = serializers.CharField()
    suspect = serializers.BooleanField()
    suspect_since = serializers.DateTimeField(allow_null=True)
    cleared_by = serializers.CharField(allow_null=True)
    cleared_at = serializers.DateTimeField(allow_null=True)
    clearing_reason = serializers.CharField()


class SuspectSerializer(LinkSerializer):
    """A suspect link with what its source said when someone last looked, and what it says now."""

    seen: Any = serializers.JSONField()
    now: Any = serializers.JSONField()
    fingerprint = serializers.CharField(help_text=_("Of what the source says now; send it back to clear the link"))


class ClearSerializer(serializers.Serializer[Any]):
    """Why the target still holds, and the fingerprint of the source one has looked at."""

    fingerprint = serializers.CharField(max_length=64)
    reason = serializers.CharField(max_length=1000)


class SuspectsResource(ProgrammeResource):
    """The suspect links of the programme."""

    resource, title = "suspects", _("Suspect links")
    orderings = {"suspect_since": "suspect_since"}
    ordering = "suspect_since"

    def _link(self, number: int) -> tuple[TraceLink, dict[str, Any]]:
        link = suspects_of(self.access.programme).filter(pk=number).select_related("programme").first()
        found = source_now(link) if link else None
        if link is None or found is None:
            raise not_found()
        return link, plain(trigger_values(*found))

    @operation(("trace.view",), gives=LinkSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the suspect links, the longest suspect first."""
        return self.page(suspects_of(self.access.programme))

    @operation(("trace.view",), gives=SuspectSerializer)
    def retrieve(self, request: Request, slug: str, number: int) -> Response:
        """Read a suspect link with what changed in its source."""
        link, now = self._link(number)
        link.now, link.fingerprint = now, content_hash(now)  # type: ignore[attr-defined]
        return self.answer(link)

    @operation(("trace.clear",), title=_("Clear"), takes=ClearSerializer, gives=LinkSerializer, conflicts=True)
    def clear(self, request: Request, slug: str, number: int) -> Response:
        """Declare that the target still holds. Refused when the source has changed again."""
        (link, now), wanted = self._link(number), self.taken()
        link_clear(
            link=link,
            values=now,
            seen_fingerprint=wanted["fingerprint"],
            actor=request.user,
            reason=wanted["reason"],
        )
        return self.answer(links_of(self.access.programme).get(pk=number))


urls = [
    path("suspects/", SuspectsResource.as_view({"get": "list"}), name="suspects-list"),
    path("suspects/<int:number>/", SuspectsResource.as_view({"get": "retrieve"}), name="suspects-detail"),
    path("suspects/<int:number>/clear/", SuspectsResource.as_view({"post": "clear"}), name="suspects-clear"),
]
