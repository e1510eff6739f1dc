"""Pages of business processes beside the generic ones: steps, comparison, BPMN in and out."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from governance_app.base.looks import state_of
from governance_app.base.numbers import whole
from governance_app.errors import Refusal
from governance_app.exchange.states import BATCH_LOOKS, BatchState
from governance_app.paper.diagrams import DiagramError
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.records.forms import ReasonForm
from governance_app.records.notices import changed_meanwhile, foreseen, signing_warning
from governance_app.records.pages import crumbs, errors_of
from governance_app.records.references import References
from governance_app.records.rules import may_create, may_edit
from governance_app.records.selectors import record_for
from governance_app.records.views import add_errors
from governance_app.records.writing import UNKNOWN_VERSION
from requirements_app.processes import pages
from requirements_app.processes.bpmn.steps import bpmn_of
from requirements_app.processes.forms import LANES, SYSTEMS, DrawingForm, StepsForm, TakeForm
from requirements_app.processes.kinds import PROCESSES
from requirements_app.processes.rules import Step, StepLane, flow_advice, flow_faults
from requirements_app.processes.selectors import counterparts, steps_by_process
from requirements_app.processes.services import (
    Wanted,
    bpmn_apply,
    bpmn_upload,
    drawing_batch,
    drawings_read,
    process_steps_write,
)
from requirements_app.processes.states import LaneKind, StepKind

_READ, _WRITE = (PROCESSES.view,), (PROCESSES.edit, PROCESSES.contribute)


def _process(access: Access, code: str, *, write: bool = False) -> Any:
    record = record_for(PROCESSES, access, code)
    if record is None or (write and not may_edit(PROCESSES, access, record)):
        raise Http404
    return record


def _crumbs(access: Access, code: str, title: str) -> list[dict[str, str]]:
    here = [(code, PROCESSES.url(access.programme.slug, code))] if code else []
    return crumbs(PROCESSES, access, *here, (title, ""))


def _first_steps(process: Any) -> list[Step]:
    """What an empty table begins with: a start, a task and an end in the owner's lane."""
    department = process.owner_department
    lane = StepLane(LaneKind.DEPARTMENT, department.name, department.code)
    kinds = (StepKind.START, StepKind.TASK, StepKind.END)
    return [Step(str(number), kind, lane) for number, kind in enumerate(kinds, 1)]


