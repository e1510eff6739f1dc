"""Key figures with their charts, what changed in a week, and reminding: parts of the overview with addresses of their own."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from governance_app.base.clock import this_moment
from governance_app.base.numbers import whole
from governance_app.base.reading import one_reading
from governance_app.base.times import Clock
from governance_app.errors import Refusal
from governance_app.gates.selectors import phase_rows
from governance_app.ledger.sentences import sentence_html, subject_html
from governance_app.overview.pages import figure_groups, figures_context
from governance_app.overview.selectors.changes import Change, changes_between
from governance_app.overview.services import blocker_remind
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access

_WEEK = timedelta(weeks=1)
#: How many weeks back the page leads.
_MOST_WEEKS = 520
_MOST_SHOWN = 40
_NAMED = 3


def _crumbs(access: Access, title: str) -> list[dict[str, str]]:
    return [
        {"title": access.programme.name, "url": reverse("overview:programme", args=[access.programme.slug])},
        {"title": title, "url": ""},
    ]


@require_GET
@requires("programme.phases")
@one_reading()
def key_figures(request: MemberRequest, access: Access) -> HttpResponseBase:
    """The key figures of one group with their development; asked by the overview, the figures alone."""
    title = _("Key figures")
    groups = figure_groups(access.programme, phase_rows(access.programme))
    group = next((row for row in groups if row["code"] == request.GET.get("group")), groups[0])
    context = {
        "title": title,
        "crumbs": _crumbs(access, title),
        "groups": groups,
        "group": group,
        "figures": figures_context(access.programme, group["code"]),
    }
    page = "overview/_figures.html" if getattr(request, "htmx", False) else "overview/figures.html"
    return render(request, page, context)


@require_GET
@requires("programme.phases")
def changes(request: MemberRequest, access: Access) -> HttpResponseBase:
    """What changed in the last seven days, or in the seven days so many weeks before them."""
    back = min(whole(request.GET.get("back", "")) or 0, _MOST_WEEKS)
    end = this_moment() - back * _WEEK
    start, slug = end - _WEEK, access.programme.slug
    title, base = _("What changed this week"), request.path
    context: dict[str, Any] = {
        "title": title,
        "crumbs": _crumbs(access, title),
        "span": _("%(start)s to %(end)s") % {"start": timezone.localdate(start), "end": timezone.localdate(end)},
        "changes": _changes(changes_between(slug, start, end)),
        "log_url": reverse("overview:ledger", args=[slug]) if access.may("ledger.view") else "",
        "all_url": base,
        "earlier_url": f"{base}?back={back + 1}" if timezone.localdate(start) > access.programme.start_date else "",
        "later_url": f"{base}?back={back - 1}" if back else "",
    }
    return render(
        request, "overview/_changes.html" if getattr(request, "htmx", False) else "overview/changes.html", context
    )


def _changes(found: Iterable[Change]) -> list[dict[str, Any]]:
    """The acts of a week: few ones told one by one, many of a kind counted with the latest named."""
    clock = Clock()
    return [
        {
            "sentence": _sentence(change),
            "count": change.count,
            "time": clock.text(change.last),
            "time_full": change.last.isoformat(),
        }
        for change in list(found)[:_MOST_SHOWN]
    ]


def _sentence(change: Change) -> SafeString:
    """Who did it, and to what; the rest of many in three dots."""
    people = [name or _("The portal") for name in change.people]
    subjects = [subject_html(entry) for entry in change.latest]
    who = _listed(people[:_NAMED], more=len(people) > _NAMED)
    what = _listed(subjects, more=change.count > len(subjects))
    return sentence_html(change.act, who=who, what=what)


def _listed(rows: Iterable[str], *, more: bool) -> SafeString:
    return format_html("{}{}", format_html_join(_(", "), "{}", ((row,) for row in rows)), " …" if more else "")


@require_POST
@requires("blockers.remind")
def remind(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Remind those who can clear a blocker, then back to the page one came from."""
    try:
        people = blocker_remind(access=access, key=request.POST.get("key", "")[:200])
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        names = _(", ").join(str(person) for person in people)
        text = ngettext("%(names)s has been reminded.", "%(names)s have been reminded.", len(people))
        messages.success(request, text % {"names": names})
    slug, back = access.programme.slug, request.POST.get("back")
    if back == "all":
        return redirect("steering:all")
    return redirect(
        "overview:steering" if back == "steering" and access.may("steering.view") else "overview:programme", slug
    )
