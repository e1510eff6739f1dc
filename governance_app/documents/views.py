"""The document centre, revisions, signing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance_app.canonical import canonical, sha256_hex
from governance_app.documents import pages
from governance_app.documents.models import Revision
from governance_app.documents.registry import DocumentKind, document_kinds
from governance_app.documents.rendering import revision_envelope
from governance_app.documents.rules import content_changes
from governance_app.documents.selectors import (
    document_standing,
    documents_of,
    last_signed_by,
    previous_frozen,
    rendering_of,
    revision_of,
    revisions_of,
)
from governance_app.documents.services import (
    rendering_ask,
    revision_sign,
    revision_submit,
    revision_title,
    revision_withdraw,
)
from governance_app.documents.states import RevisionState
from governance_app.errors import Refusal
from governance_app.files.services import file_response
from governance_app.looks import State
from governance_app.people.services import reauthenticate
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, public, requires
from governance_app.programmes.rules import Access
from governance_app.signoff.selectors import Standing, standing
from governance_app.signoff.services import challenge_issue, exclusion_text, statement_text
from governance_app.signoff.states import AGREEING, ROUND_LOOKS, Meaning, RoundState
from governance_app.times import when_text


def _kind(code: str) -> DocumentKind:
    kind = document_kinds.get(code)
    if kind is None:
        raise Http404
    return kind


def _revision(access: Access, code: str, number: int) -> Revision:
    revision = revision_of(access.programme, _kind(code).code, number)
    if revision is None or revision.state == RevisionState.DRAFT:
        raise Http404
    return revision


def _act(title: Any, url: str, icon: str, *, primary: bool = False, stop: bool = False) -> dict[str, Any]:
    return {"title": title, "url": url, "icon": icon, "primary": primary, "stop": stop, "method": "get"}


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
        "required": True,
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
def document(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """One document: the living draft beside its frozen revisions."""
    kind = _kind(code)
    place = document_standing(access.programme, kind)
    content = kind.compose(access.programme)
    problems = kind.problems(access.programme, content)
    frozen = _latest_frozen(place)
    changes = content_changes(frozen.content, content, kind.parts) if frozen else []
    in_signing = place.latest is not None and place.latest.state == RevisionState.IN_SIGNING
    unchanged = frozen is not None and frozen.state == RevisionState.APPROVED and not changes
    acts = []
    if access.may("documents.submit") and not in_signing and not unchanged:
        acts.append(
            _act(_("Submit for signature"), pages.kind_url(access, kind, "submit"), "writing-sign", primary=True)
        )
    if in_signing and place.latest is not None and _may_sign(access, place.latest).may_sign:
        acts.append(
            _act(_("Read and sign"), pages.kind_url(access, kind, "sign", place.latest.number), "writing-sign", primary=True)
        )
    context = {
        "document": {
            "number": kind.number(access.programme),
            "title": kind.title,
            "state": pages.revision_state(place.latest),
            "classification": _("Internal"),
            "owner": "",
            "phase": f"{kind.phase.value} {kind.phase.label}",
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
        "revisions": [_revision_row(access, kind, row) for row in _all(place)],
    }
    return render(request, "documents/document.html", context)


def _all(place: Any) -> list[Revision]:
    return list(place.document.revisions.all()) if place.document else []


def _latest_frozen(place: Any) -> Revision | None:
    row = next((row for row in _all(place) if row.state != RevisionState.DRAFT), None)
    return Revision.objects.select_related("round", "document").get(pk=row.pk) if row else None


def _may_sign(access: Access, revision: Revision) -> Standing:
    if revision.round_id is None:
        return Standing(None, None)
    round_ = type(revision.round).objects.prefetch_related("slots", "signatures").get(pk=revision.round_id)  # type: ignore[misc]
    return standing(round_, access.user, access.memberships)


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


@require_GET
@requires("documents.view")
def revision(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """One frozen revision: what was bound, who signed it, and the files that prove it."""
    kind, row = _kind(code), _revision(access, code, number)
    rendering = rendering_of(row)
    place = _may_sign(access, row)
    acts = [_act(_("Compare"), f"{pages.kind_url(access, kind, 'diff')}?to={row.number}", "history")]
    if row.state == RevisionState.IN_SIGNING and row.submitted_by_id == request.user.pk:
        acts.insert(0, _act(_("Withdraw"), pages.kind_url(access, kind, "withdraw", number), "arrow-back-up", stop=True))
    acts.append(_act(_("PDF"), pages.kind_url(access, kind, "pdf", number), "file-text"))
    if place.may_sign:
        acts.append(_act(_("Read and sign"), pages.kind_url(access, kind, "sign", number), "writing-sign", primary=True))
    downloads = [
        {
            "title": _("Canonical content (JSON)"),
            "url": pages.kind_url(access, kind, "json", number),
            "hash": row.body_hash[:8],
            "hash_full": row.body_hash,
            "size": "",
        }
    ]
    if rendering is not None:
        downloads.insert(
            0,
            {
                "title": _("PDF, %(purpose)s") % {"purpose": rendering.get_purpose_display()},
                "url": pages.kind_url(access, kind, "pdf", number),
                "hash": rendering.file.sha256[:8],
                "hash_full": rendering.file.sha256,
                "size": f"{rendering.file.size // 1024:,} KB",
            },
        )
    context = {
        "document": _document_context(access, kind),
        "revision": {
            "label": pages.revision_label(number),
            "state": pages.revision_state(row),
            "summary": row.summary,
            "hash": row.content_hash,
            "hash_groups": pages.hash_groups(row.content_hash),
            "pdf_hash": rendering.file.sha256 if rendering else "",
            "note": _note(access, kind, row),
        },
        "crumbs": pages.crumbs(access, kind, (pages.revision_label(number), "")),
        "acts": acts,
        "facts": pages.revision_facts(kind, row),
        "job": pages.job_context(access, kind, row),
        "round": _round_context(kind, row),
        "signatures": pages.signature_rows(row.round) if row.round else [],
        "downloads": downloads,
    }
    return render(request, "documents/revision.html", context)


def _document_context(access: Access, kind: DocumentKind) -> dict[str, Any]:
    return {"number": kind.number(access.programme), "title": kind.title, "url": pages.kind_url(access, kind)}


def _note(access: Access, kind: DocumentKind, row: Revision) -> dict[str, str] | None:
    if row.state in {RevisionState.APPROVED, RevisionState.IN_SIGNING}:
        newer = row.document.revisions.filter(number__gt=row.number).order_by("-number").first()
        if newer is None:
            return None
        text = _("A newer revision has been opened: %(reason)s") % {"reason": newer.opened_reason}
        return {
            "text": text,
            "url": pages.kind_url(access, kind),
            "url_title": pages.revision_label(newer.number),
            "css": "sg-note-risk",
        }
    reason = row.round.closing_reason if row.round else ""
    texts = {
        RevisionState.SUPERSEDED: _("This revision is no longer current."),
        RevisionState.WITHDRAWN: _("This revision was withdrawn from signing."),
        RevisionState.RETURNED: _("This revision was sent back."),
    }
    text = texts[RevisionState(row.state)] + (f" {reason}" if reason else "")
    css = "sg-note-block" if row.state == RevisionState.RETURNED else "sg-note-risk"
    return {"text": text, "url": pages.kind_url(access, kind), "url_title": str(kind.title), "css": css}


def _round_context(kind: DocumentKind, row: Revision) -> dict[str, Any] | None:
    if row.round is None:
        return None
    state = RoundState(row.round.state)
    look = ROUND_LOOKS[state]
    done = sum(signature.agrees for signature in row.round.signatures.all())
    return {
        "state": State(state.label, look.icon, look.family),
        "policy": kind.policy_text,
        "progress": f"{done}/{len(row.round.slots.all())}",
        "closed": when_text(row.round.closed_at) if row.round.closed_at else "",
    }


@require_http_methods(["GET", "POST"])
@requires("documents.submit")
def submit(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Confirm what is frozen and who must sign it, then submit."""
    kind = _kind(code)
    place = document_standing(access.programme, kind)
    if place.latest is not None and place.latest.state == RevisionState.IN_SIGNING:
        return redirect(pages.kind_url(access, kind, "revision", place.latest.number))
    content = kind.compose(access.programme)
    problems = kind.problems(access.programme, content)
    summary, errors = request.POST.get("summary", ""), []
    if request.method == "POST":
        try:
            if request.POST.get("draft_hash") != sha256_hex(canonical(content)):
                raise Refusal(_("The records have changed since this page was opened; please look at it again."))
            made = revision_submit(programme=access.programme, kind=kind, actor=request.user, summary=summary)
        except Refusal as refusal:
            errors = [{"id": "summary", "text": str(refusal)}]
        else:
            messages.success(request, _("%(title)s has been submitted for signature.") % {"title": made.round})
            return redirect(pages.kind_url(access, kind, "revision", made.number))
    context = _submit_context(access, kind, place, content, problems) | {"errors": errors}
    context["form"] |= {"summary": summary, "summary_error": ""}
    return render(request, "documents/submit.html", context, status=422 if errors else 200)


