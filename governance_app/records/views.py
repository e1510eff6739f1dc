"""Generic pages of record kinds; each is bound to its kind by ``record_urls``."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance_app.base.numbers import whole
from governance_app.base.tabular import MEDIA, table_write
from governance_app.errors import Refusal
from governance_app.programmes.guards import MemberRequest
from governance_app.programmes.rules import Access
from governance_app.records import pages
from governance_app.records.bulk import bulk_apply, bulk_form, bulk_title
from governance_app.records.forms import ReasonForm, RecordForm, record_initial
from governance_app.records.notices import changed_meanwhile, foreseen, signing_warning
from governance_app.records.references import References
from governance_app.records.registry import RecordKind
from governance_app.records.resources import column_titles, export_rows
from governance_app.records.rules import may_create, may_edit, may_move, may_revise
from governance_app.records.selectors import ListQuery, record_for, saved_filters
from governance_app.records.services import (
    filter_forget,
    filter_save,
    record_create,
    record_move,
    record_remove,
    record_revise,
)
from governance_app.records.writing import UNKNOWN_VERSION


def _query(request: MemberRequest, access: Access, kind: RecordKind) -> ListQuery:
    columns = request.session.get(f"columns:{kind.slug}", ())
    return ListQuery(kind, access, request.GET, tuple(columns))


def _record(kind: RecordKind, access: Access, code: str) -> Any:
    record = record_for(kind, access, code)
    if record is None:
        raise Http404
    return record


def _version(request: MemberRequest) -> int:
    return whole(request.POST.get("version", "")) or UNKNOWN_VERSION


def add_errors(form: Any, refusal: Refusal) -> None:
    """Put a service's refusal where it belongs on a form."""
    placed = False
    for name, texts in refusal.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
            placed = True
    if not placed:
        form.add_error(None, str(refusal))


@require_GET
def record_list(request: MemberRequest, access: Access, kind: RecordKind) -> HttpResponseBase:
    """The list of a kind's records."""
    return render(request, "records/list.html", pages.list_context(_query(request, access, kind)))


@require_POST
def record_columns(request: MemberRequest, access: Access, kind: RecordKind) -> HttpResponseBase:
    """Keep the columns picked for this list for as long as the person stays signed in."""
    known = [*kind.columns, *kind.hidden]
    picked = request.POST.getlist("columns")
    request.session[f"columns:{kind.slug}"] = [name for name in known if name in picked]
    query = request.GET.urlencode()
    return redirect(kind.url(access.programme.slug) + (f"?{query}" if query else ""))


@require_GET
def record_detail(request: MemberRequest, access: Access, kind: RecordKind, code: str) -> HttpResponseBase:
    """One record's page."""
    record = _record(kind, access, code)
    return render(request, "records/detail.html", pages.detail_context(kind, access, record))


@require_GET
def record_history(request: MemberRequest, access: Access, kind: RecordKind, code: str) -> HttpResponseBase:
    """All versions of a record, with what changed in each."""
    record = _record(kind, access, code)
    return render(request, "records/history.html", pages.history_page(kind, access, record))


@require_http_methods(["GET", "POST"])
def record_new(request: MemberRequest, access: Access, kind: RecordKind) -> HttpResponseBase:
    """Enter a new record."""
    if not may_create(kind, access):
        raise Http404
    references = References(access.programme)
    form = RecordForm(kind, references, data=request.POST or None, initial=_given(kind, request))
    reason = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and reason.is_valid():
        try:
            record = record_create(
                kind=kind, access=access, values=form.cleaned_data, reason=reason.cleaned_data["reason"]
            )
        except Refusal as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("%(record)s has been created.") % {"record": record})
            return redirect(kind.url(access.programme.slug, record.code))
    title = _("New %(one)s") % {"one": kind.one}
    notices = foreseen(kind, access)
    context = {
        "title": title,
        "crumbs": pages.crumbs(kind, access, (title, "")),
        "submit_label": _("Save %(one)s") % {"one": kind.one},
        "cancel_url": kind.url(access.programme.slug),
        "warning": signing_warning(kind, access),
        "notices": notices,
        "form": form,
        # A new record gives no reason, except where a guard may want one.
        "rows": [*form.rows, [reason["reason"]]] if notices else form.rows,
        "errors": pages.errors_of(form) if form.is_bound else [],
    }
    return render(request, "records/form.html", context, status=422 if context["errors"] else 200)


