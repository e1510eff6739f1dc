"""Where people stand in rounds: those that are over, and those of other programmes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from governance_app.programmes.states import Role
from governance_app.signoff.models import Round
from governance_app.signoff.rules import GroupSpec, Policy, SlotSpec
from governance_app.signoff.selectors import outstanding_at, standing
from governance_app.signoff.services.rounds import round_open
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def opened(programme: Any, actor: Any) -> Round:
    """A round for two signatures of the committee's."""
    slots = tuple(SlotSpec(f"m{number}", "委员", Role.COMMITTEE) for number in range(2))
    return round_open(
        programme=programme,
        subject=f"document:{programme.code}",
        title="纪要",
        content_hash="a" * 64,
        policy=Policy((GroupSpec("members", "委员", slots),)),
        excluded={},
        actor=actor,
    )


def test_in_a_round_that_is_over_one_sees_ones_signature_and_signs_no_more(
    cast: Cast, specification: Specification
) -> None:
    revision = specification.approve(specification.submit())
    place = standing(Round.objects.get(pk=revision.round_id), cast.finance_head)
    assert place.signature is not None
    assert place.signature.signer == cast.finance_head
    assert place.slot is None
    assert not place.may_sign


def test_what_rounds_wait_for_is_counted_in_their_programme_alone(cast: Cast, specification: Specification) -> None:
    before = timezone.now() - timedelta(minutes=1)
    opened(cast.other_programme, cast.stranger)
    opened(cast.programme, cast.owner)
    now = timezone.now() + timedelta(minutes=1)
    assert outstanding_at(cast.programme, [before, now]) == [0, 2]
    assert outstanding_at(cast.other_programme, [before, now]) == [0, 2]
    revision = specification.submit()
    specification.sign(revision, cast.finance_head)
    later = timezone.now() + timedelta(minutes=1)
    assert outstanding_at(cast.programme, [later]) == [2 + 2]
    specification.approve(revision)
    assert outstanding_at(cast.programme, [timezone.now()]) == [2]
