"""Deciding on a change request, with its impact before one's eyes and a proof of who one is."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance_app.base.numbers import whole
from governance_app.errors import Refusal
from governance_app.people.pages import proof_part, proof_posted
from governance_app.people.services import reauthenticate
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access, second_factor_needed
from governance_app.records import pages
from governance_app.records.forms import ReasonForm
from governance_app.records.selectors import record_for
from governance_app.records.views import add_errors
from governance_app.records.writing import UNKNOWN_VERSION
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.pages import impact_context
from requirements_app.changes.rules import decision_refusal, decision_subject
from requirements_app.changes.services import change_decide
from requirements_app.changes.states import CHANGE_MOVES, ChangeState


class DecisionForm(ReasonForm):
    """Why it is decided so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, needed=True, **kwargs)
        self.fields["reason"].label = _("Reason of the decision")


@require_http_methods(["GET", "POST"])
@requires("requirements.decide")
def accept(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Accept a change request: its records may then be written under it."""
    return _decide(request, access, code, move="accept")


@require_http_methods(["GET", "POST"])
@requires("requirements.decide")
def reject(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Reject a change request: the baseline stays as it is."""
    return _decide(request, access, code, move="reject")


def _decide(request: MemberRequest, access: Access, code: str, *, move: str) -> HttpResponseBase:
    record = record_for(CHANGES, access, code)
    if record is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    faults: dict[str, list[str]] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _decided(request, access, record, form.cleaned_data["reason"], move)
        except Refusal as refusal:
            faults = {name: texts for name, texts in refusal.fields.items() if name not in form.fields}
            if not faults:
                add_errors(form, refusal)
        else:
            messages.success(request, _("%(record)s: %(move)s") % {"record": code, "move": CHANGE_MOVES[move].title})
            return redirect(CHANGES.url(access.programme.slug, code))
    return _page(request, access, record, form, move=move, faults=faults)


def _decided(request: MemberRequest, access: Access, record: Any, reason: str, move: str) -> None:
    version = whole(request.POST.get("version", "")) or UNKNOWN_VERSION
    method = reauthenticate(
        user=request.user,
        purpose="decide",
        proof=proof_posted(request),
        subject=decision_subject(record, version, move),
        strong=second_factor_needed(access),
    )
    change_decide(
        access=access, code=record.code, accept=move == "accept", version=version, reason=reason, method=method
    )


def _page(
    request: MemberRequest, access: Access, record: Any, form: DecisionForm, *, move: str, faults: dict[str, list[str]]
) -> HttpResponseBase:
    step, url = CHANGE_MOVES[move], CHANGES.url(access.programme.slug, record.code)
    errors = pages.errors_of(form) if form.is_bound else []
    errors += [{"id": name, "text": text} for name, texts in faults.items() for text in texts]
    refusal = decision_refusal(record, request.user)
    if record.state != ChangeState.SUBMITTED:
        refusal = _("Only a submitted change request can be decided on.")
    context = {
        "code": record.code,
        "title": str(step.title),
        "crumbs": pages.crumbs(CHANGES, access, (record.code, url), (str(step.title), "")),
        "question": _("%(act)s: %(record)s?") % {"act": step.title, "record": record},
        "notices": [{"text": refusal, "css": "sg-note-block"}] if refusal else [],
        "consequence": _(
            "The impact below is frozen with the decision. An accepted request opens the records it lists to edits; the "
            "next revision of the specification is signed again by the departments concerned."
        ),
        "reason_field": form,
        "proof": proof_part(
            request,
            purpose="decide",
            subjects={"": decision_subject(record, record.version, move)},
            strong=second_factor_needed(access),
            errors=faults,
        ),
        "submit_label": str(step.title),
        "cancel_url": url,
        "stop": step.stop,
        "errors": errors,
        "version": record.version,
        "impact": impact_context(access, record),
        "texts": [
            {"title": CHANGES.title_of(name), "text": getattr(record, name)} for name in ("description", "rationale")
        ],
    }
    return render(request, "requirements/decide.html", context, status=422 if errors else 200)
