"""Ten criteria: eight counted, one of the paper, one of links."""

from typing import Any

from django.db.models import Q

from governance_app.gates.criteria import document_signed, no_suspects
from governance_app.gates.findings import Seat
from governance_app.gates.registry import counted
from governance_app.programmes.states import Role

from .documents import PAPER
from .kinds import CASES, DEFECTS, HANDOVERS, MEASURES, PLANS, RUNS
from .number import PHASE

_PLACES: tuple[tuple[Any, str, Q | None], ...] = (
    (PLANS, "ownerless", None),
    (CASES, "bare", None),
    (RUNS, "open", None),
    (PLANS, "unanswered", Q(figure__gt=40)),
    (CASES, "unanswered", Q(figure__gt=40)),
    (DEFECTS, "open", None),
    (MEASURES, "unanswered", Q(figure__gt=40)),
    (HANDOVERS, "open", None),
)
for _number, (_kind, _preset, _of) in enumerate(_PLACES, 1):
    counted(
        f"P{PHASE.value}-G{_number}",
        PHASE,
        f"Criterion {_number}",
        of=_of,
        fault=_kind.fault(_preset),
        cause="%(count)s are at fault",
        seats=(Seat(Role.IT_LEAD),),
    )
document_signed(f"P{PHASE.value}-G9", PAPER, "The paper is signed")
no_suspects(f"P{PHASE.value}-G10", PHASE)
