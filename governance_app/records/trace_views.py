"""Suspect links: the list, and clearing one after seeing what changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from governance_app.canonical import content_hash, plain
from governance_app.differences import difference_html
from governance_app.errors import Refusal
from governance_app.looks import State
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role
from governance_app.records.registry import RecordKind
from governance_app.records.tracing import record_at, source_now, trigger_values
from governance_app.times import when_text
from governance_app.trace.models import TraceLink
from governance_app.trace.selectors import suspects_of
from governance_app.trace.services import link_clear


def _crumbs(access: Access, *more: tuple[str, str]) -> list[dict[str, str]]:
    slug = access.programme.slug
    trail = [(access.programme.name, reverse("overview:programme", args=[slug])), *more]
    return [{"title": title, "url": url} for title, url in trail]


def _end(access: Access, reference: str) -> dict[str, str]:
    found = record_at(access.programme, reference)
    if found is None:
        return {"code": reference.partition(":")[2], "title": "", "url": "", "owner": ""}
    kind, record = found
    owner = getattr(record, kind.department_field, None) if kind.department_field else None
    return {
        "code": record.code,
        "title": record.name_shown,
        "url": kind.url(access.programme.slug, record.code),
        "owner": str(owner or getattr(record, "owner_department", None) or ""),
    }


@require_GET
@requires("trace.view")
def suspects(request: MemberRequest, access: Access) -> HttpResponseBase:
    """All suspect links, longest first, with who must look."""
    rows = [
        {
            "source": _end(access, link.source),
            "target": _end(access, link.target),
            "since": when_text(link.suspect_since) if link.suspect_since else "",
            "url": reverse("records:suspect", args=[access.programme.slug, link.pk]),
        }
        for link in suspects_of(access.programme)[:500]
    ]
    for row in rows:
        owner = row["target"]["owner"]  # type: ignore[index]
        row["who"] = (
            _("%(role)s, %(department)s") % {"role": Role.DEPT_HEAD.label, "department": owner}
            if owner
            else str(Role.PMO.label)
        )
    title = _("Suspect links")
    context = {"title": title, "crumbs": _crumbs(access, (title, "")), "rows": rows}
    return render(request, "records/suspects.html", context)


def _changes(kind: RecordKind, link: TraceLink, now: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": kind.title_of(name), "html": difference_html(_text(link.seen.get(name)), _text(now[name]))}
        for name in kind.triggers
        if link.seen.get(name) != now[name]
    ]


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


@require_http_methods(["GET", "POST"])
@requires("trace.view")
def suspect(request: MemberRequest, access: Access, number: int) -> HttpResponseBase:
    """What changed in the source since someone last looked; clear the link when its target still holds."""
    link = suspects_of(access.programme).filter(pk=number).select_related("programme").first()
    found = source_now(link) if link else None
    if link is None or found is None:
        raise Http404
    kind, record = found
    values = plain(trigger_values(kind, record))
    may = access.may("trace.clear")
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        if not may:
            raise Http404
        try:
            link_clear(
                link=link,
                values=values,
                seen_fingerprint=request.POST.get("fingerprint", ""),
                actor=request.user,
                reason=request.POST.get("reason", ""),
            )
        except Refusal as refusal:
            errors = [{"id": "reason", "text": str(refusal)}]
        else:
            messages.success(request, _("The link has been cleared."))
            return redirect("records:suspects", slug=access.programme.slug)
    back = reverse("records:suspects", args=[access.programme.slug])
    title = _("Look at a suspect link")
    context = {
        "title": title,
        "state": State(_("Suspect"), "alert-triangle", "risk"),
        "crumbs": _crumbs(access, (_("Suspect links"), back), (title, "")),
        "source": _end(access, link.source),
        "target": _end(access, link.target),
        "changes": _changes(kind, link, values),
        "fingerprint": content_hash(values),
        "reason": request.POST.get("reason", ""),
        "may": may,
        "errors": errors,
        "cancel_url": back,
    }
    return render(request, "records/suspect.html", context, status=422 if errors else 200)
