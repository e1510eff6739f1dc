"""Delegating one's signature, and taking a signature back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance_app.base.clock import this_day
from governance_app.base.looks import State, act
from governance_app.documents import pages
from governance_app.documents.registry import document_kinds
from governance_app.documents.services import revision_revoke
from governance_app.documents.views.common import kind_or_404, revision_or_404
from governance_app.errors import Refusal
from governance_app.people.models import Department
from governance_app.people.pages import proof_part, proof_posted
from governance_app.people.services import reauthenticate
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access, second_factor_needed
from governance_app.programmes.states import Role
from governance_app.signoff.forms import DelegationForm
from governance_app.signoff.models import Delegation
from governance_app.signoff.rules import delegation_serves
from governance_app.signoff.selectors import delegations_of
from governance_app.signoff.services.delegations import delegation_give, delegation_revoke


def _crumbs(access: Access, *more: tuple[str, str]) -> list[dict[str, str]]:
    slug = access.programme.slug
    trail = [(access.programme.name, reverse("overview:programme", args=[slug])), *more]
    return [{"title": title, "url": url} for title, url in trail]


@require_GET
@requires("signoff.delegate")
def delegations(request: MemberRequest, access: Access) -> HttpResponseBase:
    """The delegations I gave and was given."""
    slug = access.programme.slug
    rows = delegations_of(request.user, access.programme.pk)
    departments = dict(Department.objects.values_list("pk", "name"))
    context = {
        "title": _("Delegations"),
        "crumbs": _crumbs(access, (_("Delegations"), "")),
        "acts": [act(_("Delegate my signature"), reverse("documents:delegate", args=[slug]), "plus", primary=True)],
        "delegations": [_row(access, row, departments) for row in rows],
    }
    return render(request, "documents/delegations.html", context)


def _row(access: Access, row: Delegation, departments: dict[int, str]) -> dict[str, Any]:
    today = this_day()
    if row.revoked_at is not None:
        state = State(_("Revoked"), "circle-x", "off")
    elif delegation_serves(row, today=today, kind=(row.scope or [""])[0]):
        state = State(_("In force"), "circle-check", "met")
    elif row.starts_on > today:
        state = State(_("Not begun"), "circle-dotted", "off")
    else:
        state = State(_("Over"), "history", "off")
    mine = row.delegator_id == access.user.pk
    department = departments.get(row.department_id, "") if row.department_id else ""
    return {
        "text": str(row),
        "role": f"{Role(row.role).label} {department}".strip(),
        "window": _("%(start)s to %(end)s") % {"start": row.starts_on, "end": row.ends_on},
        "scope": _(", ").join(str(document_kinds[code].title) for code in row.scope if code in document_kinds)
        or _("all documents"),
        "reason": row.reason,
        "state": state,
        "revoke_url": reverse("documents:delegation-revoke", args=[access.programme.slug, row.pk])
        if mine and row.revoked_at is None and row.ends_on >= today
        else "",
    }


@require_http_methods(["GET", "POST"])
@requires("signoff.delegate")
def delegate(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Let someone else sign in my role for a while."""
    slug = access.programme.slug
    scopes = [(kind.code, f"{kind.number(access.programme)} {kind.title}") for kind in document_kinds]
    form = DelegationForm(access, scopes, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = delegation_give(programme=access.programme, actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            for name, texts in refusal.fields.items():
                for text in texts:
                    form.add_error(name if name in form.fields else None, text)
            if not refusal.fields:
                form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("%(delegation)s is in force from %(day)s.") % {"delegation": made, "day": made.starts_on}
            )
            return redirect("documents:delegations", slug=slug)
    back = reverse("documents:delegations", args=[slug])
    title = _("Delegate my signature")
    errors = [
        {"id": form[name].auto_id if name in form.fields else "", "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]
    context = {
        "title": title,
        "crumbs": _crumbs(access, (_("Delegations"), back), (title, "")),
        "intro": _(
            "Your delegate signs as “B 代 A” inside the window only, never something they submitted or edited last, and "
            "cannot pass the delegation on."
        ),
        "form": form,
        "rows": [
            [form["membership"]],
            [form["delegate"]],
            [form["starts_on"], form["ends_on"]],
            [form["scope"]],
            [form["reason"]],
        ],
        "errors": errors if form.is_bound else [],
        "submit_label": _("Delegate"),
        "cancel_url": back,
    }
    return render(request, "records/form.html", context, status=422 if context["errors"] else 200)


@require_POST
@requires("signoff.delegate")
def delegation_end(request: MemberRequest, access: Access, number: int) -> HttpResponseBase:
    """End a delegation I gave."""
    row = delegations_of(request.user, access.programme.pk).filter(pk=number, delegator=request.user).first()
    if row is None:
        raise Http404
    try:
        delegation_revoke(delegation=row, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The delegation has been revoked."))
    return redirect("documents:delegations", slug=access.programme.slug)


@require_http_methods(["GET", "POST"])
@requires("documents.sign")
def revoke(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """Take back my own signature on an approved revision."""
    kind, row = kind_or_404(code), revision_or_404(access, code, number)
    signature = row.round.signatures.filter(signer=request.user, revocation=None).first() if row.round else None
    if signature is None or not signature.agrees:
        raise Http404
    errors: list[dict[str, str]] = []
    fields: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            method = reauthenticate(
                user=request.user,
                purpose="revoke",
                proof=proof_posted(request),
                subject=signature.hash,
                strong=second_factor_needed(access),
            )
            revision_revoke(
                signature=signature, user=request.user, reason=request.POST.get("reason", ""), method=method
            )
        except Refusal as refusal:
            fields = refusal.fields
            errors = [{"id": name, "text": text} for name, texts in refusal.fields.items() for text in texts] or [
                {"id": "", "text": str(refusal)}
            ]
        else:
            messages.warning(request, _("Your signature has been revoked; the revision is approved no longer."))
            return redirect(pages.kind_url(access, kind, "revision", number))
    title = _("Revoke my signature")
    context = {
        "title": title,
        "crumbs": pages.crumbs(
            access, kind, (pages.revision_label(number), pages.kind_url(access, kind, "revision", number)), (title, "")
        ),
        "signature": {"text": signature.statement, "time": signature.signed_at_text, "hash": signature.hash},
        "reason": request.POST.get("reason", ""),
        "errors": errors,
        "proof": proof_part(
            request,
            purpose="revoke",
            subjects={"": signature.hash},
            strong=second_factor_needed(access),
            errors=fields,
        ),
        "cancel_url": pages.kind_url(access, kind, "revision", number),
    }
    return render(request, "documents/revoke.html", context, status=422 if errors else 200)
