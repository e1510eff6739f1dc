"""What the gate pages share."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance_app.errors import Refusal
from governance_app.phases import Phase


def phase_or_404(segment: str) -> Phase:
    """The phase of this part of an address."""
    phase = Phase.from_segment(segment)
    if phase is None:
        raise Http404
    return phase


def refused(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal on the form, at its field where it names one."""
    placed = False
    for name, texts in refusal.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
            placed = True
    if not placed:
        form.add_error(None, str(refusal))


def form_page(request: HttpRequest, form: forms.Form, rows: list[list[str]], context: dict[str, Any]) -> HttpResponse:
    """A page with one form; what was typed stays, and errors lead to their fields."""
    errors = [{"id": "", "text": text} for text in form.non_field_errors()] if form.is_bound else []
    if form.is_bound:
        for name, texts in form.errors.items():
            if name != "__all__":
                label = form[name].label
                errors += [
                    {"id": form[name].auto_id, "text": _("%(name)s: %(text)s") % {"name": label, "text": text}}
                    for text in texts
                ]
    context |= {"form": form, "rows": [[form[name] for name in row] for row in rows], "errors": errors}
    return render(request, "records/form.html", context, status=422 if errors else 200)
