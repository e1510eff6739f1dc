"""Taking a signature back after closure: a signed event that takes the approval away."""

from typing import Any

import pytest

from governance_app.documents.services import revision_revoke
from governance_app.documents.states import RevisionState
from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.phases import Phase
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.states import PhaseState
from governance_app.signoff.models import Revocation, Signature
from governance_app.signoff.rules import revocation_hash
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def revoke(signature: Signature, user: Any, reason: str = "发现遗漏") -> Revocation:
    return revision_revoke(signature=signature, user=user, reason=reason, method="password")


def test_the_revision_is_approved_no_longer_and_the_signature_stays(
    cast: Cast, specification: Specification, stub_pdf: bytes
) -> None:
    revision = specification.approve(specification.submit())
    signature = Signature.objects.get(signer=cast.finance_head)
    before = (signature.hash, signature.statement)
    revocation = revoke(signature, cast.finance_head)
    revision.refresh_from_db()
    signature.refresh_from_db()
    assert revision.state == RevisionState.RETURNED
    assert (signature.hash, signature.statement) == before
    assert revocation.hash == revocation_hash(revocation)
    assert Entry.objects.filter(act="signature.revoked").count() == 1
    assert ledger_break() is None


def test_a_passed_gate_that_rests_on_it_opens_again(cast: Cast, specification: Specification, stub_pdf: bytes) -> None:
    specification.approve(specification.submit())
    ProgrammePhase.objects.filter(programme=cast.programme, phase=Phase.REQUIREMENTS).update(state=PhaseState.PASSED)
    revoke(Signature.objects.get(signer=cast.finance_head), cast.finance_head)
    row = ProgrammePhase.objects.get(programme=cast.programme, phase=Phase.REQUIREMENTS)
    assert row.state == PhaseState.REOPENED


def test_only_the_signer_only_once_only_after_closure_and_with_a_reason(
    cast: Cast, specification: Specification, stub_pdf: bytes
) -> None:
    revision = specification.submit()
    signature = specification.sign(revision, cast.finance_head)
    with pytest.raises(Refusal) as caught:
        revoke(signature, cast.finance_head)
    assert caught.value.code == "not-complete"
    specification.sign(revision, cast.personnel_head)
    specification.sign(revision, cast.it_head)
    for user, reason, code in (
        (cast.personnel_head, "理由", "forbidden"),
        (cast.finance_head, " ", "reason-missing"),
    ):
        with pytest.raises(Refusal) as caught:
            revoke(signature, user, reason)
        assert caught.value.code == code
    revoke(signature, cast.finance_head)
    with pytest.raises(Refusal) as caught:
        revoke(signature, cast.finance_head)
    assert caught.value.code == "closed"
    assert Revocation.objects.count() == 1