def _submit_context(access: Access, kind: DocumentKind, place: Any, content: Any, problems: Any) -> dict[str, Any]:
    frozen = _latest_frozen(place)
    number = place.latest.number if place.latest and place.latest.state == RevisionState.DRAFT else None
    number = number or (place.latest.number + 1 if place.latest else 1)
    changes = content_changes(frozen.content, content, kind.parts) if frozen else []
    signer_rows = []
    if not problems:
        policy = kind.policy(access.programme, content)
        signer_rows = [
            {"unit": spec.title, "signer": "", "role": "", "state": None, "note": ""}
            for group in policy.groups
            for spec in group.slots
        ]
    body_hash = sha256_hex(canonical(content))
    return {
        "document": _document_context(access, kind),
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


@require_http_methods(["GET", "POST"])
@requires("documents.sign")
def sign(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """Read what changed since my last signature, and sign."""
    kind, row = _kind(code), _revision(access, code, number)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return _signed(request, access, kind, row)
        except Refusal as refused:
            refusal = refused
            row = _revision(access, code, number)
    context = _sign_context(request, access, kind, row, refusal)
    return render(request, "documents/sign.html", context, status=409 if refusal else 200)


def _signed(request: MemberRequest, access: Access, kind: DocumentKind, row: Revision) -> HttpResponseBase:
    meaning = request.POST.get("meaning", "")
    token = request.POST.get(f"token_{meaning}", "")
    if not token:
        text = _("Please choose what your signature means.")
        raise Refusal(text, code="meaning-missing", fields={"meaning": [text]})
    method = reauthenticate(user=request.user, password=request.POST.get("password", ""), purpose="sign")
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
    place = _may_sign(access, row)
    earlier = last_signed_by(row, request.user)
    previous = earlier or previous_frozen(row)
    changes = content_changes(previous.content, row.content, kind.parts) if previous else []
    mine = {str(m.department) for m in access.memberships if m.department_id}
    since_title = _("Since your last signature") if earlier else _("Since the previous revision")
    stale = refusal is not None and refusal.code == "stale"
    fields = refusal.fields if refusal else {}
    rendering = rendering_of(row)
    acts = [_act(_("Revisions"), pages.kind_url(access, kind), "history")]
    if rendering is not None:
        acts.append(_act(_("View PDF"), pages.kind_url(access, kind, "pdf", row.number), "file-text"))
    return {
        "document": _document_context(access, kind),
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
            pages.fact(
                _("Your last signature"), pages.revision_label(earlier.number) if earlier else _("none so far")
            ),
        ],
        "refusal": _stale_html(refusal) if stale and refusal else "",
        "fresh": pages.change_rows(refusal.extra.get("changes", []), mine) if stale and refusal else [],
        "since": {
            "title": since_title if previous else _("Content"),
            "summary": pages.change_summary(changes) if previous else "",
            "full_url": f"{pages.kind_url(access, kind, 'diff')}?from={previous.number}&to={row.number}" if previous else "",
            "first": previous is None,
        },
        "rows": pages.change_rows(changes[: pages.FEW], mine),
        "rows_more": max(0, len(changes) - pages.FEW),
        "signers": pages.signers(row.round, request.user, place.slot) if row.round else [],
        "signers_summary": _("%(count)s signatures asked for, in any order")
        % {"count": len(row.round.slots.all()) if row.round else 0},
        "errors": _sign_errors(refusal) if refusal and not stale else [],
        "form": _sign_form(request, row, place, fields) if place.may_sign else None,
        "blocked": None if place.may_sign else _blocked(access, kind, row, place),
    }


def _stale_html(refusal: Refusal) -> Any:
    return format_html("{}", str(refusal))


def _sign_errors(refusal: Refusal) -> list[dict[str, str]]:
    if refusal.fields:
        return [{"id": name, "text": text} for name, texts in refusal.fields.items() for text in texts]
    return [{"id": "page", "text": str(refusal)}]


def _sign_form(request: MemberRequest, row: Revision, place: Standing, fields: dict[str, list[str]]) -> dict[str, Any]:
    if row.round is None or place.slot is None:
        raise Http404
    tokens = challenge_issue(round_=row.round, user=request.user)
    chosen = request.POST.get("meaning", row.round.policy["meaning"])
    title = revision_title(document_kinds[row.document.kind], row.number)
    words = {
        Meaning.APPROVAL: (
            _("Approve"),
            _("My department takes this as the basis of implementation and acceptance"),
            _("Approve and sign"),
        ),
        Meaning.CHANGES_REQUESTED: (
            _("Request changes"),
            _("Needs a reason; this round goes back to its author"),
            _("Sign and request changes"),
        ),
        Meaning.DISAPPROVAL: (
            _("Disapprove"),
            _("Needs a reason; the round closes by its rule"),
            _("Sign the disapproval"),
        ),
    }
    choices = []
    for value, token in tokens.items():
        meaning = Meaning(value)
        label, hint, button = words.get(meaning, (meaning.label, "", _("Sign")))
        choices.append(
            {
                "value": value,
                "label": label,
                "hint": hint,
                "token": token,
                "checked": value == chosen,
                "statement": statement_text(meaning=meaning, title=title, slot_title=place.slot.title),
                "submit_label": button,
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
        "password_error": " ".join(fields.get("password", [])),
        "meaning_error": " ".join(fields.get("meaning", [])),
        "password_label": _("Sign-in password"),
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
            return {"title": _("No longer open for signature"), "text": text, **back, "url": pages.kind_url(access, kind)}
        text = _("State: %(state)s.") % {"state": row.get_state_display()}
        return {"title": _("Not open for signature"), "text": text, **back}
    if place.exclusion:
        return {"title": _("You cannot sign this"), "text": exclusion_text(place.exclusion), **back}
    text = _("This round asks for other signatures. You may read the revision.")
    return {"title": _("Your signature is not asked for"), "text": text, **back}


@require_http_methods(["GET", "POST"])
@requires("documents.withdraw")
def withdraw(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """Take one's own submission out of signing."""
    kind, row = _kind(code), _revision(access, code, number)
    if row.submitted_by_id != request.user.pk or row.state != RevisionState.IN_SIGNING:
        raise Http404
    reason, errors = request.POST.get("reason", ""), []
    if request.method == "POST":
        try:
            revision_withdraw(revision=row, actor=request.user, reason=reason)
        except Refusal as refusal:
            errors = [{"id": "reason", "text": str(refusal)}]
        else:
            messages.success(request, _("%(title)s has been withdrawn.") % {"title": row.round})
            return redirect(pages.kind_url(access, kind))
    context = {
        "document": _document_context(access, kind),
        "revision": {"label": pages.revision_label(number), "state": pages.revision_state(row)},
        "crumbs": pages.crumbs(access, kind, (_("Withdraw"), "")),
        "facts": pages.revision_facts(kind, row),
        "signatures": [r for r in pages.signature_rows(row.round) if r["time"]] if row.round else [],
        "errors": errors,
        "form": {
            "action": request.path,
            "reason": reason,
            "reason_error": errors[0]["text"] if errors else "",
            "consequence": _("The round ends. Signatures given stay on this revision and do not count for the next."),
        },
        "cancel_url": pages.kind_url(access, kind, "revision", number),
    }
    return render(request, "documents/withdraw.html", context, status=422 if errors else 200)


@require_GET
@requires("documents.view")
def diff(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Two revisions side by side, or a revision and the draft."""
    kind = _kind(code)
    frozen = list(revisions_of(access.programme).filter(document__kind=kind.code).exclude(body="").order_by("-number"))
    known: dict[str, Any] = {str(row.number): row for row in frozen}
    if not frozen:
        raise Http404
    to = request.GET.get("to", "draft")
    right = known.get(to)
    default = next((row for row in frozen if right is None or row.number < right.number), frozen[-1])
    left = known.get(request.GET.get("from", ""), default)
    new = right.content if right else kind.compose(access.programme)
    changes = content_changes(left.content, new, kind.parts)
    by_part: dict[str, list[Any]] = {}
    for change in changes:
        by_part.setdefault(change.part, []).append(change)
    context = {
        "document": _document_context(access, kind),
        "crumbs": pages.crumbs(access, kind, (_("Compare"), "")),
        "acts": [],
        "left": _side(left),
        "right": _side(right),
        "choices": [
            *({"value": str(row.number), "label": pages.revision_label(row.number)} for row in frozen),
            {"value": "draft", "label": _("Present draft")},
        ],
        "summary": pages.change_summary(changes),
        "sections": [
            {"title": title, "count": len(rows), "rows": pages.change_rows(rows)} for title, rows in by_part.items()
        ],
        "unchanged": [str(part.title) for part in kind.parts if str(part.title) not in by_part],
    }
    return render(request, "documents/diff.html", context)


def _side(row: Revision | None) -> dict[str, str]:
    if row is None:
        return {"label": _("Present draft"), "value": "draft", "hash": "", "hash_full": ""}
    return {
        "label": pages.revision_label(row.number),
        "value": str(row.number),
        "hash": row.short_hash,
        "hash_full": row.content_hash,
    }


@require_GET
@requires("documents.view")
def pdf(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """The revision's PDF; while it is being produced, the revision's page with its progress."""
    row = _revision(access, code, number)
    language = "en" if request.GET.get("language") == "en" else "zh-hans"
    rendering = rendering_of(row, language)
    if rendering is None:
        rendering_ask(row, language, request.user)
        rendering = rendering_of(row, language)
    if rendering is None:
        messages.info(request, _("The PDF is being produced."))
        return redirect(pages.kind_url(access, _kind(code), "revision", number))
    return file_response(rendering.file)


@require_GET
@requires("documents.view")
def content_json(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """The frozen content with its hashes and signatures, for machines."""
    row = _revision(access, code, number)
    response = HttpResponse(revision_envelope(row), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{row.document.number}-r{row.number}.json"'
    return response


@require_GET
@requires("documents.view")
def progress(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """How far the PDF is; tells the page to load anew once it is there."""
    kind, row = _kind(code), _revision(access, code, number)
    context = pages.job_context(access, kind, row)
    if context is None:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "documents/progress.html", {"job": context})


@require_POST
@requires("documents.view")
def rerender(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """Ask once more for a PDF that could not be produced."""
    row = _revision(access, code, number)
    rendering_ask(row, actor=request.user)
    return redirect(pages.kind_url(access, _kind(code), "revision", number))


@public
@require_GET
def check(request: HttpRequest, content_hash: str) -> HttpResponseBase:
    """Where the QR code leads: whether a revision with this hash is current. Tells nothing else."""
    row = Revision.objects.filter(content_hash=content_hash).exclude(body="").only("state", "number").first()
    if row is None:
        raise Http404
    newer = Revision.objects.filter(document_id=row.document_id, number__gt=row.number).exclude(body="").exists()
    context = {"state": pages.revision_state(row), "number": row.number, "newer": newer, "hash": content_hash}
    return render(request, "documents/check.html", context)
