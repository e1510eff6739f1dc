"""Steps of a process in the API: as a list, and as BPMN 2.0 XML."""

from collections.abc import Sequence
from typing import Any

from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.paper.diagrams import DiagramError
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.records.references import References
from governance_app.records.rules import may_edit
from governance_app.records.selectors import record_for
from governance_app.rest.operations import operation
from governance_app.rest.preconditions import version_asked
from governance_app.rest.problems import invalid, not_found
from requirements_app.processes.bpmn.steps import LONGEST_ACTION, LONGEST_CONDITION, bpmn_of
from requirements_app.processes.bpmn.values import BpmnNote
from requirements_app.processes.forms import StepForm, exits_text
from requirements_app.processes.kinds import PROCESSES
from requirements_app.processes.pages import FATES
from requirements_app.processes.rules import Exit, Step
from requirements_app.processes.selectors import steps_by_process
from requirements_app.processes.services import bpmn_steps, process_steps_write
from requirements_app.processes.states import LaneKind, StepKind

_READ, _WRITE = (PROCESSES.view,), (PROCESSES.edit, PROCESSES.contribute)
_LONGEST_XML = 2 * 1024 * 1024


class ExitSerializer(serializers.Serializer[Any]):
    """What follows a step."""

    to = serializers.CharField(source="target", max_length=12)
    condition = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_CONDITION)


class StepSerializer(serializers.Serializer[Any]):
    """A step of a process."""

    key = serializers.CharField(max_length=12, help_text=_("Number of the step, unique in its process"))
    kind = serializers.ChoiceField(choices=StepKind.choices)
    lane = serializers.CharField(
        source="lane.name",
        max_length=120,
        help_text=_("Code or name of a department or system; any other name is a role"),
    )
    lane_kind = serializers.ChoiceField(source="lane.kind", choices=LaneKind.choices, read_only=True)
    lane_code = serializers.CharField(source="lane.code", read_only=True)
    action = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_ACTION)
    system = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=120, help_text=_("Code or name of the system used")
    )
    next = ExitSerializer(source="exits", many=True, required=False)
    handoff = serializers.BooleanField(required=False, default=False)
    duplicate = serializers.BooleanField(required=False, default=False)


class StepsSerializer(serializers.Serializer[Any]):
    """All steps of a process, in order."""

    code = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    steps = StepSerializer(many=True)
    change_reason = serializers.CharField(
        write_only=True, required=False, allow_blank=True, max_length=1000, help_text=_("Why; kept in the history")
    )


class NoteSerializer(serializers.Serializer[Any]):
    """An element of a file that was not taken as it is."""

    type = serializers.CharField()
    id = serializers.CharField()
    name = serializers.CharField()
    fate = serializers.CharField()


class DrawingSerializer(serializers.Serializer[Any]):
    """A process as BPMN 2.0 XML."""

    code = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    xml = serializers.CharField(max_length=_LONGEST_XML, trim_whitespace=False)
    process = serializers.CharField(
        write_only=True,
        required=False,
        allow_blank=True,
        max_length=200,
        help_text=_("Id of the process to take, where the file holds several"),
    )
    notes = NoteSerializer(many=True, read_only=True)
    change_reason = serializers.CharField(
        write_only=True, required=False, allow_blank=True, max_length=1000, help_text=_("Why; kept in the history")
    )


class ProcessResource(ProgrammeResource):
    """The steps of a process."""

    resource, title = "processes", PROCESSES.title

    def process(self, code: str, *, write: bool = False) -> Any:
        """The process, or the answer that there is none."""
        record = record_for(PROCESSES, self.access, code)
        if record is None or (write and not may_edit(PROCESSES, self.access, record)):
            raise not_found()
        return record

    @operation(_READ, title=_("Read the steps"), gives=StepsSerializer, tagged=True)
    def steps(self, request: Request, slug: str, code: str) -> Response:
        """Read the steps of a process; its version is the ETag."""
        return self._steps(self.process(code))

    def _steps(self, record: Any) -> Response:
        rows = steps_by_process([record])[record.pk]
        return self.answer({"code": record.code, "version": record.version, "steps": rows}, version=record.version)

    @operation(
        _WRITE, title=_("Replace the steps"), takes=StepsSerializer, gives=StepsSerializer, tagged=True, if_match="must"
    )
    def steps_write(self, request: Request, slug: str, code: str) -> Response:
        """Replace all steps of a process. Steps that make no sound process are refused, each fault named."""
        record = self.process(code, write=True)
        version = version_asked(request, record.version, needed=True)
        wanted = self.taken()
        steps = self._understood(wanted["steps"])
        process_steps_write(
            access=self.access, code=code, steps=steps, version=version, reason=wanted.get("change_reason", "")
        )
        return self._steps(self.process(code))

    def _understood(self, rows: Sequence[dict[str, Any]]) -> list[Step]:
        """The rows as the form of the page understands them."""
        references, steps, faults = References(self.access.programme), [], []
        for place, row in enumerate(rows):
            exits = tuple(Exit(out["target"], out.get("condition", "")) for out in row.get("exits", []))
            values = {**row, "lane": row["lane"]["name"], "exits": exits_text(exits)}
            given = {f"s{place}-{name}": value for name, value in values.items() if value not in (False, None)}
            form = StepForm(given, references=references, place=place)
            if form.is_valid():
                steps.append(form.step)
            faults += [
                gettext("Row %(row)s: %(name)s") % {"row": place + 1, "name": f"{form.fields[name].label}: {text}"}
                for name, texts in form.errors.items()
                for text in texts
            ]
        if faults:
            raise invalid({"steps": faults})
        return steps

    @operation(_READ, title=_("Read as BPMN"), gives=DrawingSerializer, tagged=True)
    def bpmn(self, request: Request, slug: str, code: str) -> Response:
        """Read a process as BPMN 2.0 XML; empty while it has no steps."""
        return self._bpmn(self.process(code), [])

    def _bpmn(self, record: Any, notes: Sequence[BpmnNote]) -> Response:
        steps = steps_by_process([record])[record.pk]
        try:
            data = bpmn_of(steps, code=record.code, title=record.title, description=record.description)
        except DiagramError:
            data = b""
        said = [{"type": row.type, "id": row.id, "name": row.name, "fate": str(FATES[row.fate])} for row in notes]
        thing = {"code": record.code, "version": record.version, "xml": data.decode(), "notes": said}
        return self.answer(thing, version=record.version)

    @operation(
        _WRITE,
        title=_("Replace the steps by BPMN"),
        takes=DrawingSerializer,
        gives=DrawingSerializer,
        tagged=True,
        if_match="must",
    )
    def bpmn_write(self, request: Request, slug: str, code: str) -> Response:
        """Replace the steps by those of a BPMN 2.0 file; what is not taken as it is is named in the answer."""
        record = self.process(code, write=True)
        version = version_asked(request, record.version, needed=True)
        wanted = self.taken()
        steps, notes = bpmn_steps(access=self.access, data=wanted["xml"], process=wanted.get("process", ""))
        process_steps_write(
            access=self.access, code=code, steps=steps, version=version, reason=wanted.get("change_reason", "")
        )
        return self._bpmn(self.process(code), notes)


urls = [
    path(
        "processes/<slug:code>/steps/",
        ProcessResource.as_view({"get": "steps", "put": "steps_write"}),
        name="processes-steps",
    ),
    path(
        "processes/<slug:code>/bpmn/",
        ProcessResource.as_view({"get": "bpmn", "put": "bpmn_write"}),
        name="processes-bpmn",
    ),
]
