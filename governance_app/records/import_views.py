"""Pages of an import: choose a file, see what it would do, do it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance_app.base.looks import state_of
from governance_app.base.tabular import table_write
from governance_app.errors import Refusal
from governance_app.exchange.models import ImportBatch
from governance_app.exchange.states import BATCH_LOOKS, BatchState
from governance_app.jobs.models import Job
from governance_app.jobs.selectors import progress_of
from governance_app.programmes.guards import MemberRequest
from governance_app.programmes.rules import Access
from governance_app.records import pages
from governance_app.records.forms import UploadForm
from governance_app.records.imports import batch_apply, batch_of, batch_stalled, batch_upload
from governance_app.records.registry import RecordKind
from governance_app.records.resources import column_titles
from governance_app.records.rules import may_create
from governance_app.records.views import add_errors, file_answer

_RUNNING = {BatchState.CHECKING, BatchState.APPLYING}


def _allowed(kind: RecordKind, access: Access) -> None:
    if not may_create(kind, access):
        raise Http404


@require_http_methods(["GET", "POST"])
def import_upload(request: MemberRequest, access: Access, kind: RecordKind) -> HttpResponseBase:
    """Choose a file; it is checked before anything is written."""
    _allowed(kind, access)
    base = kind.url(access.programme.slug)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = batch_upload(kind=kind, access=access, name=upload.name, data=upload.read())
        except Refusal as refusal:
            add_errors(form, refusal)
        else:
            return redirect(f"{base}import/{batch.pk}/")
    errors = pages.errors_of(form) if form.is_bound else []
    title = _("Import %(kind)s") % {"kind": kind.title}
    context = {
        "title": title,
        "crumbs": pages.crumbs(kind, access, (_("Import"), "")),
        "form": form,
        "errors": errors,
        "template_urls": [
            {"title": _("Empty template (XLSX)"), "url": f"{base}import/template/?format=xlsx"},
            {"title": _("Empty template (CSV)"), "url": f"{base}import/template/?format=csv"},
            {"title": _("All present records (XLSX)"), "url": f"{base}export/?format=xlsx"},
        ],
        "columns": [_column(kind, name, title) for name, title in column_titles(kind)],
        "cancel_url": base,
    }
    return render(request, "exchange/upload.html", context, status=422 if errors else 200)


def _column(kind: RecordKind, name: str, title: str) -> dict[str, Any]:
    field = kind.field(name)
    required = name != "code" and not field.blank and not field.has_default()
    return {"title": title, "required": required, "hint": _hint(kind, name, field)}


def _hint(kind: RecordKind, name: str, field: Any) -> str:
    if name == "code":
        return _("Empty for a new record, %(prefix)s-NNN for a known one") % {"prefix": kind.prefix}
    if field.choices:
        return _(", ").join(str(label) for _code, label in field.flatchoices)
    if field.many_to_many:
        return _("Codes, parted by commas")
    if field.many_to_one:
        return _("Code or name")
    if field.get_internal_type() == "DateField":
        return _("Date, as 2026-11-24")
    return str(kind.hints.get(name, ""))


@require_GET
def import_template(request: MemberRequest, access: Access, kind: RecordKind) -> HttpResponseBase:
    """An empty file with the right columns."""
    _allowed(kind, access)
    form = "csv" if request.GET.get("format") == "csv" else "xlsx"
    headers = [title for _name, title in column_titles(kind)]
    return file_answer(table_write(headers, [], form, str(kind.title)), f"{kind.slug}-template.{form}", form)


def _batch(access: Access, kind: RecordKind, number: Any) -> ImportBatch:
    batch = batch_of(access, kind, number)
    if batch is None:
        raise Http404
    return batch


def _batch_context(kind: RecordKind, access: Access, batch: ImportBatch) -> dict[str, Any]:
    base = f"{kind.url(access.programme.slug)}import/{batch.pk}/"
    stalled = batch.state in _RUNNING and batch_stalled(batch)
    running = batch.state in _RUNNING and not stalled
    ready = batch.state == BatchState.READY or (stalled and batch.state == BatchState.APPLYING)
    job = Job.objects.filter(key__in=[f"check:{batch.pk}", f"apply:{batch.pk}"]).order_by("-created_at").first()
    words = {"created": _("created"), "changed": _("changed")}
    report = batch.report or {}
    return {
        "batch": {
            "name": batch.file.name,
            "total": batch.total,
            "done": progress_of(job).done if job and running else 0,
            "created": batch.created,
            "changed": batch.changed,
            "unchanged": batch.unchanged,
            "faulty": batch.faulty,
            "state": state_of(BATCH_LOOKS[BatchState(batch.state)], batch.get_state_display()),
        },
        "errors": report.get("faults", []),
        "errors_url": f"{base}faults/" if report.get("faults") else "",
        "changes": [{**change, "what": words[change["what"]]} for change in report.get("changes", [])],
        "apply_url": f"{base}apply/" if ready else "",
        "cancel_url": f"{kind.url(access.programme.slug)}import/" if batch.state != BatchState.APPLIED else "",
        "progress_url": f"{base}progress/" if running else "",
        "message": batch.message
        or (_("The work has stopped. Nothing was written; please try again.") if stalled else ""),
    }


@require_GET
def import_preview(request: MemberRequest, access: Access, kind: RecordKind, batch: Any) -> HttpResponseBase:
    """What the file would do, fault by fault and row by row."""
    _allowed(kind, access)
    row = _batch(access, kind, batch)
    base = kind.url(access.programme.slug)
    context = _batch_context(kind, access, row) | {
        "title": _("Import %(kind)s") % {"kind": kind.title},
        "crumbs": pages.crumbs(kind, access, (_("Import"), f"{base}import/"), (row.file.name, "")),
    }
    return render(request, "exchange/preview.html", context)


@require_GET
def import_progress(request: MemberRequest, access: Access, kind: RecordKind, batch: Any) -> HttpResponseBase:
    """How far a long import is; tells the page to load anew once it has ended."""
    _allowed(kind, access)
    row = _batch(access, kind, batch)
    response = render(request, "exchange/_progress.html", _batch_context(kind, access, row))
    if row.state not in _RUNNING or batch_stalled(row):
        response["HX-Refresh"] = "true"
    return response


@require_GET
def import_faults(request: MemberRequest, access: Access, kind: RecordKind, batch: Any) -> HttpResponse:
    """The faults as a workbook, to mend the file beside it."""
    _allowed(kind, access)
    row = _batch(access, kind, batch)
    headers = [_("Row"), _("Column"), _("Value"), _("What is wrong")]
    faults = [
        [fault["row"], fault["column"], fault["value"], fault["reason"]] for fault in row.report.get("faults", [])
    ]
    return file_answer(table_write(headers, faults, "xlsx", _("Faults")), f"{kind.slug}-faults.xlsx", "xlsx")


@require_POST
def import_apply(request: MemberRequest, access: Access, kind: RecordKind, batch: Any) -> HttpResponseBase:
    """Write the checked file, all of it or nothing."""
    _allowed(kind, access)
    row = _batch(access, kind, batch)
    base = kind.url(access.programme.slug)
    try:
        row = batch_apply(batch=row, access=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{base}import/{row.pk}/")
    if row.state == BatchState.APPLIED:
        text = _("%(name)s has been imported: %(created)s created, %(changed)s changed.")
        messages.success(request, text % {"name": row.file.name, "created": row.created, "changed": row.changed})
        return redirect(base)
    return redirect(f"{base}import/{row.pk}/")