def _defaults(kind: RecordKind) -> dict[str, Any]:
    return {name: kind.field(name).get_default() for name in kind.plain if kind.field(name).has_default()}


def _given(kind: RecordKind, request: MemberRequest) -> dict[str, Any]:
    """What a new form begins with: the defaults, and what the link that leads to it already says."""
    given: dict[str, Any] = {name: request.GET[name] for name in kind.plain if name in request.GET}
    given |= {name: request.GET.getlist(name) for name in kind.many if name in request.GET}
    return _defaults(kind) | given


@require_http_methods(["GET", "POST"])
def record_edit(request: MemberRequest, access: Access, kind: RecordKind, code: str) -> HttpResponseBase:
    """Change a record. A page older than the record's latest version is refused and keeps what was typed."""
    record = _record(kind, access, code)
    if not may_revise(kind, access, record):
        raise Http404
    references = References(access.programme)
    form = RecordForm(kind, references, data=request.POST or None, initial=record_initial(kind, record))
    if not may_edit(kind, access, record):
        form.keep(kind.own_fields)
    reason = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and reason.is_valid():
        try:
            record_revise(
                kind=kind,
                access=access,
                code=code,
                values=form.cleaned_data,
                version=_version(request),
                reason=reason.cleaned_data["reason"],
            )
        except Refusal as refusal:
            add_errors(form, refusal)
            record = _record(kind, access, code)
        else:
            messages.success(request, _("%(record)s has been saved.") % {"record": code})
            return redirect(kind.url(access.programme.slug, code))
    context = {
        "code": code,
        "title": _("Edit %(title)s") % {"title": record.name_shown},
        "crumbs": pages.crumbs(kind, access, (code, kind.url(access.programme.slug, code)), (_("Edit"), "")),
        "submit_label": _("Save %(one)s") % {"one": kind.one},
        "cancel_url": kind.url(access.programme.slug, code),
        # After a refusal the page carries the version it now shows beside what was typed: saving again is a choice.
        "version": record.version,
        "notices": foreseen(kind, access, record),
        "warning": " ".join(
            filter(None, (*changed_meanwhile(kind, record, _version(request)), signing_warning(kind, access)))
        ),
    }
    context |= {"form": form, "rows": [*form.rows, [reason["reason"]]]}
    context["errors"] = pages.errors_of(form) if form.is_bound else []
    return render(request, "records/form.html", context, status=422 if context["errors"] else 200)


@require_http_methods(["GET", "POST"])
def record_step(request: MemberRequest, access: Access, kind: RecordKind, code: str, move: str) -> HttpResponseBase:
    """Move a record to another state."""
    record = _record(kind, access, code)
    step = next((step for step in kind.moves or () if step.code == move and may_move(kind, access, record, step)), None)
    if step is None:
        raise Http404
    form = ReasonForm(request.POST or None, needed=step.reason)
    if request.method == "POST" and form.is_valid():
        try:
            record_move(
                kind=kind,
                access=access,
                code=code,
                move=move,
                version=_version(request),
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("%(record)s: %(move)s") % {"record": code, "move": step.title})
            return redirect(kind.url(access.programme.slug, code))
    return _confirm_page(request, access, kind, record, form, title=str(step.title), stop=step.stop)


