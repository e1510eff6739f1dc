"""Bringing departments and people in from a table: choose, look, write."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance_app.base.canonical import sha256_hex
from governance_app.base.tabular import MEDIA, table_read, table_write
from governance_app.errors import Refusal
from governance_app.files.models import StoredFile
from governance_app.files.services import file_read, file_store
from governance_app.gates.views.common import refused
from governance_app.people.imports import TABLES, TableKind, table_check, table_write_rows
from governance_app.programmes.guards import administers
from governance_app.records.pages import errors_of

#: So many rows are shown; the counts are of all.
_SHOWN = 200
_LARGEST = 5 * 1024 * 1024


class TableForm(forms.Form):
    """The file."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("XLSX or CSV, 5 MB at most."))

    def clean_file(self) -> Any:
        """The file; refuses one that is too large."""
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file


def _kind(code: str) -> TableKind:
    kind = TABLES.get(code)
    if kind is None:
        raise Http404
    return kind


def _crumbs(kind: TableKind) -> list[dict[str, str]]:
    return [
        {"title": _("Programmes"), "url": reverse("overview:programmes")},
        {"title": _("Import: %(what)s") % {"what": kind.title}, "url": ""},
    ]


@require_http_methods(["GET", "POST"])
@administers
def table_import(request: HttpRequest, what: str) -> HttpResponseBase:
    """Choose a file; posted, see what it would do."""
    kind = _kind(what)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            rows = table_check(kind, table_read(data, file.name))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            media = MEDIA["xlsx"] if data[:4] == b"PK\x03\x04" else MEDIA["csv"]
            stored = file_store(name=file.name[-200:], data=data, media_type=media, actor=request.user)
            return _preview(request, kind, stored, rows)
    errors = errors_of(form) if form.is_bound else []
    template = reverse("overview:directory-template", args=[kind.code])
    context = {
        "title": _("Import: %(what)s") % {"what": kind.title},
        "crumbs": _crumbs(kind),
        "form": form,
        "errors": errors,
        "template_urls": [
            {"title": "XLSX", "url": f"{template}?format=xlsx"},
            {"title": "CSV", "url": f"{template}?format=csv"},
        ],
        "columns": kind.columns,
        "cancel_url": reverse("overview:programmes"),
        "others": [
            {"title": other.title, "url": reverse("overview:directory", args=[other.code]), "current": other is kind}
            for other in TABLES.values()
        ],
    }
    return render(request, "programmes/directory.html", context, status=422 if errors else 200)


def _preview(
    request: HttpRequest, kind: TableKind, stored: StoredFile, rows: list[Any], message: str = ""
) -> HttpResponse:
    faulty = [row for row in rows if row.faults]
    new = [row for row in rows if not row.faults and not row.stands]
    context = {
        "title": _("Import: %(what)s") % {"what": kind.title},
        "crumbs": _crumbs(kind),
        "name": stored.name,
        "total": len(rows),
        "counts": {"new": len(new), "stands": len(rows) - len(new) - len(faulty), "faulty": len(faulty)},
        "heads": [column.title for column in kind.columns],
        "faulty": [_row(kind, row) for row in faulty[:_SHOWN]],
        "new": [_row(kind, row) for row in new[:_SHOWN]],
        "shown": _SHOWN,
        "message": message,
        "apply_url": reverse("overview:directory-apply", args=[kind.code, stored.pk]) if new and not faulty else "",
        "cancel_url": reverse("overview:directory", args=[kind.code]),
    }
    return render(request, "programmes/directory_preview.html", context, status=422 if message else 200)


def _row(kind: TableKind, row: Any) -> dict[str, Any]:
    cells = [{"label": column.title, "text": row.values.get(column.name, "")} for column in kind.columns]
    return {"number": row.number, "cells": cells, "faults": row.faults}


@require_POST
@administers
def table_apply(request: HttpRequest, what: str, file: Any) -> HttpResponseBase:
    """Write what was looked at: all rows or none."""
    kind = _kind(what)
    stored = StoredFile.objects.filter(pk=file, created_by=request.user).first()  # type: ignore[misc]
    if stored is None:
        raise Http404
    data = file_read(stored)
    try:
        table = table_read(data, stored.name)
        count = table_write_rows(kind=kind, table=table, digest=sha256_hex(data), actor=request.user)
    except Refusal as refusal:
        # What the file named may have changed since it was looked at.
        return _preview(request, kind, stored, table_check(kind, table_read(data, stored.name)), str(refusal))
    messages.success(request, _("%(what)s: %(count)s rows entered.") % {"what": kind.title, "count": count})
    return redirect("overview:directory", what=kind.code)


@require_GET
@administers
def table_template(request: HttpRequest, what: str) -> HttpResponse:
    """An empty table with the titles of the columns."""
    kind = _kind(what)
    form = "csv" if request.GET.get("format") == "csv" else "xlsx"
    data = table_write([str(column.title) for column in kind.columns], [], form, str(kind.title))
    response = HttpResponse(data, content_type=MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="{kind.code}.{form}"'
    return response
