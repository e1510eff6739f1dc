"""A meeting's agenda, attendance and minutes in the API: the services and rules of the pages."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.planning.models import Meeting
from governance_app.planning.selectors import attendance_of, items_of, people_called
from governance_app.planning.services.meetings import (
    agenda_fill,
    attendance_take,
    item_remove,
    item_write,
    minutes_write,
)
from governance_app.planning.states import EDIT, VIEW, Presence
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.rest.operations import operation
from governance_app.rest.preconditions import version_asked
from governance_app.rest.problems import invalid, not_found

_LONGEST = 20_000


class AgendaItemSerializer(serializers.Serializer[Any]):
    """An item of the agenda."""

    number = serializers.IntegerField(source="pk")
    position = serializers.IntegerField()
    kind = serializers.CharField()
    subject = serializers.CharField(help_text=_("What it was made from, or empty"))
    title = serializers.CharField()
    detail = serializers.CharField()
    minutes = serializers.CharField()


class CalledSerializer(serializers.Serializer[Any]):
    """Someone called, and whether they came; null while nobody has noted it."""

    username = serializers.CharField()
    name = serializers.CharField()
    presence = serializers.CharField(allow_null=True)


class MeetingBookSerializer(serializers.Serializer[Any]):
    """What a meeting deals with, who came, what was said."""

    code = serializers.CharField()
    state = serializers.CharField()
    summary = serializers.CharField()
    items: Any = AgendaItemSerializer(many=True)
    people: Any = CalledSerializer(many=True)


class ItemWriteSerializer(serializers.Serializer[Any]):
    """An item as it is written; without a place it stands last."""

    title = serializers.CharField(max_length=200)
    detail = serializers.CharField(max_length=300, required=False, allow_blank=True)
    minutes = serializers.CharField(max_length=_LONGEST, required=False, allow_blank=True)
    position = serializers.IntegerField(min_value=1, max_value=999, required=False)


class AttendanceSerializer(serializers.Serializer[Any]):
    """Who came, by user name."""

    presences: Any = serializers.DictField(child=serializers.ChoiceField(choices=Presence.choices))


class MinutesSerializer(serializers.Serializer[Any]):
    """The conclusion, and what was said on items by their numbers; what is not named stays."""

    summary = serializers.CharField(max_length=_LONGEST, required=False, allow_blank=True)
    minutes: Any = serializers.DictField(
        child=serializers.CharField(max_length=_LONGEST, allow_blank=True), required=False, default=dict
    )


class MeetingBookResource(ProgrammeResource):
    """A meeting's agenda, attendance and minutes. The version is the meeting's own."""

    resource, title = "meetings", _("Agendas and minutes")

    @operation((VIEW,), title=_("Read agenda and minutes"), gives=MeetingBookSerializer, tagged=True)
    def book(self, request: Request, slug: str, code: str) -> Response:
        """Read the agenda, who came and what was said; the version is the ETag."""
        return self._shown(code)

    @operation((EDIT,), title=_("Fill the agenda"), gives=MeetingBookSerializer, tagged=True, conflicts=True)
    def fill(self, request: Request, slug: str, code: str) -> Response:
        """Put on the agenda what the data asks for now, and take off what it no longer does."""
        self._meeting(code)
        agenda_fill(access=self.access, code=code)
        return self._shown(code)

    @operation(
        (EDIT,),
        title=_("Add an agenda item"),
        takes=ItemWriteSerializer,
        gives=MeetingBookSerializer,
        status=201,
        tagged=True,
        if_match="may",
        conflicts=True,
    )
    def add(self, request: Request, slug: str, code: str) -> Response:
        """Add an item by hand."""
        version = self._version(code, needed=False)
        item_write(access=self.access, code=code, number=None, values=self.taken(), version=version)
        return self._shown(code)

    @operation(
        (EDIT,),
        title=_("Change an agenda item"),
        takes=ItemWriteSerializer,
        gives=MeetingBookSerializer,
        tagged=True,
        if_match="must",
        conflicts=True,
    )
    def change(self, request: Request, slug: str, code: str, number: int) -> Response:
        """Change an item's title, place or minutes; without a place it goes last."""
        version = self._version(code, needed=True)
        item_write(access=self.access, code=code, number=number, values=self.taken(), version=version)
        return self._shown(code)

    @operation(
        (EDIT,),
        title=_("Take an item off the agenda"),
        gives=MeetingBookSerializer,
        tagged=True,
        if_match="must",
        conflicts=True,
    )
    def remove(self, request: Request, slug: str, code: str, number: int) -> Response:
        """Take an item off; refused when it has minutes."""
        version = self._version(code, needed=True)
        item_remove(access=self.access, code=code, number=number, version=version)
        return self._shown(code)

    @operation(
        (EDIT,),
        title=_("Note who came"),
        takes=AttendanceSerializer,
        gives=MeetingBookSerializer,
        tagged=True,
        if_match="must",
        conflicts=True,
    )
    def attend(self, request: Request, slug: str, code: str) -> Response:
        """Note who of those called was present, excused or absent."""
        version, wanted = self._version(code, needed=True), self.taken()["presences"]
        called = {user.username: user.pk for user in people_called(self._meeting(code))}
        unknown = sorted(wanted.keys() - called.keys())
        if unknown:
            text = gettext("The meeting does not call “%(who)s”.") % {"who": unknown[0]}
            raise invalid({"presences": [text]})
        presences = {called[name]: word for name, word in wanted.items()}
        attendance_take(access=self.access, code=code, presences=presences, version=version)
        return self._shown(code)

    @operation(
        (EDIT,),
        title=_("Write the minutes"),
        takes=MinutesSerializer,
        gives=MeetingBookSerializer,
        tagged=True,
        if_match="must",
        conflicts=True,
    )
    def write(self, request: Request, slug: str, code: str) -> Response:
        """Write the conclusion and what was said on items."""
        version, wanted = self._version(code, needed=True), self.taken()
        minutes = {}
        for number, text in wanted["minutes"].items():
            if not (number.isascii() and number.isdigit()):
                raise invalid({"minutes": [gettext("An item is named by its number.")]})
            minutes[int(number)] = text
        summary = wanted.get("summary", self._meeting(code).summary)
        minutes_write(access=self.access, code=code, summary=summary, minutes=minutes, version=version)
        return self._shown(code)

    def _meeting(self, code: str) -> Meeting:
        rows = Meeting.objects.filter(programme=self.access.programme, code=code).select_related("programme")
        meeting = rows.first()
        if meeting is None:
            raise not_found()
        return meeting

    def _version(self, code: str, *, needed: bool) -> int | None:
        return version_asked(self.request, self._meeting(code).version, needed=needed)

    def _shown(self, code: str) -> Response:
        meeting = self._meeting(code)
        known = {row.user_id: row.presence for row in attendance_of(meeting)}
        people = [
            {"username": user.username, "name": str(user), "presence": known.get(user.pk)}
            for user in people_called(meeting)
        ]
        book = {
            "code": meeting.code,
            "state": meeting.state,
            "summary": meeting.summary,
            "items": items_of(meeting),
            "people": people,
        }
        return self.answer(book, version=meeting.version)


def _to(**actions: str) -> Any:
    return MeetingBookResource.as_view(actions)


_BASE = "meetings/<str:code>/"
urls = [
    path(f"{_BASE}book/", _to(get="book"), name="meetings-book"),
    path(f"{_BASE}fill/", _to(post="fill"), name="meetings-fill"),
    path(f"{_BASE}items/", _to(post="add"), name="meetings-items"),
    path(f"{_BASE}items/<int:number>/", _to(put="change", delete="remove"), name="meetings-item"),
    path(f"{_BASE}attendance/", _to(put="attend"), name="meetings-attendance"),
    path(f"{_BASE}minutes/", _to(patch="write"), name="meetings-minutes"),
]