@require_http_methods(["GET", "POST"])
def record_delete(request: MemberRequest, access: Access, kind: RecordKind, code: str) -> HttpResponseBase:
    """Remove a record that nothing points at."""
    record = _record(kind, access, code)
    if not may_edit(kind, access, record):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_remove(
                kind=kind, access=access, code=code, version=_version(request), reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            add_errors(form, refusal)
        else:
            messages.success(
                request, _("%(record)s has been removed; its code will not be used again.") % {"record": code}
            )
            return redirect(kind.url(access.programme.slug))
    return _confirm_page(
        request,
        access,
        kind,
        record,
        form,
        title=_("Remove"),
        stop=True,
        consequence=_(
            "The record disappears from lists and documents. Its history stays, its code is never used again."
        ),
    )


def _confirm_page(
    request: MemberRequest,
    access: Access,
    kind: RecordKind,
    record: Any,
    form: ReasonForm,
    *,
    title: str,
    stop: bool,
    consequence: str = "",
) -> HttpResponse:
    url = kind.url(access.programme.slug, record.code)
    errors = pages.errors_of(form) if form.is_bound else []
    warning = signing_warning(kind, access)
    context = {
        "code": record.code,
        "title": title,
        "crumbs": pages.crumbs(kind, access, (record.code, url), (title, "")),
        "question": _("%(act)s: %(record)s?") % {"act": title, "record": record},
        "consequence": " ".join(filter(None, (consequence, warning))),
        "reason_field": form,
        "submit_label": title,
        "cancel_url": url,
        "notices": foreseen(kind, access, record),
        "stop": stop,
        "errors": errors,
        "version": record.version,
    }
    return render(request, "records/confirm.html", context, status=422 if errors else 200)


@require_POST
def record_bulk(request: MemberRequest, access: Access, kind: RecordKind) -> HttpResponseBase:
    """Do one thing to the records picked: first a page that says what, then all of them or none."""
    codes, wanted = request.POST.getlist("pk")[:500], request.POST.get("act", "")
    title = bulk_title(kind, access, wanted)
    if title is None:
        raise Http404
    base = kind.url(access.programme.slug)
    if not codes:
        messages.warning(request, _("No rows were selected."))
        return redirect(base)
    confirmed = request.POST.get("confirmed") == "1"
    form = bulk_form(kind, access, wanted, request.POST if confirmed else None)
    if confirmed and form.is_valid():
        try:
            count = bulk_apply(kind=kind, access=access, codes=codes, wanted=wanted, values=form.cleaned_data)
        except Refusal as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("%(act)s: %(count)s records changed.") % {"act": title, "count": count})
            return redirect(base)
    errors = pages.errors_of(form) if form.is_bound else []
    context = {
        "title": title,
        "crumbs": pages.crumbs(kind, access, (title, "")),
        "question": _("%(act)s for %(count)s selected records?") % {"act": title, "count": len(codes)},
        "consequence": signing_warning(kind, access),
        "facts": [{"label": _("Records"), "html": _(", ").join(codes), "css": "is-full"}],
        "reason_field": form,
        "submit_label": title,
        "cancel_url": base,
        "errors": errors,
        "hidden": [("act", wanted), ("confirmed", "1"), *(("pk", code) for code in codes)],
    }
    return render(request, "records/confirm.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
def record_filter_save(request: MemberRequest, access: Access, kind: RecordKind) -> HttpResponseBase:
    """Keep the present filter under a name, or forget one."""
    base = kind.url(access.programme.slug)
    query = _query(request, access, kind)
    if request.method == "POST":
        if name := request.POST.get("forget", ""):
            filter_forget(kind=kind, access=access, name=name)
            return redirect(base)
        try:
            saved = filter_save(kind=kind, access=access, name=request.POST.get("name", ""), query=query.query())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect(f"{base}?{saved.query}")
    title = _("Save as filter")
    context = {
        "title": title,
        "crumbs": pages.crumbs(kind, access, (title, "")),
        "saved": saved_filters(kind, access),
        "cancel_url": f"{base}?{query.query()}",
    }
    return render(request, "records/filter.html", context)


@require_GET
def record_export(request: MemberRequest, access: Access, kind: RecordKind) -> HttpResponseBase:
    """The filtered records as a file that an import takes back unchanged."""
    form = "csv" if request.GET.get("format") == "csv" else "xlsx"
    related = [name for name in kind.plain if kind.field(name).many_to_one]
    records = _query(request, access, kind).filtered().select_related(*related)
    headers = [title for _name, title in column_titles(kind)]
    data = table_write(headers, export_rows(kind, records.iterator(chunk_size=2000)), form, str(kind.title))
    return file_answer(data, f"{access.programme.code}-{kind.slug}.{form}", form)


def file_answer(data: bytes, name: str, form: str) -> HttpResponse:
    """Bytes as a download."""
    response = HttpResponse(data, content_type=MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
