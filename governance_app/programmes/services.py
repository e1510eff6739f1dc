"""Writing programmes, their people and the numbers of their records."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from governance_app.errors import Refusal
from governance_app.histories import written_by
from governance_app.ledger.services import ledger_append
from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes.models import (
    CodeCounter,
    Membership,
    Programme,
    ProgrammePhase,
    ProgrammePolicy,
    WorkItem,
)
from governance_app.programmes.registry import policy_figures
from governance_app.programmes.rules import LETTERS, matrix_row_problems
from governance_app.programmes.signals import programme_changed
from governance_app.programmes.states import STANDARD_WORK, PhaseState, Role

#: Digits a code's number may have.
LONGEST_NUMBER = 6


def refuse_invalid(error: ValidationError) -> Refusal:
    """The refusal that says what a model's own validation found."""
    fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    first = next(iter(fields.values()))[0]
    return Refusal(first, code="invalid", fields=fields)


@transaction.atomic
def programme_create(
    *, values: Mapping[str, Any], departments: list[Department], windows: Mapping[Phase, tuple[date, date]], actor: Any
) -> Programme:
    """A new programme with its seven phases; phase windows are (planned start, planned end)."""
    programme = Programme(**values)
    try:
        programme.full_clean()
    except ValidationError as error:
        raise refuse_invalid(error) from error
    programme.save()
    programme.departments.set(departments)
    for phase in Phase:
        start, end = windows.get(phase, (None, None))
        ProgrammePhase.objects.create(
            programme=programme, phase=phase, planned_start=start, planned_end=end, forecast_end=end
        )
    ledger_append(
        act="programme.created",
        subject=f"programme:{programme.code}",
        subject_label=programme.name,
        actor=actor,
        programme=programme.slug,
    )
    work_standard(programme=programme, actor=actor)
    return programme


@transaction.atomic
def member_add(
    *, programme: Programme, user: User, role: Role, department: Department | None = None, actor: Any
) -> Membership:
    """Give a person a role. Refuses a department's role without its department, and the same role twice."""
    membership = Membership(programme=programme, user=user, role=role, department=department)
    try:
        membership.full_clean()
    except ValidationError as error:
        raise refuse_invalid(error) from error
    membership.save()
    ledger_append(
        act="member.added",
        subject=f"user:{user.username}",
        subject_label=f"{user} {membership.get_role_display()}",
        actor=actor,
        programme=programme.slug,
        detail={"role": role, "department": department.code if department else ""},
    )
    reason = _("%(who)s is now %(role)s") % {"who": user, "role": membership.get_role_display()}
    programme_changed.send(sender=Membership, programme=programme, source="members", actor=actor, reason=reason)
    return membership


@transaction.atomic
def phase_state_set(*, programme: Programme, phase: Phase, state: str, actor: Any) -> ProgrammePhase:
    """Move a phase to a state and write it down."""
    row = ProgrammePhase.objects.select_for_update().get(programme=programme, phase=phase)
    before, row.state = row.state, state
    if state == PhaseState.ACTIVE and row.actual_start is None:
        row.actual_start = timezone.localdate()
    row.full_clean()
    row.save()
    # Whoever holds this programme and has read its phases reads them anew.
    getattr(programme, "_prefetched_objects_cache", {}).pop("phases", None)
    ledger_append(
        act="phase.moved",
        subject=f"phase:{phase.value}",
        subject_label=str(phase.label),
        actor=actor,
        programme=programme.slug,
        detail={"from": before, "to": state},
    )
    return row


#: Dates of a phase that people set; the actual end is set by the gate alone.
WINDOW = ("planned_start", "planned_end", "forecast_start", "forecast_end", "actual_start")


@transaction.atomic
def phase_window_set(
    *,
    programme: Programme,
    phase: Phase,
    values: Mapping[str, date | None],
    version: int | None,
    reason: str,
    actor: Any,
) -> ProgrammePhase:
    """Set a phase's planned and forecast window and the day it began; ``version`` is the history row the page showed.

    Refuses a stale page, an end before its start, a beginning that has not come yet, and no reason. Values equal to
    what stands change nothing.
    """
    row = ProgrammePhase.objects.select_for_update().get(programme=programme, phase=phase)
    if version is not None and version != phase_version(row):
        raise Refusal(_("The dates have been changed in the meantime; please look at them again."), code="stale")
    before = {name: getattr(row, name) for name in WINDOW}
    changed = {name: values[name] for name in WINDOW if name in values and values[name] != before[name]}
    if not changed:
        return row
    if not reason.strip():
        text = _("Please give a reason.")
        raise Refusal(text, code="reason-missing", fields={"reason": [text]})
    for name, value in changed.items():
        setattr(row, name, value)
    for which in ("planned", "forecast", "actual"):
        start, end = getattr(row, f"{which}_start"), getattr(row, f"{which}_end")
        if start and end and end < start:
            field = f"{which}_end" if f"{which}_end" in WINDOW else f"{which}_start"
            text = _("The end must not lie before the start.")
            raise Refusal(text, code="invalid", fields={field: [text]})
    if row.actual_start and row.actual_start > timezone.localdate():
        text = _("This day has not come yet.")
        raise Refusal(text, code="invalid", fields={"actual_start": [text]})
    row.full_clean()
    written_by(row, actor, reason.strip()).save()
    getattr(programme, "_prefetched_objects_cache", {}).pop("phases", None)
    ledger_append(
        act="phase.replanned",
        subject=f"phase:{phase.value}",
        subject_label=str(phase.label),
        actor=actor,
        programme=programme.slug,
        detail={
            "changed": {
                name: [day.isoformat() if day else "" for day in (before[name], value)]
                for name, value in changed.items()
            },
            "reason": reason.strip(),
        },
    )
    return row


