"""The document centre, one document, and its submission."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from governance_app.base.canonical import canonical, sha256_hex
from governance_app.base.clock import this_day
from governance_app.base.looks import State, act
from governance_app.base.reading import one_reading
from governance_app.base.times import when_text
from governance_app.documents import pages
from governance_app.documents.models import Revision
from governance_app.documents.registry import DocumentKind
from governance_app.documents.rules import content_changes
from governance_app.documents.selectors import (
    document_standing,
    documents_of,
)
from governance_app.documents.services import excluded_from, revision_submit
from governance_app.documents.states import RevisionState
from governance_app.documents.views.common import (
    document_context,
    kind_or_404,
    latest_frozen,
    place_of,
    revisions_shown,
)
from governance_app.errors import Invalid, Refusal
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role
from governance_app.signoff.selectors import able_to_sign


@require_GET
@requires("documents.view")
def centre(request: MemberRequest, access: Access) -> HttpResponseBase:
    """All documents of the programme, phase by phase."""
    slug = access.programme.slug
    places = documents_of(access.programme)
    phases = []
    for phase in Phase:
        rows = [_centre_row(access, place) for place in places if place.kind.phase == phase]
        if rows:
            phases.append(
                {
                    "number": phase.value,
                    "title": phase.label,
                    "state": None,
                    "url": reverse("overview:phase", args=[slug, phase.segment]),
                    "documents": rows,
                }
            )
    if rows := [_centre_row(access, place) for place in places if place.kind.phase is None]:
        phases.append(
            {
                "number": "",
                "title": _("Whole programme"),
                "state": None,
                "url": reverse("overview:programme", args=[slug]),
                "documents": rows,
            }
        )
    context = {
        "title": _("Documents"),
        "crumbs": pages.crumbs(access),
        "acts": [],
        "summary": _("%(count)s documents, %(approved)s approved")
        % {"count": len(places), "approved": sum(place.approved is not None for place in places)},
        "phases": phases,
    }
    return render(request, "documents/centre.html", context)


def _centre_row(access: Access, place: Any) -> dict[str, Any]:
    kind, shown = place.kind, place.shown
    frozen = shown if shown is not None and shown.state != RevisionState.DRAFT else None
    return {
        "number": kind.number(access.programme),
        "title": kind.title,
        "url": pages.kind_url(access, kind),
        "sub": kind.policy_text,
        "required": kind.phase is not None,
        "missing": frozen is None,
        "state": pages.revision_state(shown),
        "revision": pages.revision_label(shown.number) if shown else "",
        "signed": place.signed,
        "signers": place.asked,
        "hash": frozen.short_hash if frozen else "",
        "hash_full": frozen.content_hash if frozen else "",
        "pdf_url": pages.kind_url(access, kind, "pdf", frozen.number) if frozen else "",
        "act": None,
        "css": "",
    }


@require_GET
@requires("documents.view")
@one_reading()
def document(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """One document: the living draft beside its frozen revisions."""
    kind = kind_or_404(code)
    place = document_standing(access.programme, kind)
    content = kind.content(access.programme)
    problems = kind.problems(access.programme, content)
    frozen = latest_frozen(place)
    changes = content_changes(frozen.content, content, kind.sections) if frozen else []
    in_signing = place.latest is not None and place.latest.state == RevisionState.IN_SIGNING
    unchanged = frozen is not None and frozen.state == RevisionState.APPROVED and not changes
    acts = []
    if access.may("documents.submit") and not in_signing and not unchanged:
        acts.append(
            act(_("Submit for signature"), pages.kind_url(access, kind, "submit"), "writing-sign", primary=True)
        )
    if in_signing and frozen is not None and place_of(access, frozen).may_sign:
        acts.append(
            act(
                _("Read and sign"),
                pages.kind_url(access, kind, "sign", frozen.number),
                "writing-sign",
                primary=True,
            )
        )
    context = {
        "document": {
            "number": kind.number(access.programme),
            "title": kind.title,
            "state": pages.revision_state(place.latest),
            "classification": _("Internal"),
            "owner": "",
            "phase": kind.place,
            "required": True,
        },
        "crumbs": pages.crumbs(access, kind),
        "acts": acts,
        "facts": [pages.fact(label, value) for label, value in kind.facts(content)],
        "problems": pages.problem_rows(problems),
        "draft": {
            "changed": frozen is None or bool(changes),
            "since": pages.revision_label(frozen.number) if frozen else "",
            "summary": pages.change_summary(changes) if frozen else "",
            "rows": pages.change_rows(changes[: pages.FEW]),
            "more": max(0, len(changes) - pages.FEW),
            "diff_url": pages.kind_url(access, kind, "diff"),
            "preview_url": "",
        },
        "job": pages.job_context(access, kind, frozen) if frozen else None,
        "revisions": [_revision_row(access, kind, row) for row in revisions_shown(place)],
    }
    return render(request, "documents/document.html", context)


def _revision_row(access: Access, kind: DocumentKind, row: Revision) -> dict[str, Any]:
    draft = row.state == RevisionState.DRAFT
    return {
        "number": row.number,
        "url": pages.kind_url(access, kind) if draft else pages.kind_url(access, kind, "revision", row.number),
        "state": pages.revision_state(row),
        "submitted_by": str(row.submitted_by or ""),
        "submitted_at": when_text(row.submitted_at) if row.submitted_at else "",
        "submitted_full": row.submitted_at.isoformat() if row.submitted_at else "",
        "summary": row.summary or row.opened_reason,
        "signed": getattr(row.round, "signed", 0),
        "signers": getattr(row.round, "asked", 0),
        "hash": row.short_hash,
        "hash_full": row.content_hash,
        "pdf_url": "" if draft else pages.kind_url(access, kind, "pdf", row.number),
        "is_current": row.state == RevisionState.APPROVED,
    }


@require_http_methods(["GET", "POST"])
@requires("documents.submit")
def submit(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Confirm what is frozen and who must sign it, then submit."""
    kind = kind_or_404(code)
    place = document_standing(access.programme, kind)
    if place.latest is not None and place.latest.state == RevisionState.IN_SIGNING:
        return redirect(pages.kind_url(access, kind, "revision", place.latest.number))
    content = kind.content(access.programme)
    problems = kind.problems(access.programme, content)
    summary, errors = request.POST.get("summary", ""), []
    if request.method == "POST":
        try:
            made = revision_submit(
                programme=access.programme,
                kind=kind,
                actor=request.user,
                summary=summary,
                seen_hash=request.POST.get("draft_hash", ""),
                due_on=due_date(request.POST.get("due_on", "")),
            )
        except Refusal as refusal:
            errors = [{"id": "summary", "text": str(refusal)}]
        else:
            messages.success(request, _("%(title)s has been submitted for signature.") % {"title": made.round})
            return redirect(pages.kind_url(access, kind, "revision", made.number))
    context = _submit_context(access, kind, place, content, problems) | {"errors": errors}
    context["form"] |= {"summary": summary, "summary_error": "", "due_on": request.POST.get("due_on", "")}
    return render(request, "documents/submit.html", context, status=422 if errors else 200)


