"""The public page that checks a PDF, and the pages of evidence packs."""

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance_app.base.canonical import sha256_hex
from governance_app.base.keys import ledger_key
from governance_app.base.looks import state_of
from governance_app.base.times import when_full, when_text
from governance_app.documents.registry import document_kinds
from governance_app.documents.selectors import revision_of
from governance_app.errors import Refusal
from governance_app.files.services import file_response
from governance_app.jobs.selectors import progress_of
from governance_app.jobs.states import JobState
from governance_app.paper.sealing import seal_current
from governance_app.programmes.guards import MemberRequest, public, requires
from governance_app.programmes.rules import Access
from governance_app.proof.models import EvidencePack
from governance_app.proof.selectors import document_verdict, pack_job
from governance_app.proof.services import pack_ask, pack_repeat
from governance_app.proof.states import CONTENTS, REASONS, SEALS, VERDICT_LOOKS

_TOO_LARGE, _TOO_MANY = 413, 429
_MINUTE = 60
# What a browser puts around the file.
_FORM_AROUND = 64 * 1024


# Nothing is changed and nothing is told that depends on who asks: a form token would guard nothing, and looking for it
# would read the whole upload before its size is known.
@csrf_exempt
@public
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponseBase:
    """Anybody may have a PDF checked here: genuine, altered or superseded, and nothing else."""
    if request.method == "GET":
        return _verify_page(request)
    if _too_often(request):
        response = _verify_page(request, error=_("Too many files from your address; please wait a minute."))
        response.status_code = _TOO_MANY
        response["Retry-After"] = str(_MINUTE)
        return response
    size = settings.VERIFY_MAX_BYTES
    too_large = _("The file is larger than %(size)s MB.") % {"size": size // (1024 * 1024)}
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > size + _FORM_AROUND:
        return _verify_page(request, error=too_large, status=_TOO_LARGE)
    file = request.FILES.get("file")
    if file is None:
        return _verify_page(request, error=_("Please choose a file."), status=422)
    if (file.size or 0) > size:
        return _verify_page(request, error=too_large, status=_TOO_LARGE)
    data = file.read()
    found = document_verdict(data)
    result = {
        "state": state_of(VERDICT_LOOKS[found.verdict], found.verdict.label),
        "text": REASONS[found.reason],
        "checks": [
            _("The file is known by its hash") if found.known else _("The file's hash is not known"),
            SEALS[found.seal],
            CONTENTS[found.content],
        ],
        "hash": sha256_hex(data),
    }
    return _verify_page(request, result=result)


def _verify_page(
    request: HttpRequest, *, error: str = "", result: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    key, seal = ledger_key(), seal_current()
    context = {
        "error": error,
        "result": result,
        "megabytes": settings.VERIFY_MAX_BYTES // (1024 * 1024),
        "key": key.id if key else "",
        "certificate": seal.fingerprint if seal else "",
    }
    return render(request, "proof/verify.html", context, status=status)


def _too_often(request: HttpRequest) -> bool:
    """Count one more file from this address; whether it is one too many within the minute."""
    name = f"verify:{get_adapter().get_client_ip(request)}"
    cache.add(name, 0, _MINUTE)
    try:
        return int(cache.incr(name)) > settings.VERIFY_PER_MINUTE
    except ValueError:
        # The minute ended between the two.
        return False


@require_POST
@requires("documents.evidence")
def revision_evidence(request: MemberRequest, access: Access, code: str, number: int) -> HttpResponseBase:
    """Have the evidence pack of a revision made."""
    revision = revision_of(access.programme, code, number) if code in document_kinds else None
    if revision is None:
        raise Http404
    try:
        made = pack_ask(programme=access.programme, source="revision", subject=str(revision.pk), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("documents:revision", access.programme.slug, code, number)
    return redirect("proof:pack", access.programme.slug, made.pk)


def _pack_or_404(access: Access, pack: uuid.UUID) -> EvidencePack:
    rows = EvidencePack.objects.filter(programme=access.programme).select_related("file", "created_by", "programme")
    found = rows.filter(pk=pack).first()
    if found is None:
        raise Http404
    return found


def _job(pack: EvidencePack) -> dict[str, Any]:
    """The making of a pack as the progress bar shows it."""
    page = reverse("proof:pack", args=[pack.programme.slug, pack.pk])
    found: dict[str, Any] = {
        "id": str(pack.pk),
        "state": JobState.DONE,
        "title": _("Making the evidence pack"),
        "step": "",
        "done": 0,
        "total": 0,
        "percent": 100,
        "poll_url": reverse("proof:progress", args=[pack.programme.slug, pack.pk]),
        "page_url": page,
        "results": [],
        "error": "",
        "retry_url": "",
        "waited": when_text(pack.created_at),
    }
    if pack.file is not None:
        place = reverse("proof:file", args=[pack.programme.slug, pack.pk])
        return found | {"results": [{"title": _("Download the evidence pack"), "url": place}]}
    job = pack_job(pack)
    if job is None or job.state in {JobState.FAILED, JobState.DONE}:
        text = _("The pack could not be made; you can request it again.")
        return found | {"state": JobState.FAILED, "error": text, "retry_url": page}
    progress = progress_of(job)
    return found | {
        "state": job.state,
        "done": progress.done,
        "total": progress.total,
        "percent": progress.percent,
    }


@require_http_methods(["GET", "POST"])
@requires("documents.evidence")
def pack(request: MemberRequest, access: Access, pack: uuid.UUID) -> HttpResponseBase:
    """A pack: how far it is, then the file; posting asks once more for one that could not be made."""
    row = _pack_or_404(access, pack)
    if request.method == "POST":
        if row.file is None:
            pack_repeat(pack=row, actor=request.user)
        return redirect(request.path)
    facts = [
        {"label": _("Asked for by"), "html": str(row.created_by)},
        {"label": _("Asked for at"), "html": when_full(row.created_at)},
    ]
    if row.file is not None:
        facts += [
            {"label": _("Size"), "html": f"{max(1, row.file.size // 1024):,} KB"},
            {"label": "SHA-256", "html": row.file.sha256},
        ]
    context = {
        "job": _job(row) | {"title": row.title},
        "crumbs": [
            {"title": access.programme.name, "url": reverse("overview:programme", args=[access.programme.slug])},
            {"title": _("Documents"), "url": reverse("documents:centre", args=[access.programme.slug])},
            {"title": _("Evidence pack"), "url": ""},
        ],
        "acts": [],
        "facts": facts,
        "log": [],
    }
    return render(request, "jobs/job.html", context)


@require_GET
@requires("documents.evidence")
def pack_progress(request: MemberRequest, access: Access, pack: uuid.UUID) -> HttpResponseBase:
    """How far a pack is; once it is there, the page is loaded anew."""
    row = _pack_or_404(access, pack)
    if row.file is not None:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "documents/progress.html", {"job": _job(row)})


@require_GET
@requires("documents.evidence")
def pack_file(request: MemberRequest, access: Access, pack: uuid.UUID) -> HttpResponseBase:
    """The pack as a download."""
    row = _pack_or_404(access, pack)
    if row.file is None:
        return redirect("proof:pack", access.programme.slug, row.pk)
    return file_response(row.file)
