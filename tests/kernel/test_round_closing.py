"""How a round ends: completed, returned, withdrawn; and that an ended round takes nothing more."""

import pytest

from governance_app.documents.models import Revision
from governance_app.documents.services import revision_withdraw
from governance_app.documents.signals import revision_signed
from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.signoff.models import Round, Signature
from governance_app.signoff.services.rounds import round_end, round_open
from governance_app.signoff.states import Meaning, RoundState
from requirements_app.specification.documents import SPECIFICATION
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.fixture
def revision(specification: Specification) -> Revision:
    return specification.submit()


def ended(revision: Revision) -> tuple[str, str]:
    """The states of the round and of its revision."""
    revision.refresh_from_db()
    return Round.objects.get(pk=revision.round_id).state, revision.state


def test_it_stays_open_until_the_last_signature(specification: Specification, revision: Revision, cast: Cast) -> None:
    specification.sign(revision, cast.finance_head)
    specification.sign(revision, cast.it_head)
    assert ended(revision) == ("open", "in_signing")
    specification.sign(revision, cast.personnel_head)
    assert ended(revision) == ("complete", "approved")
    assert revision.closed_at == revision.round.closed_at is not None


def test_the_last_signature_tells_that_the_revision_is_signed(specification: Specification, revision: Revision) -> None:
    told = []

    def hear(revision: Revision, **kwargs: object) -> None:
        told.append((revision.pk, revision.state))

    revision_signed.connect(hear)
    try:
        specification.approve(revision)
    finally:
        revision_signed.disconnect(hear)
    assert told == [(revision.pk, "approved")]


@pytest.mark.parametrize(
    ("meaning", "state"),
    [(Meaning.CHANGES_REQUESTED, "changes_requested"), (Meaning.DISAPPROVAL, "rejected")],
)
def test_a_signature_against_needs_a_reason_and_ends_the_round(
    specification: Specification, revision: Revision, cast: Cast, meaning: str, state: str
) -> None:
    specification.sign(revision, cast.it_head)
    for reason in ("", "  \n"):
        with pytest.raises(Refusal) as caught:
            specification.sign(revision, cast.finance_head, meaning, reason)
        assert caught.value.code == "reason-missing"
        assert list(caught.value.fields) == ["reason"]
    assert ended(revision) == ("open", "in_signing")
    signature = specification.sign(revision, cast.finance_head, meaning, " 接口口径不符 ")
    assert signature.reason == "接口口径不符"
    assert ended(revision) == (state, "returned")
    assert Round.objects.get(pk=revision.round_id).closing_reason == "接口口径不符"
    assert revision.round.signatures.count() == 2


def test_an_ended_round_takes_no_signature(specification: Specification, revision: Revision, cast: Cast) -> None:
    specification.sign(revision, cast.finance_head, Meaning.DISAPPROVAL, "不同意")
    with pytest.raises(Refusal) as caught:
        specification.sign(revision, cast.it_head)
    assert caught.value.code == "round-closed"
    assert Signature.objects.count() == 1


def test_after_a_return_the_next_submission_is_a_new_revision(
    specification: Specification, revision: Revision, cast: Cast
) -> None:
    specification.sign(revision, cast.finance_head, Meaning.CHANGES_REQUESTED, "补充验收标准")
    second = specification.submit(summary="补充验收标准")
    assert (second.number, second.state) == (2, "in_signing")
    assert second.round.signatures.count() == 0
    assert ended(revision) == ("changes_requested", "returned")


def test_only_the_one_who_submitted_may_withdraw_and_only_with_a_reason(
    specification: Specification, revision: Revision, cast: Cast
) -> None:
    with pytest.raises(Refusal) as caught:
        revision_withdraw(revision=revision, actor=cast.it_lead, reason="重写")
    assert caught.value.code == "forbidden"
    for reason in ("", "  "):
        with pytest.raises(Refusal) as caught:
            revision_withdraw(revision=revision, actor=cast.owner, reason=reason)
        assert caught.value.code == "reason-missing"
    assert ended(revision) == ("open", "in_signing")


def test_a_withdrawal_ends_the_round_and_leaves_its_signatures(
    specification: Specification, revision: Revision, cast: Cast
) -> None:
    signature = specification.sign(revision, cast.finance_head)
    after = revision_withdraw(revision=revision, actor=cast.owner, reason="数据有误")
    assert after.state == "withdrawn"
    assert ended(revision) == ("withdrawn", "withdrawn")
    assert list(revision.round.signatures.all()) == [signature]
    entry = Entry.objects.get(act="round.withdrawn")
    assert entry.actor_id == cast.owner.pk
    assert entry.detail == '{"reason":"数据有误","signatures":1}'
    for act in (
        lambda: revision_withdraw(revision=revision, actor=cast.owner, reason="再次"),
        lambda: specification.sign(revision, cast.it_head),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "round-closed"
    assert ledger_break() is None


def test_an_approved_revision_cannot_be_withdrawn(specification: Specification, revision: Revision, cast: Cast) -> None:
    specification.approve(revision)
    with pytest.raises(Refusal) as caught:
        revision_withdraw(revision=revision, actor=cast.owner, reason="后悔")
    assert caught.value.code == "round-closed"
    assert ended(revision) == ("complete", "approved")


def test_a_round_on_something_that_is_no_document_ends_just_as_well(cast: Cast, specification: Specification) -> None:
    policy = SPECIFICATION.policy(cast.programme, SPECIFICATION.content(cast.programme))
    round_ = round_open(
        programme=cast.programme,
        subject="gate:1",
        title="关口一",
        content_hash="a" * 64,
        policy=policy,
        excluded={},
        actor=cast.owner,
    )
    assert [slot.position for slot in round_.slots.all()] == [0, 1, 2]
    round_ = round_end(round_id=round_.pk, state=RoundState.SUPERSEDED, reason="", actor=cast.owner)
    assert (round_.state, round_.closed_at is not None) == (RoundState.SUPERSEDED, True)
    with pytest.raises(Refusal) as caught:
        round_end(round_id=round_.pk, state=RoundState.WITHDRAWN, reason="再次", actor=cast.owner)
    assert caught.value.code == "round-closed"