def due_date(text: str) -> date | None:
    """The day by which to sign; refuses what is no date, and one that has passed."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise Invalid(_("“%(value)s” is not a date.") % {"value": text}) from fault
    if day < this_day():
        raise Invalid(_("The day by which to sign has passed."))
    return day


def _submit_context(access: Access, kind: DocumentKind, place: Any, content: Any, problems: Any) -> dict[str, Any]:
    frozen = latest_frozen(place)
    number = place.latest.number if place.latest and place.latest.state == RevisionState.DRAFT else None
    number = number or (place.latest.number + 1 if place.latest else 1)
    changes = content_changes(frozen.content, content, kind.sections) if frozen else []
    signer_rows: list[dict[str, Any]] = []
    carried: list[str] = []
    if not problems:
        policy = kind.policy(access.programme, content)
        specs = [spec for group in policy.groups for spec in group.slots]
        able = able_to_sign(access.programme.pk, specs, excluded_from(kind, access.programme, access.user))
        signer_rows = [
            {
                "unit": spec.title,
                "signer": _(", ").join(str(person) for person in people),
                "role": str(Role(spec.role).label),
                "state": None if people else State(_("Nobody can sign"), "circle-x", "block"),
                "note": "" if people else _("The one who submits and the last editor may not sign."),
                "why": spec.why,
            }
            for spec, people in zip(specs, able, strict=True)
        ]
        carried = [
            _("%(unit)s: unchanged since revision %(number)s") % {"unit": row.title, "number": row.revision}
            for row in policy.carried
        ]
    body_hash = sha256_hex(canonical(content))
    return {
        "document": document_context(access, kind),
        "revision_label": pages.revision_label(number),
        "crumbs": pages.crumbs(access, kind, (_("Submit for signature"), "")),
        "facts": [pages.fact(label, value) for label, value in kind.facts(content)],
        "problems": pages.problem_rows(problems),
        "draft": {
            "since": pages.revision_label(frozen.number) if frozen else "",
            "summary": pages.change_summary(changes) if frozen else "",
            "rows": pages.change_rows(changes[: pages.FEW]),
            "more": max(0, len(changes) - pages.FEW),
            "diff_url": pages.kind_url(access, kind, "diff"),
            "changed": True,
        },
        "signers": signer_rows,
        "carried": carried,
        "policy": kind.policy_text,
        "form": {
            "action": "",
            "hash": body_hash,
            "hash_groups": pages.hash_groups(body_hash),
            "consequence": _(
                "Submitting freezes the content. An edit afterwards opens the next revision; signatures are never copied. "
                "You cannot sign what you submit."
            ),
        },
        "cancel_url": pages.kind_url(access, kind),
    }
