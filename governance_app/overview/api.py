"""What blocks, and the key figures, in the API."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.base.reading import one_reading
from governance_app.overview.registry import FigureKind, figures
from governance_app.overview.rules import Blocker
from governance_app.overview.selectors.blockers import blockers_of
from governance_app.overview.selectors.segregation import Found, overlaps_of
from governance_app.overview.selectors.situation import situation_of
from governance_app.overview.services import blocker_remind
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.programmes.models import Programme
from governance_app.programmes.states import DutyState
from governance_app.rest.operations import operation
from governance_app.rest.paging import WholeList


class ClearerSerializer(serializers.Serializer[Any]):
    """Those who can clear a blocker in one capacity."""

    role = serializers.CharField()
    people: Any = serializers.ListField(child=serializers.CharField(), help_text=_("User names"))
    note = serializers.CharField()
    vacant = serializers.BooleanField(help_text=_("Nobody holds the role"))


class BlockerSerializer(serializers.Serializer[Any]):
    """One thing in the way of a gate."""

    key = serializers.CharField(help_text=_("Names it as long as it stands"))
    phase = serializers.IntegerField()
    blocks = serializers.BooleanField(help_text=_("It bars the gate; otherwise it may come to"))
    nature = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    overdue = serializers.BooleanField()
    mine = serializers.BooleanField(help_text=_("You can clear it"))
    clearers: Any = ClearerSerializer(many=True)
    link = serializers.CharField()


class RemindSerializer(serializers.Serializer[Any]):
    """Which blocker to remind of."""

    key = serializers.CharField(max_length=200)


class RemindedSerializer(serializers.Serializer[Any]):
    """Who has been reminded."""

    people: Any = serializers.ListField(child=serializers.CharField(), help_text=_("User names"))


class BlockersResource(ProgrammeResource):
    """What blocks the gates at work, and who can clear it."""

    resource, title = "blockers", _("Blockers")
    pagination_class = WholeList

    @operation(("programme.phases",), gives=BlockerSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List everything in the way of the gates at work, worst first."""
        with one_reading():
            rows = blockers_of(situation_of(self.access, [self.access]))
        return self.whole([_blocker(row, self.access.user.pk) for row in rows])

    @operation(
        ("blockers.remind",), title=_("Remind"), takes=RemindSerializer, gives=RemindedSerializer, conflicts=True
    )
    def remind(self, request: Request, slug: str) -> Response:
        """Remind everyone who can clear a blocker, each once a day."""
        people = blocker_remind(access=self.access, key=self.taken()["key"])
        return self.answer({"people": sorted(person.username for person in people)})


def _blocker(row: Blocker, me: int) -> dict[str, Any]:
    return {
        "key": row.key,
        "phase": row.phase,
        "blocks": row.blocks,
        "nature": row.nature,
        "title": row.title,
        "detail": row.sub,
        "since": row.since,
        "overdue": row.overdue,
        "mine": row.waits_on(me),
        "clearers": [
            {
                "role": clearer.role,
                "people": [person.username for person in clearer.people],
                "note": clearer.note,
                "vacant": clearer.vacant,
            }
            for clearer in row.clearers
        ],
        "link": row.url,
    }


class PointSerializer(serializers.Serializer[Any]):
    """A figure at the end of a week."""

    date = serializers.DateField()
    value = serializers.DecimalField(max_digits=20, decimal_places=4, normalize_output=True)


class FigureSerializer(serializers.Serializer[Any]):
    """A key figure; without data its value is null and the state says why."""

    code = serializers.CharField()
    phase = serializers.IntegerField(allow_null=True, help_text=_("Empty for governance itself"))
    title = serializers.CharField()
    value = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True, normalize_output=True)
    of = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField()
    target = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True, normalize_output=True)
    state = serializers.CharField()
    trend: Any = PointSerializer(many=True)
    link = serializers.CharField()


class FiguresResource(ProgrammeResource):
    """The key figures of a programme."""

    resource, title = "figures", _("Key figures")
    pagination_class = WholeList

    @operation(("programme.phases",), gives=FigureSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List every key figure with its value at the end of each of the last weeks."""
        with one_reading():
            rows = [_figure(kind, self.access.programme) for kind in figures]
        return self.whole(rows)


def _figure(kind: FigureKind, programme: Programme) -> dict[str, Any]:
    found = kind.compute(programme)
    return {
        "code": kind.code,
        "phase": kind.phase.value if kind.phase is not None else None,
        "title": str(kind.title),
        "value": found.value,
        "of": found.of,
        "unit": str(kind.unit),
        "target": found.target,
        "state": str(found.state.label) if found.state else "",
        "trend": [{"date": day, "value": value} for day, value in found.trend()] if found.trend else [],
        "link": found.url,
    }


class OverlapSerializer(serializers.Serializer[Any]):
    """One person with both duties of a pair."""

    pair = serializers.CharField(source="pair.code")
    pair_title = serializers.CharField(source="pair.title")
    person = serializers.CharField(source="overlap.person")
    username = serializers.CharField(source="overlap.username")
    state = serializers.ChoiceField(source="overlap.state", choices=DutyState.choices)
    first = serializers.CharField(source="overlap.first")
    second = serializers.CharField(source="overlap.second")
    since = serializers.CharField(source="overlap.since")
    links: Any = serializers.SerializerMethodField()

    def get_links(self, row: Found) -> list[str]:
        """Where both acts can be read."""
        return [url for _text, url in row.overlap.links]


class SegregationResource(ProgrammeResource):
    """Who has two duties that one person should not have both."""

    resource, title = "segregation", _("Segregation of duties")
    pagination_class = WholeList

    @operation(("segregation.view",), gives=OverlapSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List every overlap of duties, computed now; breaches first."""
        return self.whole(overlaps_of(self.access.programme))


urls = [
    path("segregation/", SegregationResource.as_view({"get": "list"}), name="segregation-list"),
    path("blockers/", BlockersResource.as_view({"get": "list"}), name="blockers-list"),
    path("blockers/remind/", BlockersResource.as_view({"post": "remind"}), name="blockers-remind"),
    path("figures/", FiguresResource.as_view({"get": "list"}), name="figures-list"),
]
