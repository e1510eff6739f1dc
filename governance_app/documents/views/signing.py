"""Reading a revision and signing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance_app.base.looks import act
from governance_app.base.times import when_text
from governance_app.documents import pages
from governance_app.documents.models import Revision
from governance_app.documents.registry import DocumentKind, document_kinds
from governance_app.documents.rules import content_changes
from governance_app.documents.selectors import (
    last_signed_by,
    previous_frozen,
    rendering_of,
)
from governance_app.documents.services import (
    revision_sign,
    revision_title,
)
from governance_app.documents.states import RevisionState
from governance_app.documents.views.common import (
    document_context,
    kind_or_404,
    place_of,
    revision_or_404,
)
from governance_app.errors import Invalid, Refusal, Stale
from governance_app.people.pages import proof_part, proof_posted
from governance_app.people.services import reauthenticate
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access, second_factor_needed
from governance_app.signoff.selectors import Standing
from governance_app.signoff.services.rounds import challenge_issue, exclusion_text
from governance_app.signoff.states import AGREEING, Meaning

MeaningMissing = Invalid.coded("meaning-missing")


@require_http_methods(["GET", "POST"])
@requires("documents.sign")
def sign(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """Read what changed since my last signature, and sign."""
    kind, row = kind_or_404(code), revision_or_404(access, code, number)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return _signed(request, access, kind, row)
        except Refusal as refused:
            refusal = refused
            row = revision_or_404(access, code, number)
    context = _sign_context(request, access, kind, row, refusal)
    return render(request, "documents/sign.html", context, status=409 if refusal else 200)


def _signed(request: MemberRequest, access: Access, kind: DocumentKind, row: Revision) -> HttpResponseBase:
    meaning = request.POST.get("meaning", "")
    token = request.POST.get(f"token_{meaning}", "")
    if not token:
        text = _("Please choose what your signature means.")
        raise MeaningMissing(text, fields={"meaning": [text]})
    method = reauthenticate(
        user=request.user,
        purpose="sign",
        proof=proof_posted(request),
        subject=token,
        strong=second_factor_needed(access),
    )
    signature = revision_sign(
        revision=row,
        user=request.user,
        token=token,
        content_hash=request.POST.get("revision_hash", ""),
        reason=request.POST.get("reason", ""),
        method=method,
    )
    messages.success(
        request,
        _("Your signature has been recorded: %(meaning)s, %(hash)s.")
        % {"meaning": signature.get_meaning_display(), "hash": signature.hash[:8]},
    )
    return redirect(pages.kind_url(access, kind, "revision", row.number))


def _sign_context(
    request: MemberRequest, access: Access, kind: DocumentKind, row: Revision, refusal: Refusal | None
) -> dict[str, Any]:
    place = place_of(access, row)
    earlier = last_signed_by(row, request.user)
    previous = earlier or previous_frozen(row)
    changes = content_changes(previous.content, row.content, kind.sections) if previous else []
    mine = {str(m.department) for m in access.memberships if m.department_id}
    since_title = _("Since your last signature") if earlier else _("Since the previous revision")
    stale = isinstance(refusal, Stale)
    fields = refusal.fields if refusal else {}
    rendering = rendering_of(row)
    acts = [act(_("Revisions"), pages.kind_url(access, kind), "history")]
    if rendering is not None:
        acts.append(act(_("View PDF"), pages.kind_url(access, kind, "pdf", row.number), "file-text"))
    return {
        "document": document_context(access, kind),
        "revision": {
            "label": pages.revision_label(row.number),
            "state": pages.revision_state(row),
            "reason": "",
            "submitted": pages.submitted_text(row),
            "due": row.round.due_on.isoformat() if row.round and row.round.due_on else "",
        },
        "crumbs": [
            {"title": _("My work"), "url": reverse("inbox:work")},
            *pages.crumbs(access, kind, (_("Sign"), ""))[2:],
        ],
        "acts": acts,
        "facts": [
            *pages.revision_facts(kind, row),
            pages.fact(_("Your last signature"), pages.revision_label(earlier.number) if earlier else _("none so far")),
        ],
        "refusal": _stale_html(refusal) if stale and refusal else "",
        "fresh": pages.change_rows(refusal.extra.get("changes", []), mine) if stale and refusal else [],
        "since": {
            "title": since_title if previous else _("Content"),
            "summary": pages.change_summary(changes) if previous else "",
            "full_url": f"{pages.kind_url(access, kind, 'diff')}?from={previous.number}&to={row.number}"
            if previous
            else "",
            "first": previous is None,
        },
        "rows": pages.change_rows(changes[: pages.FEW], mine),
        "rows_more": max(0, len(changes) - pages.FEW),
        "signers": pages.signers(row.round, request.user, place.slot) if row.round else [],
        "signers_summary": _("%(count)s signatures asked for, in any order")
        % {"count": len(row.round.slots.all()) if row.round else 0},
        "errors": _sign_errors(refusal) if refusal and not stale else [],
        "form": _sign_form(request, access, row, place, fields) if place.may_sign else None,
        "blocked": None if place.may_sign else _blocked(access, kind, row, place),
    }


def _stale_html(refusal: Refusal) -> Any:
    return format_html("{}", str(refusal))


def _sign_errors(refusal: Refusal) -> list[dict[str, str]]:
    if refusal.fields:
        return [{"id": name, "text": text} for name, texts in refusal.fields.items() for text in texts]
    return [{"id": "page", "text": str(refusal)}]


def _sign_form(
    request: MemberRequest, access: Access, row: Revision, place: Standing, fields: dict[str, list[str]]
) -> dict[str, Any]:
    if row.round is None or place.slot is None:
        raise Http404
    tokens = challenge_issue(round_=row.round, user=request.user)
    chosen = request.POST.get("meaning", row.round.policy["meaning"])
    kind = document_kinds[row.document.kind]
    title = revision_title(kind, row.number)
    choices = []
    for value, token in tokens.items():
        meaning = Meaning(value)
        answer = kind.meanings[meaning]
        choices.append(
            {
                "value": value,
                "label": answer.label,
                "hint": answer.hint,
                "token": token,
                "checked": value == chosen,
                "statement": kind.statement(meaning, title=title, slot_title=place.slot.title),
                "submit_label": answer.button,
                "stop": meaning not in AGREEING,
                "reason_required": meaning not in AGREEING,
            }
        )
    return {
        "action": request.path,
        "as_role": _("as %(slot)s") % {"slot": place.slot.title},
        "hash": row.content_hash,
        "hash_groups": pages.hash_groups(row.content_hash),
        "choices": choices,
        "reason": request.POST.get("reason", ""),
        "reason_error": " ".join(fields.get("reason", [])),
        "meaning_error": " ".join(fields.get("meaning", [])),
        "proof": proof_part(
            request,
            purpose="sign",
            subjects=tokens,
            pick="meaning",
            strong=second_factor_needed(access),
            errors=fields,
        ),
        "consequence": _(
            "A signature cannot be changed. Your name, role, the time and how you proved yourself are printed on the "
            "approvals page. The one who submitted may withdraw the round before it closes."
        ),
    }


def _blocked(access: Access, kind: DocumentKind, row: Revision, place: Standing) -> dict[str, str]:
    back = {"url": pages.kind_url(access, kind, "revision", row.number), "url_title": _("See this revision")}
    if place.signature is not None:
        text = _("%(meaning)s, %(when)s, %(hash)s.") % {
            "meaning": place.signature.get_meaning_display(),
            "when": when_text(place.signature.signed_at),
            "hash": place.signature.hash[:8],
        }
        return {"title": _("You have signed"), "text": text, **back}
    if row.state != RevisionState.IN_SIGNING:
        latest = row.document.revisions.order_by("-number").first()
        if latest is not None and latest.number > row.number:
            text = _("Revision %(number)s has taken its place.") % {"number": latest.number}
            return {
                "title": _("No longer open for signature"),
                "text": text,
                "url": pages.kind_url(access, kind),
                "url_title": _("Revisions"),
            }
        text = _("State: %(state)s.") % {"state": row.get_state_display()}
        return {"title": _("Not open for signature"), "text": text, **back}
    if place.exclusion:
        return {"title": _("You cannot sign this"), "text": exclusion_text(place.exclusion), **back}
    text = _("This round asks for other signatures. You may read the revision.")
    return {"title": _("Your signature is not asked for"), "text": text, **back}