def phase_version(row: ProgrammePhase) -> int:
    """The number of the latest version of a phase's row."""
    history: Any = ProgrammePhase.history
    number: int | None = history.filter(id=row.pk).order_by("-history_id").values_list("history_id", flat=True).first()
    return number or 0


@transaction.atomic
def policy_change(
    *, programme: Programme, values: Mapping[str, int], version: int | None, reason: str, actor: Any
) -> ProgrammePolicy:
    """Set figures of the programme's policy. Refuses an unknown figure, one out of bounds, a stale page, and no reason.

    Reviews and rounds already called keep the policy they were called under.
    """
    ProgrammePolicy.objects.get_or_create(programme=programme)
    policy = ProgrammePolicy.objects.select_for_update().get(programme=programme)
    if version is not None and version != policy.version:
        raise Refusal(_("The policy has been changed in the meantime; please look at it again."), code="stale")
    if not reason.strip():
        text = _("Please give a reason.")
        raise Refusal(text, code="reason-missing", fields={"reason": [text]})
    before = {figure.code: int(policy.values.get(figure.code, figure.default)) for figure in policy_figures}
    problems: dict[str, list[str]] = {}
    for code, value in values.items():
        figure = policy_figures.get(code)
        if figure is None:
            raise Refusal(_("There is no such figure."), code="unknown")
        if not figure.minimum <= value <= figure.maximum:
            text = _("%(title)s must lie between %(minimum)s and %(maximum)s.")
            bounds = {"title": figure.title, "minimum": figure.minimum, "maximum": figure.maximum}
            problems[code] = [text % bounds]
    if problems:
        raise Refusal(next(iter(problems.values()))[0], code="invalid", fields=problems)
    changed = {code: [before[code], value] for code, value in values.items() if before[code] != value}
    if not changed:
        return policy
    policy.values = {**policy.values, **dict(values)}
    policy.version += 1
    written_by(policy, actor, reason.strip()).save()
    ledger_append(
        act="policy.changed",
        subject=f"programme:{programme.code}",
        subject_label=_(", ").join(str(policy_figures[code].title) for code in changed),
        actor=actor,
        programme=programme.slug,
        detail={"changed": changed, "reason": reason.strip()},
    )
    return policy


def code_next(programme: Programme, prefix: str, width: int = 3) -> str:
    """The next code under a prefix, ``REQ-001``; inside a transaction, whose end frees the counter."""
    return codes_next(programme, prefix, 1, width)[0]


def codes_lock(programme: Programme, prefix: str) -> CodeCounter:
    """A prefix's counter, locked: until the transaction ends nobody else is given one of its codes."""
    CodeCounter.objects.get_or_create(programme=programme, prefix=prefix)
    return CodeCounter.objects.select_for_update().get(programme=programme, prefix=prefix)


def codes_next(
    programme: Programme, prefix: str, count: int, width: int = 3, counter: CodeCounter | None = None
) -> list[str]:
    """The next ``count`` codes under a prefix, taken at once; with ``counter`` its lock is held already."""
    counter = counter or codes_lock(programme, prefix)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{prefix}-{number:0{width}d}" for number in range(first, first + count)]


def code_fits(prefix: str, code: str, width: int = 3) -> bool:
    """Whether a code is the prefix and a number from 1, written as the portal writes it.

    ``REQ-1`` and ``REQ-001`` would be two codes for one number, so only one of them fits.
    """
    head, _dash, number = code.rpartition("-")
    fits = head == prefix and number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    return fits and int(number) > 0 and number == f"{int(number):0{width}d}"


