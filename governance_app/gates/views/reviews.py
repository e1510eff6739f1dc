"""Calling a review, reading what was frozen, voting, closing."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance_app.base.clock import this_day
from governance_app.base.looks import act
from governance_app.base.times import when_full, when_text
from governance_app.errors import Refusal
from governance_app.gates import pages
from governance_app.gates.forms import CallForm, ReasonForm
from governance_app.gates.models import GateReview
from governance_app.gates.rules import vote_subject
from governance_app.gates.selectors import changed_since, open_review, review_of, review_outcome, waivers_of
from governance_app.gates.services.reviews import review_call, review_close, review_withdraw, vote_cast
from governance_app.gates.states import Choice, ReviewKind, ReviewState
from governance_app.gates.views.common import form_page, phase_or_404, refused
from governance_app.people.pages import proof_part, proof_posted
from governance_app.people.services import reauthenticate
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access, second_factor_needed
from governance_app.programmes.selectors import policy_of
from governance_app.proof.services import pack_ask


def _review(access: Access, segment: str, number: int) -> GateReview:
    review = review_of(access.programme, phase_or_404(segment), number)
    if review is None:
        raise Http404
    return review


@require_http_methods(["GET", "POST"])
@requires("gates.call")
def call(request: MemberRequest, access: Access, segment: str) -> HttpResponseBase:
    """Freeze what is known and call the committee."""
    phase = phase_or_404(segment)
    existing = open_review(access.programme, phase)
    if existing is not None:
        return redirect(pages.review_url(access, existing))
    wanted = ReviewKind.NOT_REQUIRED if request.GET.get("kind") == ReviewKind.NOT_REQUIRED else ReviewKind.GATE
    days = policy_of(access.programme)["gates.days"]
    initial = {"vote_by": this_day() + timedelta(days=days)}
    form = CallForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            review = review_call(
                programme=access.programme, phase=phase, actor=request.user, kind=wanted, **form.cleaned_data
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("%(code)s has been called.") % {"code": review.code})
            return redirect(pages.review_url(access, review))
    title = (
        _("Find phase %(number)s not required")
        if wanted == ReviewKind.NOT_REQUIRED
        else _("Call the review of gate %(number)s")
    ) % {"number": phase.value}
    context = {
        "title": title,
        "crumbs": pages.crumbs(access, phase, (title, "")),
        "intro": _(
            "The findings, the documents with their hashes, the members and the policy are frozen now. Members vote on "
            "what is frozen; what changes later is shown beside it."
        ),
        "submit_label": _("Freeze and call"),
        "cancel_url": pages.crumbs(access, phase)[-1]["url"],
    }
    return form_page(request, form, [["vote_by"], ["reason"]], context)


@require_GET
@requires("gates.view")
def review(request: MemberRequest, access: Access, segment: str, number: int) -> HttpResponseBase:
    """What the committee knew, how it votes, and the act of voting."""
    row = _review(access, segment, number)
    return render(request, "gates/review.html", _review_context(request, access, row, None))


@require_POST
@requires("gates.vote")
def vote(request: MemberRequest, access: Access, segment: str, number: int) -> HttpResponseBase:
    """Vote on what was frozen; a refusal shows the page again with what was typed."""
    row = _review(access, segment, number)
    try:
        return _voted(request, access, row)
    except Refusal as refusal:
        context = _review_context(request, access, _review(access, segment, number), refusal)
        return render(request, "gates/review.html", context, status=422)


def _voted(request: MemberRequest, access: Access, row: GateReview) -> HttpResponseBase:
    choice = request.POST.get("choice", "")
    method = reauthenticate(
        user=request.user,
        purpose="vote",
        proof=proof_posted(request),
        subject=vote_subject(row, choice),
        strong=second_factor_needed(access),
    )
    made = vote_cast(
        review=row,
        voter=request.user,
        choice=choice,
        comment=request.POST.get("comment", ""),
        snapshot_hash=request.POST.get("snapshot_hash", ""),
        method=method,
    )
    messages.success(
        request,
        _("Your vote has been recorded: %(choice)s, %(hash)s.")
        % {"choice": made.get_choice_display(), "hash": made.hash[:8]},
    )
    return redirect(pages.review_url(access, row))


def _review_context(request: MemberRequest, access: Access, row: GateReview, refusal: Refusal | None) -> dict[str, Any]:
    phase = Phase(row.phase)
    result = review_outcome(row)
    called = {entry["user"] for entry in row.snapshot["voters"]}
    voted = any(vote.voter_id == request.user.pk for vote in row.votes.all())
    may_vote = row.state == ReviewState.OPEN and request.user.pk in called and not voted and access.may("gates.vote")
    changes = changed_since(row)
    fields = refusal.fields if refusal else {}
    title = _("Review of gate %(number)s: %(name)s") % {"number": phase.value, "name": phase.label}
    if row.kind == ReviewKind.NOT_REQUIRED:
        title = _("Is phase %(number)s required? %(name)s") % {"number": phase.value, "name": phase.label}
    return {
        "title": title,
        "state": pages.review_state(row),
        "code": row.code,
        "lines": [
            _("Called by %(who)s, %(when)s") % {"who": row.called_by, "when": when_text(row.called_at)},
            _("Vote by %(day)s") % {"day": row.vote_by},
            pages.policy_text(result, row),
        ],
        "crumbs": pages.crumbs(access, phase, (row.code, "")),
        "acts": _acts(access, row, result.decision),
        "reason": row.reason,
        "closing_reason": row.closing_reason,
        "frozen": {
            "at": when_full(row.called_at),
            "short": row.short_hash,
            "full": row.snapshot_hash,
            "changes": [
                _("%(code)s read %(then)s and reads %(now)s now")
                % {"code": frozen["code"], "then": frozen["figure"], "now": now.finding.figure}
                for frozen, now in changes
            ],
        },
        "findings": pages.findings_context(row),
        "summary": pages.findings_summary(row),
        "conditions": pages.conditions_context(access, row.conditions.select_related("owner", "proposed_by", "met_by")),
        "propose_url": pages.review_url(access, row, "condition-new")
        if row.state == ReviewState.OPEN and not row.votes.all() and access.may("gates.condition")
        else "",
        "documents": pages.documents_context(access, row),
        "votes": pages.votes_context(row, row.votes.all()),
        "tally": pages.tally_context(row.votes.all()),
        "votes_summary": _("%(present)s of %(needed)s needed are present, %(voters)s called")
        % {"present": result.present, "needed": result.needed, "voters": result.voters},
        "as_of_url": pages.gate_url(access, phase, "as-of"),
        "waivers_url": reverse("gates:waivers", args=[access.programme.slug]),
        "waivers_count": waivers_of(access.programme).count(),
        "errors": [{"id": name or "choice", "text": text} for name, texts in fields.items() for text in texts]
        or ([{"id": "choice", "text": str(refusal)}] if refusal else []),
        "form": {
            "action": pages.review_url(access, row, "vote"),
            "as_role": _("as %(role)s") % {"role": _own_role(row, request.user.pk)},
            "choices": pages.choices_context(row, request.POST.get("choice", "")),
            "comment": request.POST.get("comment", ""),
            "errors": {name: " ".join(texts) for name, texts in fields.items()},
            "proof": proof_part(
                request,
                purpose="vote",
                subjects={choice.value: vote_subject(row, choice.value) for choice in Choice},
                pick="choice",
                strong=second_factor_needed(access),
                errors=fields,
            ),
        }
        if may_vote
        else None,
    }


@require_POST
@requires("documents.evidence")
def evidence(request: MemberRequest, access: Access, segment: str, number: int) -> HttpResponseBase:
    """Have the evidence pack of a decided gate made."""
    row = _review(access, segment, number)
    try:
        made = pack_ask(programme=access.programme, source="gate", subject=str(row.pk), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(pages.review_url(access, row))
    return redirect("proof:pack", access.programme.slug, made.pk)


def _own_role(row: GateReview, user: int) -> str:
    entry = next(entry for entry in row.snapshot["voters"] if entry["user"] == user)
    return _("chair") if entry["chair"] else _("committee member")


def _acts(access: Access, row: GateReview, decision: str) -> list[dict[str, Any]]:
    if row.state != ReviewState.OPEN:
        return pages.decided_acts(access, row)
    acts = []
    if access.may("gates.call"):
        acts.append(act(_("Withdraw review"), pages.review_url(access, row, "withdraw"), "arrow-back-up", stop=True))
    if access.may("gates.close") and decision:
        acts.append(act(_("Close the voting"), pages.review_url(access, row, "close"), "gavel", primary=True))
    return acts


@require_http_methods(["GET", "POST"])
@requires("gates.call")
def withdraw(request: MemberRequest, access: Access, segment: str, number: int) -> HttpResponseBase:
    """Take the call back."""
    row = _review(access, segment, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review_withdraw(review=row, actor=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("%(code)s has been withdrawn.") % {"code": row.code})
            return redirect(pages.review_url(access, row))
    title = _("Withdraw %(code)s") % {"code": row.code}
    context = {
        "title": title,
        "crumbs": pages.crumbs(
            access, Phase(row.phase), (row.code, pages.review_url(access, row)), (_("Withdraw"), "")
        ),
        "warning": _("Votes already cast stay on this review but do not count."),
        "submit_label": _("Withdraw review"),
        "cancel_url": pages.review_url(access, row),
    }
    return form_page(request, form, [["reason"]], context)


@require_http_methods(["GET", "POST"])
@requires("gates.close")
def close(request: MemberRequest, access: Access, segment: str, number: int) -> HttpResponseBase:
    """End the voting with the decision the votes amount to."""
    row = _review(access, segment, number)
    result = review_outcome(row)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            row = review_close(review=row, actor=request.user)
        except Refusal as refusal:
            errors = [{"id": "", "text": str(refusal)}]
        else:
            text = _("%(code)s has been decided: %(decision)s.")
            messages.success(request, text % {"code": row.code, "decision": row.get_decision_display()})
            return redirect(pages.review_url(access, row))
    context = {
        "code": row.code,
        "title": _("Close the voting"),
        "crumbs": pages.crumbs(access, Phase(row.phase), (row.code, pages.review_url(access, row)), (_("Close"), "")),
        "question": _("Close the voting with the decision “%(decision)s”?")
        % {"decision": dict(row._meta.get_field("decision").flatchoices).get(result.decision, _("none yet"))},
        "facts": [
            {"label": _("Present"), "html": f"{result.present}/{result.voters}"},
            {"label": _("Quorum"), "html": str(result.needed)},
        ],
        "consequence": _("Members who have not voted can no longer do so. A decision cannot be undone."),
        "submit_label": _("Close the voting"),
        "cancel_url": pages.review_url(access, row),
        "errors": errors,
    }
    return render(request, "records/confirm.html", context, status=422 if errors else 200)
