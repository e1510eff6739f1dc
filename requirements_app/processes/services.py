"""Writing the steps of a process, and taking processes in from BPMN files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance_app.base.clock import this_moment
from governance_app.base.rows import rows_hold
from governance_app.errors import Conflict, Foreign, Invalid, TooLarge
from governance_app.exchange.models import ImportBatch
from governance_app.exchange.states import BatchState
from governance_app.files.services import file_read, file_store
from governance_app.people.models import Department
from governance_app.programmes.rules import Access
from governance_app.records.references import References
from governance_app.records.rules import forbidden, may_create
from governance_app.records.services import record_amend, record_create
from requirements_app.inventory.models import System
from requirements_app.processes.bpmn.reading import bpmn_read
from requirements_app.processes.bpmn.steps import LONGEST_ACTION, LONGEST_CONDITION, LONGEST_ROLE, steps_of
from requirements_app.processes.bpmn.values import BpmnFile, BpmnNote, BpmnProcess
from requirements_app.processes.bpmn.xml import MOST_BYTES
from requirements_app.processes.kinds import PROCESSES
from requirements_app.processes.models import Process, ProcessFlow, ProcessStep
from requirements_app.processes.rules import Fault, Step, flow_faults, flow_kept
from requirements_app.processes.selectors import lane_finder, steps_by_process
from requirements_app.processes.states import LaneKind, StepKind

AppliedAlready = Conflict.coded("applied")
NothingToApply = Invalid.coded("none")

#: Under which name imports of drawings are kept, apart from those of tables.
DRAWINGS = "processes-bpmn"


def refuse_faults(faults: Sequence[Fault]) -> None:
    """Refuse steps that make no sound process, each fault named."""
    if faults:
        texts = [fault.text for fault in faults]
        raise Invalid(texts[0], fields={"steps": texts}, extra={"faults": list(faults)})


def process_steps_write(
    *, access: Access, code: str, steps: Sequence[Step], version: int | None, reason: str = ""
) -> Process:
    """Give a process these steps in place of those it has; equal ones change nothing.

    Refuses people without the permission, a version that is no longer the latest, steps that make no sound
    process, and lanes or systems that are not the programme's.
    """
    refuse_faults([*_unfit(steps), *flow_faults(steps)])

    def amend(process: Process) -> bool:
        return _steps_set(process, steps)

    return record_amend(
        kind=PROCESSES, access=access, code=code, amend=amend, version=version, act="steps-revised", reason=reason
    )


def _unfit(steps: Sequence[Step]) -> list[Fault]:
    """Texts longer than their columns, kinds that are none: forms do not let them through, programs might."""
    faults = []
    for place, step in enumerate(steps):
        for name, text, most in (
            ("action", step.action, LONGEST_ACTION),
            ("lane", step.lane.name if step.lane.kind == LaneKind.ROLE else "", LONGEST_ROLE),
            *(("exits", out.condition, LONGEST_CONDITION) for out in step.exits),
        ):
            if len(text) > most:
                words = _("Row %(row)s: at most %(most)s characters.") % {"row": place + 1, "most": most}
                faults.append(Fault(place, name, words))
        if step.kind not in StepKind.values or step.lane.kind not in LaneKind.values or not step.lane.name:
            faults.append(Fault(place, "lane", _("Row %(row)s needs a type and a lane.") % {"row": place + 1}))
    return faults


def _steps_set(process: Process, steps: Sequence[Step]) -> bool:
    before = steps_by_process([process])[process.pk]
    if list(steps) == before:
        return False
    departments = {row.code: row for row in process.programme.departments.all()}
    # Lanes that stood before are not asked again, so that a department's leaving does not lock its processes.
    stood = {step.lane.code for step in before if step.lane.kind == LaneKind.DEPARTMENT}
    departments |= {row.code: row for row in Department.objects.filter(code__in=stood - set(departments))}
    systems = {row.code: row for row in System.objects.filter(programme=process.programme)}
    used = {code for step in steps for code in (step.system, step.lane.code) if code in systems}
    rows_hold(System, [systems[code].pk for code in used])
    process.steps.all().delete()
    rows = {step.key: _row(process, place, step, departments, systems) for place, step in enumerate(steps)}
    ProcessStep.objects.bulk_create(rows.values())
    ProcessFlow.objects.bulk_create(
        ProcessFlow(source=rows[step.key], target=rows[out.target], position=place, condition=out.condition)
        for step in steps
        for place, out in enumerate(step.exits)
    )
    process.flow = flow_kept(steps)
    return True


def _row(
    process: Process, place: int, step: Step, departments: Mapping[str, Department], systems: Mapping[str, System]
) -> ProcessStep:
    department = departments.get(step.lane.code) if step.lane.kind == LaneKind.DEPARTMENT else None
    system = systems.get(step.lane.code) if step.lane.kind == LaneKind.SYSTEM else None
    used = systems.get(step.system) if step.system else None
    if (step.lane.kind != LaneKind.ROLE and not (department or system)) or (step.system and used is None):
        text = _("%(step)s names something outside this programme.") % {"step": step.shown}
        raise Foreign(text, fields={"steps": [text]}, extra={"faults": [Fault(place, "lane", text)]})
    return ProcessStep(
        process=process,
        position=place,
        key=step.key,
        kind=step.kind,
        lane_kind=step.lane.kind,
        lane_department=department,
        lane_system=system,
        lane_role=step.lane.name if step.lane.kind == LaneKind.ROLE else "",
        action=step.action,
        system=used,
        handoff=step.handoff,
        duplicate=step.duplicate,
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A process found in a file: its steps here, what is wrong with them, what was changed on the way."""

    number: int
    process: BpmnProcess
    title: str
    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]
    notes: tuple[BpmnNote, ...]