def code_form_text(prefix: str, width: int = 3) -> str:
    """How a code must be written, told to someone who wrote it otherwise."""
    return _("The code must read like %(example)s: the number in %(width)s digits or more, without zeros to spare.") % {
        "example": f"{prefix}-{1:0{width}d}",
        "width": width,
    }


def code_claim(programme: Programme, prefix: str, code: str, width: int = 3) -> None:
    """Take one code given from outside: see ``codes_claim``."""
    codes_claim(programme, prefix, [code], width)


def codes_claim(
    programme: Programme, prefix: str, codes: Iterable[str], width: int = 3, counter: CodeCounter | None = None
) -> None:
    """Take codes given from outside, so that they are never given again. Refuses one that does not fit."""
    highest = 0
    for code in codes:
        if not code_fits(prefix, code, width):
            text = code_form_text(prefix, width)
            raise Refusal(text, code="invalid", fields={"code": [text]})
        highest = max(highest, int(code.rpartition("-")[2]))
    if not highest:
        return
    counter = counter or codes_lock(programme, prefix)
    counter.last = max(counter.last, highest)
    counter.save(update_fields=["last"])


def _work_values(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("phase", "title", *LETTERS)}


def _work_told(row: WorkItem, verb: str, detail: dict[str, Any], actor: Any) -> None:
    """What every change of the matrix does: a row of the ledger, and documents that print the matrix look again."""
    ledger_append(
        act=f"work.{verb}",
        subject=f"work:{row.code}",
        subject_label=str(row),
        actor=actor,
        programme=row.programme.slug,
        detail=detail,
    )
    _matrix_touched(row.programme, actor)


def _matrix_touched(programme: Programme, actor: Any) -> None:
    reason = _("The responsibility matrix has been changed.")
    programme_changed.send(sender=WorkItem, programme=programme, source="members", actor=actor, reason=reason)


@transaction.atomic
def work_standard(*, programme: Programme, actor: Any) -> list[WorkItem]:
    """Start with the standard responsibility matrix. Refuses when the programme has one already."""
    counter = codes_lock(programme, "WI")
    if WorkItem.objects.filter(programme=programme).exists():
        raise Refusal(_("There is a responsibility matrix already."), code="there-already")
    codes = codes_next(programme, "WI", len(STANDARD_WORK), 2, counter)
    rows = []
    with translation.override(settings.LANGUAGE_CODE):
        for code, work in zip(codes, STANDARD_WORK, strict=True):
            row = WorkItem(programme=programme, code=code, **(_work_values(work) | {"title": str(work.title)}))
            written_by(row, actor).save()
            rows.append(row)
    ledger_append(
        act="work.standard",
        subject=f"programme:{programme.code}",
        subject_label=programme.name,
        actor=actor,
        programme=programme.slug,
        detail={"codes": codes},
    )
    _matrix_touched(programme, actor)
    return rows


@transaction.atomic
def work_write(
    *, programme: Programme, code: str | None, values: Mapping[str, Any], version: int | None, actor: Any
) -> WorkItem:
    """Add a row to the responsibility matrix (no ``code``) or change one; equal values change nothing.

    Refuses a stale page, a title twice in a phase, and whatever ``matrix_row_problems`` finds.
    """
    row = _work_locked(programme, code, version) if code else WorkItem(programme=programme, version=0)
    before = _work_values(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.title = row.title.strip()
    problems = matrix_row_problems(_work_values(row))
    if problems:
        raise Refusal(next(iter(problems.values()))[0], code="invalid", fields=problems)
    after = _work_values(row)
    changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    if code and not changed:
        return row
    row.version += 1
    row.code = code or code_next(programme, "WI", 2)
    try:
        row.full_clean()
    except ValidationError as error:
        found = refuse_invalid(error)
        twice = WorkItem.objects.filter(programme=programme, phase=row.phase, title=row.title).exclude(pk=row.pk)
        if twice.exists():
            found.fields = {"title": found.fields.get("__all__", [str(found)])}
        raise found from error
    written_by(row, actor).save()
    _work_told(row, "changed" if code else "added", {"changed": changed} if code else after, actor)
    return row


@transaction.atomic
def work_remove(*, programme: Programme, code: str, version: int | None, actor: Any) -> None:
    """Take a row out of the responsibility matrix; its code is not given again. Refuses a stale page."""
    row = _work_locked(programme, code, version)
    values = _work_values(row)
    written_by(row, actor).delete()
    _work_told(row, "removed", values, actor)


def _work_locked(programme: Programme, code: str, version: int | None) -> WorkItem:
    row = WorkItem.objects.select_for_update().filter(programme=programme, code=code).first()
    if row is None:
        raise Refusal(_("This row has been removed in the meantime."), code="gone")
    if version is not None and version != row.version:
        raise Refusal(_("The row has been changed in the meantime; please look at it again."), code="stale")
    return row