@require_http_methods(["GET", "POST"])
@requires(*_WRITE)
def steps(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """The table of steps: rows are added, moved and removed, checked and drawn, and saved as a whole."""
    process = _process(access, code, write=True)
    references = References(access.programme)
    reason = ReasonForm(request.POST or None)
    written: list[Step] | None = steps_by_process([process])[process.pk]
    wanted = request.POST.get("act", "")
    if request.method == "GET":
        form = StepsForm(references, steps=written or _first_steps(process))
    else:
        form = StepsForm(references, data=request.POST)
        if not form.act(wanted):
            written = form.steps()
            form.show(flow_faults(written) if written is not None else ())
            if wanted != "check" and written is not None and not form.problems and reason.is_valid():
                try:
                    process_steps_write(
                        access=access,
                        code=code,
                        steps=written,
                        version=whole(request.POST.get("version", "")) or UNKNOWN_VERSION,
                        reason=reason.cleaned_data["reason"],
                    )
                except Refusal as refusal:
                    form.problems.append({"id": "", "text": str(refusal)})
                    process = _process(access, code, write=True)
                else:
                    messages.success(request, _("The steps of %(code)s have been saved.") % {"code": code})
                    return redirect(PROCESSES.url(access.programme.slug, code))
    shown = whole(request.POST.get("version", "")) or 0
    context = _steps_context(access, process, form, reason, written if wanted in {"", "check", "save"} else None)
    context["checked"] = wanted == "check" and not form.problems
    context["version"] = process.version if form.problems or not shown else shown
    context["notices"] = foreseen(PROCESSES, access, process)
    context["warning"] = " ".join(
        [*changed_meanwhile(PROCESSES, process, shown), signing_warning(PROCESSES, access)]
    ).strip()
    refused = request.method == "POST" and wanted in {"", "save"}
    return render(request, "requirements/processes/steps.html", context, status=422 if refused else 200)


def _steps_context(
    access: Access, process: Any, form: StepsForm, reason: ReasonForm, drawn: list[Step] | None
) -> dict[str, Any]:
    title = _("Steps of %(title)s") % {"title": process.title}
    return {
        "code": process.code,
        "title": title,
        "crumbs": _crumbs(access, process.code, _("Edit steps")),
        "table": form,
        "reason": reason["reason"],
        "errors": form.problems,
        "lanes_id": LANES,
        "systems_id": SYSTEMS,
        "chart": pages.picture(drawn, title) if drawn else "",
        "advice": flow_advice(drawn) if drawn else [],
        "cancel_url": PROCESSES.url(access.programme.slug, process.code),
    }


@require_GET
@requires(*_READ)
def compare(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """As-is and to-be side by side, with what changes in figures."""
    process = _process(access, code)
    as_is, to_be = counterparts(process)
    title = _("As-is and to-be")
    context: dict[str, Any] = {"code": code, "title": title, "crumbs": _crumbs(access, code, title)}
    if as_is and to_be:
        context |= pages.compare_context(access, as_is, to_be)
    else:
        context["empty"] = {
            "title": _("There is nothing to compare yet"),
            "text": _("A to-be process names the as-is process it replaces."),
            "steps": [
                {
                    "title": _("Back to the process"),
                    "url": PROCESSES.url(access.programme.slug, code),
                    "act": process.code,
                }
            ],
        }
    return render(request, "requirements/processes/compare.html", context)


@require_GET
@requires(*_READ)
def bpmn_export(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """The process as a BPMN 2.0 file."""
    process = _process(access, code)
    try:
        data = bpmn_of(
            steps_by_process([process])[process.pk],
            code=process.code,
            title=process.title,
            description=process.description,
        )
    except DiagramError:
        messages.error(request, _("There are no steps yet that could be exported."))
        return redirect(PROCESSES.url(access.programme.slug, code))
    response = HttpResponse(data, content_type="application/xml")
    name = quote(f"{access.programme.code}-{process.code}.bpmn")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
@requires(*_WRITE)
def bpmn_import(request: MemberRequest, access: Access, code: str = "") -> HttpResponseBase:
    """Choose a BPMN file, for new processes or for the steps of one; nothing is written yet."""
    process = _process(access, code, write=True) if code else None
    if not may_create(PROCESSES, access):
        raise Http404
    form = DrawingForm(request.POST, request.FILES) if request.method == "POST" else DrawingForm()
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = bpmn_upload(
                access=access,
                name=upload.name,
                data=upload.read(),
                target=code,
                version=process.version if process else 0,
            )
        except Refusal as refusal:
            add_errors(form, refusal)
        else:
            return redirect(PROCESSES.url(access.programme.slug, tail=f"bpmn/{batch.pk}/"))
    title = _("Import BPMN")
    context = {
        "code": code,
        "title": title,
        "crumbs": _crumbs(access, code, title),
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "target": process,
        "cancel_url": PROCESSES.url(access.programme.slug, code),
    }
    return render(request, "requirements/processes/upload.html", context, status=422 if context["errors"] else 200)


@require_http_methods(["GET", "POST"])
@requires(*_WRITE)
def bpmn_preview(request: MemberRequest, access: Access, drawing: UUID) -> HttpResponseBase:
    """What a BPMN file would bring and what of it is not understood; confirmed, it is written."""
    batch = drawing_batch(access, drawing)
    if batch is None or not may_create(PROCESSES, access):
        raise Http404
    target, references = batch.report.get("target", ""), References(access.programme)
    base = PROCESSES.url(access.programme.slug)
    context: dict[str, Any] = {
        "title": _("Import BPMN"),
        "crumbs": crumbs(PROCESSES, access, (_("Import BPMN"), f"{base}bpmn/upload/"), (batch.file.name, "")),
        "name": batch.file.name,
        "state": state_of(BATCH_LOOKS[BatchState(batch.state)], batch.get_state_display()),
        "target": target,
        "cancel_url": PROCESSES.url(access.programme.slug, target),
        "notices": foreseen(PROCESSES, access, record_for(PROCESSES, access, target) if target else None),
        "warning": signing_warning(PROCESSES, access),
        "ready": batch.state == BatchState.READY,
    }
    try:
        file, drawn = drawings_read(batch, references)
    except Refusal as refusal:
        context["errors"] = [{"id": "", "text": str(refusal)}]
        return render(request, "requirements/processes/preview.html", context)
    context["drawn"] = [pages.drawn_context(row) for row in drawn]
    context["notes"] = pages.note_rows([*file.notes, *(note for row in drawn for note in row.notes)])
    sound = [(str(row.number), row.title) for row in drawn if not row.faults]
    form = TakeForm(
        request.POST or None,
        references=references,
        choices=sound,
        new=not target,
        initial={"take": [number for number, _title in sound] if not target else (sound[0][0] if sound else "")},
    )
    if request.method == "POST" and form.is_valid():
        taken = form.cleaned_data["take"]
        wanted = Wanted(
            tuple(int(number) for number in ([taken] if isinstance(taken, str) else taken)),
            form.cleaned_data.get("owner_department"),
            form.cleaned_data.get("variant", ""),
        )
        try:
            codes = bpmn_apply(access=access, batch=batch, wanted=wanted, references=references)
        except Refusal as refusal:
            add_errors(form, refusal)
        else:
            text = _("%(name)s has been imported: %(codes)s.") % {"name": batch.file.name, "codes": ", ".join(codes)}
            messages.success(request, text)
            return redirect(PROCESSES.url(access.programme.slug, codes[0] if len(codes) == 1 else ""))
    context |= {"form": form, "sound": bool(sound), "errors": errors_of(form) if form.is_bound else []}
    status = 422 if context["errors"] else 200
    return render(request, "requirements/processes/preview.html", context, status=status)
