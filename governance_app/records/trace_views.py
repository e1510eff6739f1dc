"""Suspect links: the list, and clearing one after seeing what changed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance_app.base.canonical import content_hash, plain
from governance_app.base.differences import FieldChange, field_changes
from governance_app.base.looks import State
from governance_app.base.paging import paging_of
from governance_app.base.times import Clock
from governance_app.errors import Refusal
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role
from governance_app.records.registry import RecordKind
from governance_app.records.tracing import owner_of, records_at, source_now, trigger_values
from governance_app.trace.models import TraceLink
from governance_app.trace.selectors import suspects_of
from governance_app.trace.services import link_clear


def _crumbs(access: Access, *more: tuple[str, str]) -> list[dict[str, str]]:
    slug = access.programme.slug
    trail = [(access.programme.name, reverse("overview:programme", args=[slug])), *more]
    return [{"title": title, "url": url} for title, url in trail]


_ROWS = 50


def _end(access: Access, reference: str, found: dict[str, tuple[RecordKind, Any]]) -> dict[str, str]:
    if reference not in found:
        return {"code": reference.partition(":")[2], "title": "", "url": "", "owner": ""}
    kind, record = found[reference]
    return {
        "code": record.code,
        "title": record.name_shown,
        "url": kind.url(access.programme.slug, record.code),
        "owner": str(owner_of(kind, record) or ""),
    }


@require_GET
@requires("trace.view")
def suspects(request: MemberRequest, access: Access) -> HttpResponseBase:
    """All suspect links, longest first, with who must look."""
    page = Paginator(suspects_of(access.programme), _ROWS).get_page(request.GET.get("page"))
    links = list(page)
    found = records_at(access.programme, (end for link in links for end in (link.source, link.target)))
    clock = Clock()
    rows = []
    for link in links:
        target = _end(access, link.target, found)
        rows.append(
            {
                "source": _end(access, link.source, found),
                "target": target,
                "since": clock.text(link.suspect_since) if link.suspect_since else "",
                "url": reverse("records:suspect", args=[access.programme.slug, link.pk]),
                "who": _("%(role)s, %(department)s") % {"role": Role.DEPT_HEAD.label, "department": target["owner"]}
                if target["owner"]
                else str(Role.PMO.label),
            }
        )
    title, base = _("Suspect links"), request.path
    context = {
        "title": title,
        "crumbs": _crumbs(access, (title, "")),
        "rows": rows,
        "paging": paging_of(page, lambda number: f"{base}?page={number}"),
    }
    return render(request, "records/suspects.html", context)


def _changes(kind: RecordKind, link: TraceLink, now: dict[str, Any]) -> list[FieldChange]:
    titles = {name: kind.title_of(name) for name in kind.triggers}
    return list(field_changes(titles, link.seen, now, lambda _name, value: _text(value)))


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def _found(access: Access, number: int) -> tuple[TraceLink, RecordKind, dict[str, Any]]:
    link = suspects_of(access.programme).filter(pk=number).select_related("programme").first()
    found = source_now(link) if link else None
    if link is None or found is None:
        raise Http404
    kind, record = found
    return link, kind, plain(trigger_values(kind, record))


@require_GET
@requires("trace.view")
def suspect(request: MemberRequest, access: Access, number: int) -> HttpResponseBase:
    """What changed in the source since someone last looked."""
    link, kind, values = _found(access, number)
    return render(request, "records/suspect.html", _context(request, access, link, kind, values))


@require_POST
@requires("trace.clear")
def suspect_clear(request: MemberRequest, access: Access, number: int) -> HttpResponseBase:
    """Clear a suspect link whose target still holds."""
    link, kind, values = _found(access, number)
    try:
        link_clear(
            link=link,
            values=values,
            seen_fingerprint=request.POST.get("fingerprint", ""),
            actor=request.user,
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        context = _context(request, access, link, kind, values)
        context["errors"] = [{"id": "reason", "text": str(refusal)}]
        return render(request, "records/suspect.html", context, status=422)
    messages.success(request, _("The link has been cleared."))
    return redirect("records:suspects", slug=access.programme.slug)


def _context(
    request: MemberRequest, access: Access, link: TraceLink, kind: RecordKind, values: dict[str, Any]
) -> dict[str, Any]:
    slug = access.programme.slug
    found = records_at(access.programme, (link.source, link.target))
    back = reverse("records:suspects", args=[slug])
    title = _("Look at a suspect link")
    return {
        "title": title,
        "state": State(_("Suspect"), "alert-triangle", "risk"),
        "crumbs": _crumbs(access, (_("Suspect links"), back), (title, "")),
        "source": _end(access, link.source, found),
        "target": _end(access, link.target, found),
        "changes": _changes(kind, link, values),
        "fingerprint": content_hash(values),
        "reason": request.POST.get("reason", ""),
        "action": reverse("records:suspect-clear", args=[slug, link.pk]) if access.may("trace.clear") else "",
        "errors": [],
        "cancel_url": back,
    }
