"""Conditions and waivers: proposing, settling, granting, revoking."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from governance_app.errors import Refusal
from governance_app.gates import pages
from governance_app.gates.forms import ConditionForm, EvidenceForm, ReasonForm, WaiverForm
from governance_app.gates.models import Condition
from governance_app.gates.registry import criteria
from governance_app.gates.rules import waiver_subject
from governance_app.gates.selectors import finding_now, review_of, waivers_of
from governance_app.gates.services.conditions import condition_propose, condition_settle
from governance_app.gates.services.waivers import waiver_grant, waiver_revoke
from governance_app.gates.views.common import form_page, refused
from governance_app.people.pages import proof_part, proof_posted
from governance_app.people.services import reauthenticate
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access, second_factor_needed


@require_http_methods(["GET", "POST"])
@requires("gates.condition")
def propose(request: MemberRequest, access: Access, segment: str, number: int) -> HttpResponseBase:
    """Propose a condition for a conditional go."""
    phase = Phase.from_segment(segment)
    review = review_of(access.programme, phase, number) if phase else None
    if review is None or phase is None:
        raise Http404
    form = ConditionForm(access.programme, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = condition_propose(review=review, actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("%(code)s has been proposed.") % {"code": made.code})
            return redirect(pages.review_url(access, review))
    title = _("Propose a condition")
    context = {
        "title": title,
        "crumbs": pages.crumbs(access, phase, (review.code, pages.review_url(access, review)), (title, "")),
        "intro": _("It takes effect when the gate is passed with conditions; once overdue it reopens the gate."),
        "submit_label": _("Propose condition"),
        "cancel_url": pages.review_url(access, review),
    }
    return form_page(request, form, [["text"], ["owner", "due_on"]], context)


@require_http_methods(["GET", "POST"])
@requires("gates.view")
def settle(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Record that a condition is met; its owner may, and those who may settle conditions."""
    condition = (
        Condition.objects.filter(review__programme=access.programme, code=code)
        .select_related("review__programme", "owner")
        .first()
    )
    if condition is None or not (access.may("gates.condition") or condition.owner_id == request.user.pk):
        raise Http404
    form = EvidenceForm(request.POST or None)
    url = pages.review_url(access, condition.review)
    if request.method == "POST" and form.is_valid():
        try:
            condition_settle(condition=condition, actor=request.user, evidence=form.cleaned_data["evidence"])
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("%(code)s is met.") % {"code": condition.code})
            return redirect(url)
    title = _("Settle %(code)s") % {"code": condition.code}
    context = {
        "title": title,
        "crumbs": pages.crumbs(access, Phase(condition.review.phase), (condition.review.code, url), (title, "")),
        "intro": condition.text,
        "submit_label": _("Condition is met"),
        "cancel_url": url,
    }
    return form_page(request, form, [["evidence"]], context)


@require_GET
@requires("gates.view")
def waivers(request: MemberRequest, access: Access) -> HttpResponseBase:
    """The register of all waivers."""
    rows = waivers_of(access.programme)
    context = {
        "title": _("Register of waivers"),
        "crumbs": [
            {"title": access.programme.name, "url": reverse("overview:programme", args=[access.programme.slug])},
            {"title": _("Register of waivers"), "url": ""},
        ],
        "waivers": pages.waiver_rows(access, rows),
    }
    return render(request, "gates/waivers.html", context)


@require_http_methods(["GET", "POST"])
@requires("gates.waive")
def waive(request: MemberRequest, access: Access, criterion: str) -> HttpResponseBase:
    """Let a gate be passed although this criterion is not met."""
    known = criteria.get(criterion)
    if known is None:
        raise Http404
    finding = finding_now(access.programme, known)
    form = WaiverForm(request.POST or None)
    strong, faults = second_factor_needed(access), {}
    back = pages.crumbs(access, known.phase)[-1]["url"]
    if request.method == "POST" and form.is_valid():
        try:
            method = reauthenticate(
                user=request.user,
                purpose="waive",
                proof=proof_posted(request),
                subject=waiver_subject(access.programme, criterion),
                strong=strong,
            )
            made = waiver_grant(
                programme=access.programme,
                criterion=criterion,
                actor=request.user,
                method=method,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            faults = refusal.fields
            refused(form, refusal)
        else:
            messages.success(request, _("%(code)s has been granted.") % {"code": made.code})
            return redirect(back)
    title = _("Waive %(code)s") % {"code": criterion}
    context = {
        "title": title,
        "crumbs": pages.crumbs(access, known.phase, (title, "")),
        "intro": f"{known.title} · {finding.figure}",
        "warning": _("The criterion stays “not met”; the waiver stands beside it, by name, until it expires."),
        "proof": proof_part(
            request,
            purpose="waive",
            subjects={"": waiver_subject(access.programme, criterion)},
            strong=strong,
            errors=faults,
        ),
        "submit_label": _("Grant waiver"),
        "cancel_url": back,
    }
    return form_page(request, form, [["reason"], ["expires_on"]], context)


@require_http_methods(["GET", "POST"])
@requires("gates.waive")
def revoke(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Take a waiver back."""
    waiver = waivers_of(access.programme).filter(code=code).first()
    if waiver is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    back = reverse("gates:waivers", args=[access.programme.slug])
    if request.method == "POST" and form.is_valid():
        try:
            waiver_revoke(waiver=waiver, actor=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("%(code)s has been revoked.") % {"code": code})
            return redirect(back)
    title = _("Revoke %(code)s") % {"code": code}
    context = {
        "title": title,
        "crumbs": [
            {"title": access.programme.name, "url": reverse("overview:programme", args=[access.programme.slug])},
            {"title": _("Register of waivers"), "url": back},
            {"title": title, "url": ""},
        ],
        "intro": waiver.reason,
        "submit_label": _("Revoke waiver"),
        "cancel_url": back,
    }
    return form_page(request, form, [["reason"]], context)
