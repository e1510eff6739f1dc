"""Signatures stay as they were given, whatever becomes of people and rosters; the database sees to the rest."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from governance_app.documents.models import Revision
from governance_app.programmes.models import Membership
from governance_app.signoff.models import Challenge, Round, Signature, Slot
from governance_app.signoff.rules import signature_hash
from tests.conftest import Cast, Specification
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.fixture
def revision(specification: Specification) -> Revision:
    return specification.submit()


@pytest.fixture
def signature(specification: Specification, revision: Revision, cast: Cast) -> Signature:
    return specification.sign(revision, cast.finance_head)


def values(signature: Signature) -> dict[str, Any]:
    return Signature.objects.filter(pk=signature.pk).values().get()


def test_names_stay_as_they_were_printed(signature: Signature, cast: Cast) -> None:
    before = values(signature)
    cast.finance_head.display_name = "陈敏（离任）"
    cast.finance_head.is_active = False
    cast.finance_head.save()
    cast.finance.name = "财务共享中心"
    cast.finance.save()
    Membership.objects.filter(user=cast.finance_head).delete()
    assert values(signature) == before
    stored = Signature.objects.get()
    assert stored.signer_name == "陈敏"
    assert "财务部" in stored.signer_role
    assert signature_hash(stored) == stored.hash


def test_a_deactivated_signers_signature_still_counts(
    specification: Specification, revision: Revision, signature: Signature, cast: Cast
) -> None:
    cast.finance_head.is_active = False
    cast.finance_head.save()
    specification.sign(revision, cast.it_head)
    specification.sign(revision, cast.personnel_head)
    revision.refresh_from_db()
    assert revision.state == "approved"


def test_nothing_a_signature_rests_on_can_be_deleted(signature: Signature, revision: Revision, cast: Cast) -> None:
    for row in (cast.finance_head, signature.slot, revision.round, signature.challenge, revision.document):
        with pytest.raises(ProtectedError):
            row.delete()
    with pytest.raises(ProtectedError):
        cast.programme.delete()
    assert Signature.objects.count() == 1


def copy_of(signature: Signature, **changed: Any) -> Signature:
    fields = {
        field.attname: getattr(signature, field.attname)
        for field in Signature._meta.concrete_fields
        if not field.primary_key
    }
    challenge = Challenge.objects.create(round=signature.round, user=signature.signer, content_hash="")
    return Signature(**{**fields, "challenge_id": challenge.pk, "hash": "f" * 64, **changed})


def test_the_database_takes_one_signature_a_slot(signature: Signature) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_of(signature, signer_id=UserFactory().pk).save(force_insert=True)


def test_the_database_takes_one_signature_a_signer_in_a_round(signature: Signature, revision: Revision) -> None:
    other = revision.round.slots.exclude(pk=signature.slot_id).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_of(signature, slot_id=other.pk).save(force_insert=True)


def test_the_database_takes_one_signature_a_challenge(signature: Signature, revision: Revision) -> None:
    other = revision.round.slots.exclude(pk=signature.slot_id).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_of(signature, slot_id=other.pk, signer_id=UserFactory().pk, challenge_id=signature.challenge_id).save(
            force_insert=True
        )


def test_the_database_takes_a_different_signature(signature: Signature, revision: Revision) -> None:
    # What the three tests above refuse is the double, not the copy as such.
    other = revision.round.slots.exclude(pk=signature.slot_id).first()
    copy_of(signature, slot_id=other.pk, signer_id=UserFactory().pk).save(force_insert=True)
    assert Signature.objects.count() == 2


def test_the_database_holds_one_open_round_a_subject(revision: Revision, cast: Cast) -> None:
    round_ = revision.round
    double = Round(
        programme=cast.programme,
        subject=round_.subject,
        title="又一轮",
        content_hash=round_.content_hash,
        policy=round_.policy,
        policy_hash=round_.policy_hash,
        opened_by=cast.owner,
        opened_at=timezone.now(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()


def test_the_database_holds_no_ended_round_without_its_time(revision: Revision) -> None:
    for changed in ({"state": "complete"}, {"closed_at": timezone.now()}):
        with pytest.raises(IntegrityError, match="round_closed_with_time"), transaction.atomic():
            Round.objects.filter(pk=revision.round_id).update(**changed)


def test_the_database_holds_a_slots_key_once_a_round(revision: Revision) -> None:
    slot = revision.round.slots.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.create(
            round=slot.round, position=9, group=slot.group, key=slot.key, title=slot.title, role=slot.role
        )