def drawings_of(file: BpmnFile, references: References, name: str) -> list[Drawn]:
    """The processes of a file as they would arrive."""
    find = lane_finder(references)
    found = []
    for number, process in enumerate(file.processes):
        arrival = steps_of(process, find)
        title = process.name or (f"{name} {number + 1}" if len(file.processes) > 1 else name)
        faults = tuple(flow_faults(arrival.steps))
        found.append(Drawn(number, process, title[:120], arrival.steps, faults, arrival.notes))
    return found


def bpmn_steps(*, access: Access, data: bytes | str, process: str = "") -> tuple[tuple[Step, ...], list[BpmnNote]]:
    """The steps of the one process of a file, or of that with the id given, and all that is not taken as it is.

    Refuses a file with several processes while none is named, and one that names none of them.
    """
    file = bpmn_read(data)
    drawn = [row for row in drawings_of(file, References(access.programme), "") if process in {"", row.process.id}]
    if len(drawn) != 1:
        names = ", ".join(row.id for row in file.processes)
        text = _("The file holds these processes, please name one: %(names)s.") % {"names": names}
        raise Invalid(text, fields={"process": [text]})
    refuse_faults(drawn[0].faults)
    return drawn[0].steps, [*file.notes, *drawn[0].notes]


def bpmn_upload(*, access: Access, name: str, data: bytes, target: str = "", version: int = 0) -> ImportBatch:
    """Keep a file to be looked at before it is taken; ``target`` names the process whose steps it would replace.

    Refuses what cannot be read as BPMN 2.0. Nothing is written into any process.
    """
    if not may_create(PROCESSES, access):
        raise forbidden()
    if len(data) > MOST_BYTES:
        text = _("The file is larger than %(most)s MB; a drawn process is far smaller.")
        raise TooLarge(text % {"most": MOST_BYTES // 1024 // 1024})
    file = bpmn_read(data)
    stored = file_store(name=name[:200], data=data, media_type="application/xml", actor=access.user)
    return ImportBatch.objects.create(
        programme=access.programme,
        kind=DRAWINGS,
        file=stored,
        state=BatchState.READY,
        total=len(file.processes),
        report={"target": target, "version": version},
        language=get_language() or "zh-hans",
        created_by=access.user,
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is taken from a file: which of its processes, and what new ones are."""

    numbers: tuple[int, ...]
    owner_department: Department | None = None
    variant: str = ""


@transaction.atomic
def bpmn_apply(*, access: Access, batch: ImportBatch, wanted: Wanted, references: References) -> list[str]:
    """Take the processes picked: as new ones, or one in place of the steps of the file's target. All or none."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
    if batch.state != BatchState.READY:
        raise AppliedAlready(_("This file has been imported already."))
    drawn = drawings_of(bpmn_read(file_read(batch.file)), references, _stem(batch.file.name))
    picked = [row for row in drawn if row.number in wanted.numbers]
    target, reason = batch.report.get("target", ""), _("Imported from %(name)s") % {"name": batch.file.name}
    if not picked or (target and len(picked) > 1):
        raise NothingToApply(_("Please pick one process.") if target else _("Please pick at least one process."))
    codes = []
    for row in picked:
        refuse_faults(row.faults)
        if target:
            version = batch.report.get("version")
        else:
            values = {"title": row.title, "variant": wanted.variant, "owner_department": wanted.owner_department}
            values |= {"description": row.process.documentation}
            record = record_create(kind=PROCESSES, access=access, values=values, reason=reason)
            target_code, version = record.code, record.version
        code = target or target_code
        process_steps_write(access=access, code=code, steps=row.steps, version=version, reason=reason)
        codes.append(code)
    batch.state, batch.applied_at = BatchState.APPLIED, this_moment()
    batch.created = 0 if target else len(codes)
    batch.changed = len(codes) - batch.created
    batch.save(update_fields=["state", "applied_at", "created", "changed"])
    return codes


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def drawing_batch(access: Access, number: Any) -> ImportBatch | None:
    """One's own file of drawings, or None."""
    rows = ImportBatch.objects.filter(pk=number, programme=access.programme, kind=DRAWINGS, created_by=access.user)
    return rows.select_related("file").first()


def drawings_read(batch: ImportBatch, references: References) -> tuple[BpmnFile, list[Drawn]]:
    """A kept file's processes as they would arrive now."""
    file = bpmn_read(file_read(batch.file))
    return file, drawings_of(file, references, _stem(batch.file.name))
