"""Business processes, as they are and as they shall be."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance_app.errors import refuse_field
from governance_app.phases import Phase
from governance_app.records.registry import Column, Preset, RecordKind, record_kind
from requirements_app.permissions import CONTRIBUTE, EDIT, VIEW
from requirements_app.processes.models import Process
from requirements_app.processes.rules import counterpart_refusal, flow_figures, flow_lines, flow_read, variant_refusal
from requirements_app.processes.states import StepKind, Variant


def _tasks(process: Any) -> int:
    return sum(step["kind"] == StepKind.TASK for step in process.flow)


def _check(process: Any, values: Mapping[str, Any]) -> None:
    """Refuse a process that takes the place of none, and one whose successors need it as it is."""
    successors = list(process.successors.values_list("code", flat=True)) if process.pk else []
    refuse_field(counterpart_refusal(process) or variant_refusal(process, successors))


PROCESSES = record_kind(
    RecordKind(
        slug="processes",
        order=7,
        model=Process,
        phase=Phase.REQUIREMENTS,
        prefix="PROC",
        title=_("Business processes"),
        one=_("process"),
        icon="route",
        view=VIEW,
        edit=EDIT,
        contribute=CONTRIBUTE,
        department_field="owner_department",
        columns=("code", "title", "variant", "owner_department", "tasks", "handoffs", "duplicates", "counterpart"),
        hidden=("systems", "pain_points", "requirements", "updated_at"),
        computed=(
            Column("tasks", pgettext_lazy("process", "Steps"), _tasks, css="sg-num"),
            Column("handoffs", _("Hand-offs"), lambda row: flow_figures(flow_read(row.flow)).handoffs, css="sg-num"),
            Column(
                "duplicates",
                _("Duplicate entries"),
                lambda row: flow_figures(flow_read(row.flow)).duplicates,
                css="sg-num",
            ),
        ),
        filters=("variant", "owner_department"),
        search=("code", "title", "description"),
        form=(
            ("title",),
            ("variant", "owner_department"),
            ("counterpart",),
            ("description",),
            ("systems",),
            ("pain_points",),
            ("requirements",),
        ),
        facts=("variant", "counterpart", "owner_department", "systems"),
        body=("description",),
        bulk=("owner_department",),
        presets=(
            Preset("as-is", _("As-is"), Q(variant=Variant.AS_IS)),
            Preset("to-be", _("To-be"), Q(variant=Variant.TO_BE)),
            Preset("unanswered", _("As-is without a to-be"), Q(variant=Variant.AS_IS, successors=None)),
            Preset("empty", _("Without steps"), Q(flow=[])),
        ),
        hints={
            "counterpart": _("On a to-be process: the as-is process whose place it takes."),
            "systems": _("Systems that a lane or a step names count as well."),
        },
        check=_check,
        kept={"flow": flow_lines},
        more=((_("Import BPMN"), "bpmn/upload/", "file-import"),),
        intro=_(
            "Draw how work runs today and how it shall run: who does what, where it is handed over or typed twice."
        ),
    )
)
