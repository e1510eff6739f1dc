"""My work and search."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from governance_app.base.clock import this_day, this_moment
from governance_app.base.looks import State
from governance_app.base.paging import paging_of
from governance_app.base.times import when_text
from governance_app.inbox.models import Notification
from governance_app.inbox.registry import WorkItem, work_sources
from governance_app.inbox.selectors import SHORTEST, Hits, search, work_of
from governance_app.inbox.services import mail_mode, mail_mode_set, notifications_read
from governance_app.inbox.states import MailMode
from governance_app.phases import Phase
from governance_app.programmes.guards import signed_in
from governance_app.programmes.selectors import accesses_of
from governance_app.records.relations import record_look


@signed_in
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """Everything waiting on me, across programmes."""
    groups = work_of(request.user)
    items = [item for group in groups for item in group.items]
    request.work_count = len(items)  # type: ignore[attr-defined]  # the badge beside says the same
    context = {
        "title": _("My work"),
        "total": len(items),
        "oldest": max((_waited(item) for item in items), default=0),
        "groups": [
            {"title": group.source.title, "icon": group.source.icon, "items": [_item(item) for item in group.items]}
            for group in groups
        ],
        "sources": [{"title": row.title, "icon": row.icon, "text": row.text} for row in work_sources],
        "acts": [],
    }
    return render(request, "inbox/work.html", context)


def _waited(item: WorkItem) -> int:
    return (this_moment() - item.since).days


def _item(item: WorkItem) -> dict[str, Any]:
    today = this_day()
    state, css = None, ""
    if item.due is not None and item.due < today:
        late = (today - item.due).days
        state, css = State(_("overdue by %(days)s days") % {"days": late}, "clock-exclamation", "block"), "is-block"
    elif item.due is not None and (item.due - today).days <= 1:
        state, css = State(_("due soon"), "clock", "risk"), "is-risk"
    return {
        "title": item.title,
        "url": item.url,
        "sub": item.sub,
        "programme": item.programme.name,
        "programme_url": reverse("overview:programme", args=[item.programme.slug]),
        "phase": f"{item.phase} {Phase(item.phase).short}" if item.phase else "",
        "since": when_text(item.since),
        "since_full": item.since.isoformat(),
        "waited_days": _waited(item),
        "due": item.due.isoformat() if item.due else "",
        "due_state": state,
        "act_label": item.act,
        "css": css,
    }


@signed_in
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Search the codes and texts of all that I may see, in one programme when the page was opened from one."""
    text = request.GET.get("q", "").strip()[:100]
    accesses = accesses_of(request.user)
    within = request.GET.get("programme", "")
    chosen = [access for access in accesses if access.programme.slug == within] or accesses
    hits = search(chosen, text)
    several = len({hit.access.programme.pk for hit in hits}) > 1
    context = {
        "title": _("Search"),
        "query": text,
        "search_url": reverse("inbox:search"),
        "too_short": bool(text) and len(text) < SHORTEST,
        "groups": [_hits(hit, text, several=several) for hit in hits],
        "total": sum(hit.count for hit in hits),
    }
    return render(request, "inbox/search.html", context)


def _hits(hit: Hits, text: str, *, several: bool) -> dict[str, Any]:
    slug = hit.access.programme.slug
    title = f"{hit.access.programme.name} · {hit.kind.title}" if several else hit.kind.title
    base = hit.kind.url(slug)
    return {
        "title": title,
        "icon": hit.kind.icon,
        "count": hit.count,
        "items": [
            {
                "code": record.code,
                "title": record.name_shown,
                "url": hit.kind.url(slug, record.code),
                "sub": _excerpt(hit, record, text),
                "state": record_look(hit.kind, record),
            }
            for record in hit.records
        ],
        "more_url": f"{base}?{urlencode({'q': text})}" if hit.count > len(hit.records) else "",
    }


def _excerpt(hit: Hits, record: Any, text: str) -> SafeString:
    for name in hit.kind.search:
        if name in {"code", hit.kind.title_field}:
            continue
        value = str(getattr(record, name) or "")
        place = value.casefold().find(text.casefold())
        if place >= 0:
            start, end = max(0, place - 30), place + len(text) + 40
            before, found, after = value[start:place], value[place : place + len(text)], value[place + len(text) : end]
            lead = "…" if start else ""
            return SafeString(f"{lead}{escape(before)}<mark>{escape(found)}</mark>{escape(after)}")
    return SafeString("")


@signed_in
@require_http_methods(["GET", "POST"])
def notifications(request: HttpRequest) -> HttpResponseBase:
    """What I was told, and how I want to be told by mail."""
    user: Any = request.user
    if request.method == "POST":
        if request.POST.get("mode") in MailMode.values:
            mail_mode_set(user=user, mode=request.POST["mode"])
            messages.success(request, _("Your setting has been saved."))
        else:
            notifications_read(user=user)
        return redirect("inbox:notifications")
    rows = Notification.objects.filter(user=user).select_related("programme")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    base = reverse("inbox:notifications")
    context = {
        "title": _("Notifications"),
        "rows": [
            {
                "title": row.title,
                "text": row.text,
                "url": reverse("inbox:notification", args=[row.pk]),
                "icon": row.icon,
                "time": when_text(row.created_at),
                "programme": row.programme.name,
                "unread": row.read_at is None,
            }
            for row in page
        ],
        "unread": rows.filter(read_at=None).count(),
        "modes": [
            {"value": value, "label": label, "checked": value == mail_mode(user)} for value, label in MailMode.choices
        ],
        "paging": paging_of(page, lambda number: f"{base}?page={number}"),
    }
    return render(request, "inbox/notifications.html", context)


@signed_in
@require_GET
def notification(request: HttpRequest, number: int) -> HttpResponseBase:
    """Open what a notification speaks of; it counts as read from then on."""
    user: Any = request.user
    row = get_object_or_404(Notification, pk=number, user=user)
    notifications_read(user=user, numbers=[row.pk])
    return redirect(row.url)
