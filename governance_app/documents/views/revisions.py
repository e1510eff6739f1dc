"""One frozen revision, its files, its comparison, its withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance_app.base.looks import State, act
from governance_app.base.times import when_text
from governance_app.documents import pages
from governance_app.documents.models import Rendering, Revision
from governance_app.documents.registry import DocumentKind
from governance_app.documents.rendering import revision_envelope
from governance_app.documents.rules import content_changes
from governance_app.documents.selectors import (
    rendering_of,
    revisions_of,
)
from governance_app.documents.services import (
    rendering_ask,
    revision_withdraw,
)
from governance_app.documents.states import RevisionState
from governance_app.documents.views.common import (
    document_context,
    kind_or_404,
    place_of,
    revision_or_404,
)
from governance_app.errors import Refusal
from governance_app.files.services import file_response
from governance_app.programmes.guards import MemberRequest, public, requires
from governance_app.programmes.rules import Access
from governance_app.signoff.states import ROUND_LOOKS, RoundState


@require_GET
@requires("documents.view")
def revision(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """One frozen revision: what was bound, who signed it, and the files that prove it."""
    kind, row = kind_or_404(code), revision_or_404(access, code, number)
    rendering = rendering_of(row)
    place = place_of(access, row)
    acts = [act(_("Compare"), f"{pages.kind_url(access, kind, 'diff')}?to={row.number}", "history")]
    if row.state == RevisionState.IN_SIGNING and row.submitted_by_id == request.user.pk:
        acts.insert(0, act(_("Withdraw"), pages.kind_url(access, kind, "withdraw", number), "arrow-back-up", stop=True))
    if place.signature is not None and place.signature.agrees and row.state == RevisionState.APPROVED:
        acts.append(
            act(_("Revoke my signature"), pages.kind_url(access, kind, "revoke", number), "circle-x", stop=True)
        )
    if access.may("documents.evidence"):
        evidence = reverse("proof:revision", args=[access.programme.slug, code, number])
        acts.append(act(_("Evidence pack"), evidence, "shield-check", post=True))
    acts.append(act(_("PDF"), pages.kind_url(access, kind, "pdf", number), "file-text"))
    if place.may_sign:
        acts.append(act(_("Read and sign"), pages.kind_url(access, kind, "sign", number), "writing-sign", primary=True))
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
                "size": _sized(rendering),
            },
        )
    context = {
        "document": document_context(access, kind),
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


def _sized(rendering: Rendering) -> str:
    size = f"{rendering.file.size // 1024:,} KB"
    if not rendering.sealed:
        return size
    return _("%(size)s, sealed with certificate %(certificate)s") % {
        "size": size,
        "certificate": rendering.certificate[:8],
    }


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
@requires("documents.withdraw")
def withdraw(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """Take one's own submission out of signing."""
    kind, row = kind_or_404(code), revision_or_404(access, code, number)
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
        "document": document_context(access, kind),
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
    kind = kind_or_404(code)
    frozen = list(revisions_of(access.programme).filter(document__kind=kind.code).exclude(body="").order_by("-number"))
    known: dict[str, Any] = {str(row.number): row for row in frozen}
    if not frozen:
        raise Http404
    to = request.GET.get("to", "draft")
    right = known.get(to)
    default = next((row for row in frozen if right is None or row.number < right.number), frozen[-1])
    left = known.get(request.GET.get("from", ""), default)
    new = right.content if right else kind.content(access.programme)
    changes = content_changes(left.content, new, kind.sections)
    by_part: dict[str, list[Any]] = {}
    for change in changes:
        by_part.setdefault(change.part, []).append(change)
    context = {
        "document": document_context(access, kind),
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
        "unchanged": [str(part.title) for part in kind.sections if str(part.title) not in by_part],
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
    row = revision_or_404(access, code, number)
    language = "en" if request.GET.get("language") == "en" else "zh-hans"
    rendering = rendering_of(row, language)
    if rendering is None:
        rendering_ask(row, language, request.user)
        rendering = rendering_of(row, language)
    if rendering is None:
        messages.info(request, _("The PDF is being produced."))
        return redirect(pages.kind_url(access, kind_or_404(code), "revision", number))
    return file_response(rendering.file)


@require_GET
@requires("documents.view")
def content_json(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """The frozen content with its hashes and signatures, for machines."""
    row = revision_or_404(access, code, number)
    response = HttpResponse(revision_envelope(row), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{row.document.number}-r{row.number}.json"'
    return response


@require_GET
@requires("documents.view")
def progress(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """How far the PDF is; tells the page to load anew once it is there."""
    kind, row = kind_or_404(code), revision_or_404(access, code, number)
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
    row = revision_or_404(access, code, number)
    rendering_ask(row, actor=request.user)
    return redirect(pages.kind_url(access, kind_or_404(code), "revision", number))


@public
@require_GET
def check(request: HttpRequest, content_hash: str) -> HttpResponseBase:
    """Where the QR code leads: whether a revision with this hash is current. Tells nothing else."""
    row = Revision.objects.filter(content_hash=content_hash).exclude(body="").only("state", "number").first()
    if row is None:
        # A hash no revision has: the paper, or the address, is not what was given out.
        return render(request, "documents/check.html", {"state": None, "hash": content_hash}, status=404)
    newer = Revision.objects.filter(document_id=row.document_id, number__gt=row.number).exclude(body="").exists()
    context = {
        "state": pages.revision_state(row),
        "genuine": row.state in {RevisionState.APPROVED, RevisionState.IN_SIGNING},
        "signing": row.state == RevisionState.IN_SIGNING,
        "number": row.number,
        "newer": newer,
        "hash": content_hash,
    }
    return render(request, "documents/check.html", context)
