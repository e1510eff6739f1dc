"""Business processes, as they are and as they shall be."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import act
from governance_app.errors import refuse_field
from governance_app.programmes.rules import Access
from governance_app.records.registry import Preset, RecordKind, column, record_kind
from governance_app.records.rules import may_create
from requirements_app.processes.models import Process
from requirements_app.processes.rules import counterpart_refusal, flow_figures, flow_lines, flow_read, variant_refusal
from requirements_app.processes.states import StepKind, Variant


class Processes(RecordKind[Process]):
    """Business processes with their steps, which a service of their own writes."""

    model, prefix, icon, order = Process, "PROC", "route", 7
    one = _("process")
    department_field = "owner_department"
    columns = ("code", "title", "variant", "owner_department", "tasks", "handoffs", "duplicates", "counterpart")
    hidden = ("systems", "pain_points", "requirements", "updated_at")
    form = (
        "title",
        ("variant", "owner_department"),
        "counterpart",
        "description",
        "systems",
        "pain_points",
        "requirements",
    )
    facts = ("variant", "counterpart", "owner_department", "systems")
    filters = ("variant", "owner_department")
    bulk = ("owner_department",)
    presets = (
        Preset("as-is", _("As-is"), Q(variant=Variant.AS_IS)),
        Preset("to-be", _("To-be"), Q(variant=Variant.TO_BE)),
        Preset("unanswered", _("As-is without a to-be"), Q(variant=Variant.AS_IS, successors=None)),
        Preset("empty", _("Without steps"), Q(flow=[])),
    )
    hints = {
        "counterpart": _("On a to-be process: the as-is process it replaces."),
        "systems": _("Systems that a lane or a step names count as well."),
    }
    kept = {"flow": flow_lines}
    intro = _("Draw how work runs today and how it shall run: who does what, where it is handed over or typed twice.")

    @column(pgettext_lazy("process", "Steps"), css="sg-num")
    def tasks(self, process: Process) -> int:
        """How many tasks it has."""
        return sum(step["kind"] == StepKind.TASK for step in process.flow)

    @column(_("Hand-offs"), css="sg-num")
    def handoffs(self, process: Process) -> int:
        """How often work is handed over."""
        return flow_figures(flow_read(process.flow)).handoffs

    @column(_("Duplicate entries"), css="sg-num")
    def duplicates(self, process: Process) -> int:
        """How often something is typed twice."""
        return flow_figures(flow_read(process.flow)).duplicates

    def check(self, record: Process) -> None:
        """Refuse a process that takes the place of none, and one whose successors need it as it is."""
        successors = list(record.successors.values_list("code", flat=True)) if record.pk else []
        refuse_field(counterpart_refusal(record) or variant_refusal(record, successors))

    def list_acts(self, access: Access) -> list[dict[str, Any]]:
        """The import of a drawing, for those who may add processes."""
        url = self.url(access.programme.slug, tail="bpmn/upload/")
        return [act(gettext("Import BPMN"), url, "file-import")] if may_create(self, access) else []


PROCESSES = record_kind(Processes)
