"""The plan as a picture, and the dates of its phases."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from governance_app.base.numbers import whole
from governance_app.base.reading import one_reading
from governance_app.errors import Refusal
from governance_app.gates.views.common import form_page, refused
from governance_app.phases import Phase
from governance_app.planning import pages
from governance_app.planning.forms import WindowForm
from governance_app.planning.states import EDIT, VIEW
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.programmes.services.phases import WINDOW, phase_version, phase_window_set
from governance_app.records.writing import UNKNOWN_VERSION


@require_GET
@requires(VIEW)
@one_reading()
def plan(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Phases and milestones over time, and what asks for attention."""
    return render(request, "planning/plan.html", pages.plan_context(access))


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def window(request: MemberRequest, access: Access, segment: str) -> HttpResponseBase:
    """Set the dates of a phase."""
    phase = Phase.from_segment(segment)
    if phase is None:
        raise Http404
    row = access.programme.phases.get(phase=phase)
    form = WindowForm(request.POST or None, initial={name: getattr(row, name) for name in WINDOW})
    back = reverse("planning:plan", args=[access.programme.slug])
    if request.method == "POST" and form.is_valid():
        try:
            phase_window_set(
                programme=access.programme,
                phase=phase,
                values={name: form.cleaned_data[name] for name in WINDOW},
                version=whole(request.POST.get("version", "")) or UNKNOWN_VERSION,
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The dates have been saved."))
            return redirect(back)
    title = _("Dates of phase %(number)s") % {"number": phase.value}
    context = {
        "title": title,
        "crumbs": pages.crumbs(access, (title, "")),
        "intro": phase.label,
        "version": phase_version(row),
        "submit_label": _("Save dates"),
        "cancel_url": back,
    }
    rows = [["planned_start", "planned_end"], ["forecast_start", "forecast_end"], ["actual_start"], ["reason"]]
    return form_page(request, form, rows, context)
