"""Moving a phase, and its dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.clock import this_day
from governance_app.base.histories import written_by
from governance_app.errors import Invalid, ReasonMissing, Stale
from governance_app.ledger.services import ledger_append
from governance_app.phases import Phase
from governance_app.programmes.acts import PHASE_MOVED, PHASE_REPLANNED
from governance_app.programmes.models import (
    Programme,
    ProgrammePhase,
)
from governance_app.programmes.states import PhaseState


@transaction.atomic
def phase_state_set(*, programme: Programme, phase: Phase, state: str, actor: Any) -> ProgrammePhase:
    """Move a phase to a state and write it down."""
    row = ProgrammePhase.objects.select_for_update().get(programme=programme, phase=phase)
    before, row.state = row.state, state
    if state == PhaseState.ACTIVE and row.actual_start is None:
        row.actual_start = this_day()
    row.full_clean()
    row.save()
    # Whoever holds this programme and has read its phases reads them anew.
    getattr(programme, "_prefetched_objects_cache", {}).pop("phases", None)
    ledger_append(
        act=PHASE_MOVED,
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
    if row.actual_start and row.actual_start > this_day():
        text = _("This day has not come yet.")
        raise Invalid(text, fields={"actual_start": [text]})
    row.full_clean()
    written_by(row, actor, reason.strip()).save()
    getattr(programme, "_prefetched_objects_cache", {}).pop("phases", None)
    ledger_append(
        act=PHASE_REPLANNED,
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
