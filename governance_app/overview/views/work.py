"""The responsibility matrix: adding a row, changing it, taking it out, and what has changed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance_app.base.numbers import whole
from governance_app.errors import Refusal
from governance_app.gates.views.common import refused
from governance_app.overview.pages import work_history
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.models import WorkItem
from governance_app.programmes.rules import LETTERS, Access
from governance_app.programmes.services.work import work_remove, work_standard, work_write
from governance_app.programmes.states import Role
from governance_app.records.pages import errors_of

_ROWS = (("title",), ("phase", "accountable"), ("responsible", "consulted"), ("informed",))


class WorkForm(forms.Form):
    """A row of the matrix; what letters go together is for the service to say."""

    title = forms.CharField(max_length=120)
    phase = forms.TypedChoiceField(coerce=int, choices=Phase.choices)
    accountable = forms.ChoiceField(choices=[("", "—"), *Role.choices], required=False)
    responsible = forms.MultipleChoiceField(choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple)
    consulted = forms.MultipleChoiceField(choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple)
    informed = forms.MultipleChoiceField(choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_field: Any = WorkItem._meta.get_field
        for name, field in self.fields.items():
            text = str(model_field(name).verbose_name)
            field.label = text[:1].upper() + text[1:]
        self.fields["accountable"].help_text = _("Exactly one role.")
        self.fields["responsible"].help_text = _("At least one role.")


@require_http_methods(["GET", "POST"])
@requires("programme.responsibilities")
def work_new(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Add a row."""
    return _work_form(request, access, None)


@require_http_methods(["GET", "POST"])
@requires("programme.responsibilities")
def work_edit(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Change a row."""
    row = WorkItem.objects.filter(programme=access.programme, code=code).first()
    if row is None:
        raise Http404
    return _work_form(request, access, row)


def _work_form(request: MemberRequest, access: Access, row: WorkItem | None) -> HttpResponseBase:
    initial = {name: getattr(row, name) for name in ("title", "phase", *LETTERS)} if row else {}
    form = WorkForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            written = work_write(
                programme=access.programme,
                code=row.code if row else None,
                values=form.cleaned_data,
                version=whole(request.POST.get("version", "")),
                actor=request.user,
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("“%(title)s” has been saved.") % {"title": written.title})
            return redirect(_matrix(access))
    title = _("Change the row %(code)s") % {"code": row.code} if row else _("Add a row")
    errors = errors_of(form) if form.is_bound else []
    context = _page(access, title) | {
        "intro": _("R carries it out, A answers for it, C is asked, I is told. A role has one letter a row."),
        "form": form,
        "rows": [[form[name] for name in names] for names in _ROWS],
        "errors": errors,
        "version": request.POST.get("version") or (row.version if row else ""),
        "submit_label": _("Save row"),
        "cancel_url": _matrix(access),
    }
    return render(request, "records/form.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@requires("programme.responsibilities")
def work_gone(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Take a row out, after a page that asks."""
    row = WorkItem.objects.filter(programme=access.programme, code=code).first()
    if row is None:
        raise Http404
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        version = whole(request.POST.get("version", ""))
        try:
            work_remove(programme=access.programme, code=code, version=version, actor=request.user)
        except Refusal as refusal:
            errors = [{"id": "", "text": str(refusal)}]
        else:
            messages.success(request, _("“%(title)s” has been removed.") % {"title": row.title})
            return redirect(_matrix(access))
    context = _page(access, _("Remove the row %(code)s") % {"code": code}) | {
        "question": _("Remove “%(title)s” from the responsibility matrix?") % {"title": row.title},
        "facts": [],
        "consequence": _("Its history and the ledger keep it; its code is not reused."),
        "reason_field": None,
        "submit_label": _("Remove"),
        "cancel_url": _matrix(access),
        "stop": True,
        "errors": errors,
        "version": row.version,
        "hidden": [],
    }
    return render(request, "records/confirm.html", context, status=422 if errors else 200)


@require_POST
@requires("programme.responsibilities")
def work_start(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Start with the standard matrix."""
    try:
        work_standard(programme=access.programme, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The standard matrix is in place; please adapt it to your enterprise."))
    return redirect(_matrix(access))


@require_GET
@requires("programme.members")
def work_changes(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Who changed which row of the matrix, when, from what to what."""
    context = _page(access, _("History of the responsibility matrix"))
    context |= {"history": work_history(access.programme), "paging": None}
    return render(request, "records/history.html", context)


def _matrix(access: Access) -> str:
    return reverse("overview:members", args=[access.programme.slug]) + "#raci"


def _page(access: Access, title: str) -> dict[str, Any]:
    programme = access.programme
    return {
        "title": title,
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
            {"title": _("Task force"), "url": _matrix(access)},
            {"title": title, "url": ""},
        ],
    }
