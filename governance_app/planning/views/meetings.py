"""A meeting's agenda, attendance and minutes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance_app.base.numbers import whole
from governance_app.errors import Refusal
from governance_app.gates.views.common import form_page, refused
from governance_app.planning.forms import AttendanceForm, ItemForm, MinutesForm
from governance_app.planning.kinds import MEETINGS
from governance_app.planning.models import AgendaItem, Meeting
from governance_app.planning.selectors import attendance_of, items_of, people_called
from governance_app.planning.services.meetings import (
    agenda_fill,
    attendance_take,
    item_remove,
    item_write,
    minutes_write,
)
from governance_app.planning.states import EDIT
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.records import pages as record_pages
from governance_app.records.notices import signing_warning
from governance_app.records.writing import UNKNOWN_VERSION


def _meeting(access: Access, code: str) -> Meeting:
    meeting = Meeting.objects.filter(programme=access.programme, code=code).select_related("programme").first()
    if meeting is None:
        raise Http404
    return meeting


def _page(
    request: MemberRequest,
    access: Access,
    meeting: Meeting,
    form: forms.Form,
    *,
    rows: list[list[str]],
    save: Callable[[int | None], Any],
    words: dict[str, str],
) -> HttpResponseBase:
    """A form about a meeting: it carries the meeting's version, and keeps what was typed when that is old."""
    back = MEETINGS.url(access.programme.slug, meeting.code)
    if request.method == "POST" and form.is_valid():
        try:
            save(whole(request.POST.get("version", "")) or UNKNOWN_VERSION)
        except Refusal as refusal:
            refused(form, refusal)
            meeting = _meeting(access, meeting.code)
        else:
            messages.success(request, words["done"])
            return redirect(f"{back}#agenda")
    context = {
        "code": meeting.code,
        "title": words["title"],
        "crumbs": record_pages.crumbs(MEETINGS, access, (meeting.code, back), (words["title"], "")),
        "intro": f"{meeting.title} · {meeting.meets_on}",
        "warning": signing_warning(MEETINGS, access),
        "version": meeting.version,
        "submit_label": words["submit"],
        "cancel_url": back,
    }
    return form_page(request, form, rows, context)


@require_POST
@requires(EDIT)
def agenda(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Fill the agenda from the data."""
    meeting = _meeting(access, code)
    try:
        added, removed = agenda_fill(access=access, code=code)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Agenda filled: %(added)s added, %(removed)s taken off")
        messages.success(request, text % {"added": added, "removed": removed})
    return redirect(f"{MEETINGS.url(access.programme.slug, meeting.code)}#agenda")


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def item_new(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Add an item by hand."""
    return _item(request, access, _meeting(access, code), None)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def item(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """Change an item."""
    meeting = _meeting(access, code)
    found = AgendaItem.objects.filter(meeting=meeting, pk=number).first()
    if found is None:
        raise Http404
    return _item(request, access, meeting, found)


def _item(request: MemberRequest, access: Access, meeting: Meeting, found: AgendaItem | None) -> HttpResponseBase:
    names = ("title", "position", "detail", "minutes")
    form = ItemForm(request.POST or None, initial={name: getattr(found, name) for name in names} if found else None)

    def save(version: int | None) -> None:
        item_write(
            access=access,
            code=meeting.code,
            number=found.pk if found else None,
            values=form.cleaned_data,
            version=version,
        )

    words = {
        "title": _("Agenda item"),
        "submit": _("Save item"),
        "done": _("The agenda has been saved."),
    }
    return _page(
        request, access, meeting, form, rows=[["title"], ["position"], ["detail"], ["minutes"]], save=save, words=words
    )


@require_POST
@requires(EDIT)
def item_off(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """Take an item off the agenda."""
    meeting = _meeting(access, code)
    if not AgendaItem.objects.filter(meeting=meeting, pk=number).exists():
        raise Http404
    try:
        item_remove(
            access=access, code=code, number=number, version=whole(request.POST.get("version", "")) or UNKNOWN_VERSION
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The item has been taken off."))
    return redirect(f"{MEETINGS.url(access.programme.slug, meeting.code)}#agenda")


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def attendance(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Note who came."""
    meeting = _meeting(access, code)
    form = AttendanceForm(people_called(meeting), attendance_of(meeting), request.POST or None)

    def save(version: int | None) -> None:
        attendance_take(access=access, code=code, presences=form.presences(), version=version)

    words = {
        "title": _("Attendance"),
        "submit": _("Save attendance"),
        "done": _("The attendance has been saved."),
    }
    return _page(request, access, meeting, form, rows=[[name] for name in form.fields], save=save, words=words)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def minutes(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Write the minutes: the conclusion, and a text for each item."""
    meeting = _meeting(access, code)
    form = MinutesForm(items_of(meeting), request.POST or None, initial={"summary": meeting.summary})

    def save(version: int | None) -> None:
        minutes_write(
            access=access,
            code=code,
            summary=form.cleaned_data["summary"],
            minutes=form.minutes(),
            version=version,
        )

    words = {
        "title": _("Write minutes"),
        "submit": _("Save minutes"),
        "done": _("The minutes have been saved."),
    }
    return _page(request, access, meeting, form, rows=[[name] for name in form.fields], save=save, words=words)
