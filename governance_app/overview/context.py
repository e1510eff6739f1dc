"""The shell around every page: navigation, programme switcher, the ledger's head."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from governance_app.base.clock import this_day
from governance_app.base.looks import state_of
from governance_app.base.times import zone_text
from governance_app.documents.registry import documents_in_order
from governance_app.gates.selectors import phase_rows
from governance_app.inbox.selectors import unread_count, work_count
from governance_app.ledger.selectors import head_now
from governance_app.phases import Phase
from governance_app.programmes.registry import nav_of
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import accesses_of
from governance_app.programmes.states import PHASE_LOOKS, PhaseState
from governance_app.records.registry import kinds_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """The shell's context; empty for people who are not signed in and for fragments."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or getattr(request, "htmx", False):
        return {}
    accesses: list[Access] | None = getattr(request, "accesses", None)
    if accesses is None:
        accesses = accesses_of(user)
    current: Access | None = getattr(request, "access", None)
    if current is None and len(accesses) == 1:
        current = accesses[0]
    count, head = head_now()
    search_url = reverse("inbox:search")
    work_url = reverse("inbox:work")
    return {
        "shell": {
            "programme": _programme(current) if current else None,
            "programmes": [_programme(access) for access in accesses],
            "programmes_url": reverse("overview:programmes"),
            "notifications_url": reverse("inbox:notifications"),
            "unread": unread_count(user),
            "work_url": work_url,
            "work_count": _work_count(request, accesses, head),
            "work_current": request.path == work_url,
            "overview_url": reverse("overview:programme", args=[current.programme.slug]) if current else "",
            "overview_current": bool(current)
            and request.path == reverse("overview:programme", args=[current.programme.slug]),  # type: ignore[union-attr]
            "phases": _phases(current, request.path) if current and current.may("programme.phases") else [],
            "governance": _governance(current, request.path) if current else [],
            "ledger": {"count": f"{count:,}", "short": f"{head[:4]}…{head[-4:]}"},
            "user_label": str(user),
            "zone": zone_text(),
            "account_url": reverse("mfa_index"),
            "logout_url": reverse("account_logout"),
            "search_url": search_url,
            "sheet": _sheet(request),
            "languages": [
                {"code": code, "label": "中文" if code == "zh-hans" else "EN", "current": code == get_language()}
                for code, _name in settings.LANGUAGES
            ],
            "demo": settings.DEMO_MODE,
            "version": settings.PRODUCT_VERSION,
        }
    }


def _work_count(request: HttpRequest, accesses: list[Access], head: str) -> int:
    """The badge, counted once for a state of the ledger: what waits for someone changes with an act or with the day.

    Every act appends to the ledger, so its head stands for all of them; whoever opens My work sees it counted afresh.
    """
    key = f"work:{request.user.pk}:{head}:{this_day()}"
    fresh: int | None = getattr(request, "work_count", None)
    if fresh is not None:
        cache.set(key, fresh, settings.WORK_COUNT_SECONDS)
        return fresh
    return cache.get_or_set(key, lambda: work_count(request.user, accesses), settings.WORK_COUNT_SECONDS) or 0


def _sheet(request: HttpRequest) -> str:
    """The style sheet of the phase whose page this is, if the phase has one; a refusal is one page whatever was asked."""
    if getattr(request, "access", None) is None:
        return ""
    match = request.resolver_match
    owner = next((app for app in apps.get_app_configs() if match and app.label in match.app_names), None)
    return str(getattr(owner, "stylesheet", ""))


def _programme(access: Access) -> dict[str, str]:
    programme = access.programme
    return {
        "name": programme.name,
        "code": programme.code,
        "slug": programme.slug,
        "url": reverse("overview:programme", args=[programme.slug]),
    }


def _phases(access: Access, here: str) -> list[dict[str, Any]]:
    slug = access.programme.slug
    states = {row.phase: row.state for row in phase_rows(access.programme)}
    entries = []
    for phase in Phase:
        url = reverse("overview:phase", args=[slug, phase.segment])
        state = PhaseState(states.get(phase.value, PhaseState.NOT_STARTED))
        opened = here.startswith(url)
        entries.append(
            {
                "number": phase.value,
                "name": phase.short,
                "state": state_of(PHASE_LOOKS[state], state.label),
                "url": url,
                "current": here == url,
                "open": opened,
                "entries": _entries(access, phase, here) if opened else [],
            }
        )
    return entries


def _entries(access: Access, phase: Phase, here: str) -> list[dict[str, Any]]:
    slug = access.programme.slug
    pages = [(entry, reverse(entry.name, args=[slug])) for entry in nav_of(access.may, phase)]
    entries = [{"title": entry.title, "url": url, "current": here == url} for entry, url in pages]
    entries += [
        {"title": kind.title, "url": kind.url(slug), "current": here.startswith(kind.url(slug))}
        for kind in kinds_of(phase)
        if access.may(kind.view)
    ]
    if access.may("documents.view"):
        for kind in documents_in_order():
            if kind.phase == phase:
                url = reverse("documents:document", args=[slug, kind.code])
                entries.append({"title": kind.title, "url": url, "current": False})
    return entries


def _governance(access: Access, here: str) -> list[dict[str, Any]]:
    found = [(entry, reverse(entry.name, args=[access.programme.slug])) for entry in nav_of(access.may)]
    return [
        {"title": entry.title, "icon": entry.icon, "url": url, "current": here.startswith(url)} for entry, url in found
    ]
