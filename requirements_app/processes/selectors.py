"""Reading processes and their steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Prefetch

from governance_app.people.models import Department
from governance_app.records.references import References, label_of
from requirements_app.inventory.models import System
from requirements_app.processes.models import Process, ProcessFlow, ProcessStep
from requirements_app.processes.rules import Exit, Step, StepLane
from requirements_app.processes.states import LaneKind, Variant


def counterparts(process: Process) -> tuple[Process | None, Process | None]:
    """The as-is and the to-be process of which this is one; either may be missing."""
    if process.variant == Variant.TO_BE:
        return process.counterpart, process
    return process, process.successors.first()


def steps_by_process(processes: Iterable[Process]) -> dict[int, list[Step]]:
    """The steps of processes in their order, by the process's key, with departments and systems as they are named now."""
    rows = (
        ProcessStep.objects.filter(process__in=[process.pk for process in processes])
        .select_related("lane_department", "lane_system", "system")
        .prefetch_related(Prefetch("exits", ProcessFlow.objects.select_related("target").order_by("position")))
        .order_by("process", "position")
    )
    found: dict[int, list[Step]] = {process.pk: [] for process in processes}
    for row in rows:
        found[row.process_id].append(_step(row))
    return found


def _step(row: ProcessStep) -> Step:
    holder = row.lane_department or row.lane_system
    lane = (
        StepLane(row.lane_kind, row.lane_role)
        if holder is None
        else StepLane(row.lane_kind, str(getattr(holder, "name", holder)), holder.code)
    )
    return Step(
        key=row.key,
        kind=row.kind,
        lane=lane,
        action=row.action,
        system=row.system.code if row.system else "",
        system_name=row.system.name if row.system else "",
        exits=tuple(Exit(out.target.key, out.condition) for out in row.exits.all()),
        handoff=row.handoff,
        duplicate=row.duplicate,
    )


def lane_finder(references: References) -> Callable[[str, str, str], StepLane | None]:
    """Finds the department or system a lane or step means: by its name; by its code where nothing else is said."""

    def find(kind: str, code: str, name: str) -> StepLane | None:
        model: Any = Department if kind == LaneKind.DEPARTMENT else System
        known = references.of(model)
        row = known.get(code)
        if row is None or (name and label_of(row) != name):
            row = references.find(model, name) if name else None
        return StepLane(kind, label_of(row), row.code) if row is not None else None

    return find
