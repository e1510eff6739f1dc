"""What several tests of gates do and ask."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from governance_app.errors import Refusal
from governance_app.gates.models import Condition, GateReview
from governance_app.gates.services.conditions import condition_propose
from governance_app.phases import Phase
from governance_app.programmes.models import ProgrammePhase
from tests.gates.conftest import PHASE, Committee

Say = Callable[..., None]


def state_of(committee: Committee, phase: Phase = PHASE) -> str:
    return ProgrammePhase.objects.get(programme=committee.cast.programme, phase=phase).state


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        call()
    assert str(caught.value)
    return caught.value.code


def propose(committee: Committee, review: GateReview, days: int = 10) -> Condition:
    return condition_propose(
        review=review,
        text="演练一次",
        owner=committee.cast.it_lead,
        due_on=timezone.localdate() + timedelta(days=days),
        actor=committee.chair,
    )
