"""Writing programmes, their members, phases and policy."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance_app.base.histories import written_by
from governance_app.errors import Invalid, ReasonMissing, Stale, Taken, Unknown, refuse_invalid
from governance_app.ledger.services import ledger_append
from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes.models import (
    Membership,
    Programme,
    ProgrammePhase,
    ProgrammePolicy,
)
from governance_app.programmes.registry import policy_figures
from governance_app.programmes.rules import role_conflict
from governance_app.programmes.services.work import work_standard
from governance_app.programmes.signals import programme_changed
from governance_app.programmes.states import RESERVED_SLUGS, PhaseState, Role

OneSideOnly = Invalid.coded("vendor")


@transaction.atomic
def programme_create(
    *,
    values: Mapping[str, Any],
    departments: list[Department],
    windows: Mapping[Phase, tuple[date, date]],
    actor: Any,
    detail: Mapping[str, Any] | None = None,
) -> Programme:
    """A new programme with its seven phases; phase windows are (planned start, planned end).

    Refuses values a programme cannot have, and an address that is a page's.
    """
    programme = Programme(**values)
    if programme.slug in RESERVED_SLUGS:
        text = _("This address is a page of the portal; please choose another one.")
        raise Invalid(text, fields={"slug": [text]})
    try:
        programme.full_clean()
    except ValidationError as error:
        raise refuse_invalid(error) from error
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as error:
        text = _("Someone has set up a programme with this code or address just now.")
        raise Taken(text, fields={"code": [text]}) from error
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
        detail=detail,
    )
    work_standard(programme=programme, actor=actor)
    return programme


@transaction.atomic
def member_add(
    *, programme: Programme, user: User, role: Role, department: Department | None = None, actor: Any
) -> Membership:
    """Give a person a role. Refuses a department's role without its department, and the same role twice.

    Refuses a department that does not take part; a vendor's people any other role, and people of the enterprise the
    vendor's, in whatever programme.
    """
    # The programme first, as whoever lets a department leave does: it does not leave while a role is given for it.
    # Then the person, so that two roles that exclude each other are not given at once.
    Programme.objects.select_for_update().get(pk=programme.pk)
    if department is not None and not programme.departments.filter(pk=department.pk).exists():
        text = _("%(department)s does not take part in this programme.") % {"department": department}
        raise Invalid(text, fields={"department": [text]})
    User.objects.select_for_update().get(pk=user.pk)
    if role_conflict(role, Membership.objects.filter(user=user).values_list("role", flat=True)):
        text = _("%(who)s stands for a vendor and can hold no role inside the enterprise.")
        if role == Role.VENDOR:
            text = _("%(who)s holds a role inside the enterprise and cannot stand for a vendor.")
        text = text % {"who": user}
        raise OneSideOnly(text, fields={"role": [text]})
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
        raise Stale(_("The dates have been changed in the meantime; please look at them again."))
    before = {name: getattr(row, name) for name in WINDOW}
    changed = {name: values[name] for name in WINDOW if name in values and values[name] != before[name]}
    if not changed:
        return row
    if not reason.strip():
        text = _("Please give a reason.")
        raise ReasonMissing(text, fields={"reason": [text]})
    for name, value in changed.items():
        setattr(row, name, value)
    for which in ("planned", "forecast", "actual"):
        start, end = getattr(row, f"{which}_start"), getattr(row, f"{which}_end")
        if start and end and end < start:
            field = f"{which}_end" if f"{which}_end" in WINDOW else f"{which}_start"
            text = _("The end must not lie before the start.")
            raise Invalid(text, fields={field: [text]})
    if row.actual_start and row.actual_start > timezone.localdate():
        text = _("This day has not come yet.")
        raise Invalid(text, fields={"actual_start": [text]})
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
        raise Stale(_("The policy has been changed in the meantime; please look at it again."))
    if not reason.strip():
        text = _("Please give a reason.")
        raise ReasonMissing(text, fields={"reason": [text]})
    before = {figure.code: int(policy.values.get(figure.code, figure.default)) for figure in policy_figures}
    problems: dict[str, list[str]] = {}
    for code, value in values.items():
        figure = policy_figures.get(code)
        if figure is None:
            raise Unknown(_("There is no such figure."))
        if not figure.minimum <= value <= figure.maximum:
            text = _("%(title)s must lie between %(minimum)s and %(maximum)s.")
            bounds = {"title": figure.title, "minimum": figure.minimum, "maximum": figure.maximum}
            problems[code] = [text % bounds]
    if problems:
        raise Invalid(next(iter(problems.values()))[0], fields=problems)
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
