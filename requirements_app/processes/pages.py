"""What a process's pages show: the picture, the steps as a table, figures, the comparison, an import's preview."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from governance_app.base.looks import act
from governance_app.paper.diagrams import DiagramError
from governance_app.programmes.rules import Access
from governance_app.records.rules import may_edit
from requirements_app.processes.bpmn.values import BpmnNote
from requirements_app.processes.kinds import PROCESSES
from requirements_app.processes.lanepaper import chart_svg
from requirements_app.processes.models import Process
from requirements_app.processes.rules import Figures, Step, chart_of, flow_advice, flow_figures
from requirements_app.processes.selectors import counterparts, steps_by_process
from requirements_app.processes.services import Drawn
from requirements_app.processes.states import LaneKind, StepKind, Variant

FATES = {
    "left-out": gettext_lazy("Left out: a process record has no place for it"),
    "inside": gettext_lazy("Left out: it lies inside a sub-process, which arrives as one task"),
    "as-task": gettext_lazy("Arrives as a plain task"),
    "as-exclusive": gettext_lazy("Arrives as an exclusive gateway"),
    "event": gettext_lazy("The kind of event is left out; the start or end itself arrives"),
    "loop": gettext_lazy("The repetition is left out; the step itself arrives"),
    "boundary": gettext_lazy("Arrives as a way out of the step it is attached to"),
    "loose": gettext_lazy("Left out: one of its ends is not a step of this process"),
    "inner-lanes": gettext_lazy("Its inner lanes arrive in its place"),
    "pool-only": gettext_lazy("Left out: a pool without a process"),
    "empty": gettext_lazy("Left out: a process without steps"),
    "shortened": gettext_lazy("The text is too long and arrives shortened"),
    "unnamed": gettext_lazy("A task without a name arrives as “Unnamed step”"),
}


def picture(steps: Sequence[Step], title: str) -> SafeString:
    """The flow chart, or nothing where it cannot be drawn: the table holds everything."""
    try:
        return SafeString(chart_svg(chart_of(steps), title=title))
    except DiagramError:
        return SafeString("")


def step_rows(steps: Sequence[Step], flawed: Iterable[int] = ()) -> list[dict[str, Any]]:
    """The steps as a table."""
    bad = set(flawed)
    return [
        {
            "key": step.key,
            "kind": StepKind(step.kind).label,
            "lane": step.lane.name,
            "lane_kind": LaneKind(step.lane.kind).label,
            "action": step.action,
            "system": step.system_name,
            "exits": [{"target": out.target, "condition": out.condition} for out in step.exits],
            "handoff": step.handoff,
            "duplicate": step.duplicate,
            "flawed": place in bad,
        }
        for place, step in enumerate(steps)
    ]


_FIGURES = (
    ("steps", pgettext_lazy("process", "Steps")),
    ("lanes", gettext_lazy("Lanes")),
    ("crossings", gettext_lazy("Changes of lane")),
    ("handoffs", gettext_lazy("Hand-offs")),
    ("duplicates", gettext_lazy("Duplicate entries")),
    ("systems", gettext_lazy("Systems touched")),
)


def figure_rows(figures: Figures) -> list[dict[str, Any]]:
    """The process in figures."""
    return [{"title": title, "value": getattr(figures, name)} for name, title in _FIGURES]


def process_panel(access: Access, kind: Any, process: Process) -> dict[str, Any]:
    """The panel of a process's page: picture, figures, table and what can be done."""
    if kind is not PROCESSES:
        return {}
    slug, steps = access.programme.slug, steps_by_process([process])[process.pk]
    as_is, to_be = counterparts(process)
    may = may_edit(PROCESSES, access, process)
    url = PROCESSES.url
    acts = []
    if as_is and to_be:
        acts.append(act(_("Compare as-is and to-be"), url(slug, process.code, "compare/"), "git-compare"))
    if steps:
        acts.append(act(_("Export BPMN"), url(slug, process.code, "bpmn/"), "file-export"))
    if may:
        acts.append(act(_("Import BPMN"), url(slug, process.code, "bpmn/upload/"), "file-import"))
        acts.append(act(_("Edit steps"), url(slug, process.code, "steps/"), "pencil"))
    return {
        "process_acts": acts,
        "steps_url": url(slug, process.code, "steps/") if may else "",
        "chart": picture(steps, _("Flow chart of %(title)s") % {"title": process.title}),
        "steps": step_rows(steps),
        "figures": figure_rows(flow_figures(steps, process.links.get("systems", []))),
        "advice": flow_advice(steps),
    }


def compare_context(access: Access, as_is: Process, to_be: Process) -> dict[str, Any]:
    """Both processes side by side, with how far apart their figures are."""
    steps = steps_by_process([as_is, to_be])
    sides, counted = [], []
    for process in (as_is, to_be):
        own = steps[process.pk]
        counted.append(flow_figures(own, process.links.get("systems", [])))
        sides.append(
            {
                "code": process.code,
                "title": process.title,
                "variant": Variant(process.variant).label,
                "url": PROCESSES.url(access.programme.slug, process.code),
                "chart": picture(own, _("Flow chart of %(title)s") % {"title": process.title}),
                "steps": step_rows(own),
            }
        )
    rows = []
    for name, title in _FIGURES:
        before, after = getattr(counted[0], name), getattr(counted[1], name)
        rows.append({"title": title, "before": before, "after": after, "change": _change(after - before)})
    return {"sides": sides, "rows": rows, "verdict": _verdict(*counted)}


def _change(difference: int) -> str:
    return f"+{difference}" if difference > 0 else f"−{-difference}" if difference < 0 else "0"


def _verdict(before: Figures, after: Figures) -> str:
    text = _(
        "%(steps)s steps become %(steps_after)s, %(handoffs)s hand-offs become %(handoffs_after)s, "
        "%(duplicates)s duplicate entries become %(duplicates_after)s."
    )
    return text % {
        "steps": before.steps,
        "steps_after": after.steps,
        "handoffs": before.handoffs,
        "handoffs_after": after.handoffs,
        "duplicates": before.duplicates,
        "duplicates_after": after.duplicates,
    }


def drawn_context(drawn: Drawn) -> dict[str, Any]:
    """A process of a file as it would arrive."""
    kinds = [(kind.label, sum(step.kind == kind for step in drawn.steps)) for kind in StepKind]
    return {
        "number": drawn.number,
        "title": drawn.title,
        "id": drawn.process.id,
        "lanes": [
            {"name": lane.name, "kind": LaneKind(lane.kind).label}
            for lane in dict.fromkeys(step.lane for step in drawn.steps)
        ],
        "counts": [{"title": title, "value": count} for title, count in kinds if count],
        "flows": sum(len(step.exits) for step in drawn.steps),
        "conditions": sum(bool(out.condition) for step in drawn.steps for out in step.exits),
        "chart": picture(drawn.steps, drawn.title),
        "steps": step_rows(drawn.steps, [fault.place for fault in drawn.faults if fault.place is not None]),
        "faults": [fault.text for fault in drawn.faults],
    }


def note_rows(notes: Iterable[BpmnNote]) -> list[dict[str, Any]]:
    """What is not taken as it is."""
    return [{"type": row.type, "id": row.id, "name": row.name, "fate": FATES[row.fate]} for row in notes]
