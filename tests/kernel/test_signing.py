"""What a signature binds, and who may give it: asked again at the moment of signing, on the server."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.people.models import User
from governance_app.programmes.models import Membership
from governance_app.programmes.states import Role
from governance_app.records.services import record_revise
from governance_app.signoff.models import Challenge, Round, Signature
from governance_app.signoff.rules import signature_hash
from governance_app.signoff.selectors import standing
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.signoff.states import Meaning, RoundState
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.specification.documents import SPECIFICATION
from tests.conftest import Cast, Specification
from tests.factories.people import UserFactory
from tests.factories.programmes import MembershipFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def refusal_of(specification: Specification, revision: object, user: User, **page: object) -> str:
    """The code of the refusal; nothing may have been taken, not even the challenge."""
    before = Signature.objects.count()
    with pytest.raises(Refusal) as caught:
        specification.sign(revision, user, **page)
    assert Signature.objects.count() == before
    assert str(caught.value)
    return caught.value.code


def test_a_signature_holds_all_it_declares_as_it_was_printed(cast: Cast, specification: Specification) -> None:
    cast.finance_head.time_zone = "Europe/Berlin"
    cast.finance_head.save()
    revision = specification.submit()
    signature = specification.sign(revision, cast.finance_head)
    signature.refresh_from_db()
    assert (signature.signer, signature.signer_name, signature.signer_role) == (
        cast.finance_head,
        "陈敏",
        signature.slot.title,
    )
    assert signature.meaning == Meaning.APPROVAL
    assert signature.statement == SPECIFICATION.statement(
        Meaning.APPROVAL, title=revision.round.title, slot_title=signature.slot.title
    )
    assert "财务部" in signature.statement
    assert signature.content_hash == revision.content_hash
    assert signature.policy_hash == revision.round.policy_hash
    assert signature.method == "password"
    printed = datetime.fromisoformat(signature.signed_at_text)
    assert printed == signature.signed_at.replace(microsecond=0)
    assert printed.utcoffset() == signature.signed_at.astimezone(ZoneInfo("Europe/Berlin")).utcoffset()
    assert signature.hash == signature_hash(signature)


def test_the_ledger_holds_the_signature(cast: Cast, specification: Specification) -> None:
    signature = specification.sign(specification.submit(), cast.finance_head)
    entry = Entry.objects.get(act="signature.given")
    assert (entry.actor_id, entry.subject_hash, entry.programme) == (cast.finance_head.pk, signature.hash, "office")
    assert ledger_break() is None


def test_a_statement_speaks_the_signers_language(cast: Cast, specification: Specification, english: None) -> None:
    signature = specification.sign(specification.submit(), cast.finance_head)
    assert signature.statement.startswith("I have read")
    assert signature.statement.endswith("Head of 财务部.")


def test_it_refuses_people_who_are_not_asked(cast: Cast, specification: Specification) -> None:
    revision = specification.submit(actor=cast.it_lead)
    for user in (cast.key_user, cast.chair, cast.auditor, cast.stranger, cast.nobody, cast.owner):
        assert refusal_of(specification, revision, user) == "not-asked"


def test_it_refuses_the_author_even_as_a_head(cast: Cast, specification: Specification) -> None:
    MembershipFactory(programme=cast.programme, user=cast.finance_head, role=Role.PMO)
    MembershipFactory(programme=cast.programme, user=UserFactory(), role=Role.DEPT_HEAD, department=cast.finance)
    revision = specification.submit(actor=cast.finance_head)
    assert revision.round.excluded[str(cast.finance_head.pk)] == "author"
    assert refusal_of(specification, revision, cast.finance_head) == "excluded"


def test_it_refuses_the_last_editor_even_as_a_head(cast: Cast, specification: Specification) -> None:
    MembershipFactory(programme=cast.programme, user=cast.it_head, role=Role.IT_LEAD)
    MembershipFactory(programme=cast.programme, user=UserFactory(), role=Role.DEPT_HEAD, department=cast.it)
    record_revise(
        kind=SYSTEMS,
        access=cast.access(cast.it_head),
        code=specification.systems[0].code,
        values={"notes": "已核对"},
        version=None,
    )
    revision = specification.submit()
    assert revision.round.excluded[str(cast.it_head.pk)] == "editor"
    assert refusal_of(specification, revision, cast.it_head) == "excluded"


def test_eligibility_is_asked_at_signing_not_at_submission(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    Membership.objects.get(user=cast.finance_head).delete()
    assert refusal_of(specification, revision, cast.finance_head) == "not-asked"
    successor = UserFactory(display_name="新任")
    MembershipFactory(programme=cast.programme, user=successor, role=Role.DEPT_HEAD, department=cast.finance)
    assert specification.sign(revision, successor).signer_name == "新任"


def test_the_policy_stays_as_it_was_submitted(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    stored = Round.objects.get(pk=revision.round_id)
    policy, policy_hash = stored.policy, stored.policy_hash
    Membership.objects.filter(role=Role.DEPT_HEAD, programme=cast.programme).delete()
    newcomer = UserFactory()
    MembershipFactory(programme=cast.programme, user=newcomer, role=Role.DEPT_HEAD, department=cast.personnel)
    specification.sign(revision, newcomer)
    round_ = Round.objects.get(pk=revision.round_id)
    assert (round_.policy, round_.policy_hash) == (policy, policy_hash)
    assert round_.slots.count() == 3
    assert round_.state == RoundState.OPEN


def test_a_deactivated_person_cannot_sign(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    cast.finance_head.is_active = False
    cast.finance_head.save()
    assert refusal_of(specification, revision, cast.finance_head) == "not-asked"


def test_one_person_signs_once(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    specification.sign(revision, cast.finance_head)
    assert refusal_of(specification, revision, cast.finance_head) == "signed-already"


def test_two_heads_of_one_department_share_its_slot(cast: Cast, specification: Specification) -> None:
    second = UserFactory()
    MembershipFactory(programme=cast.programme, user=second, role=Role.DEPT_HEAD, department=cast.finance)
    revision = specification.submit()
    assert revision.round.slots.count() == 3
    specification.sign(revision, second)
    assert refusal_of(specification, revision, cast.finance_head) == "not-asked"


def test_one_head_of_two_departments_signs_once_for_both(cast: Cast, specification: Specification) -> None:
    Membership.objects.filter(user=cast.it_head).delete()
    MembershipFactory(programme=cast.programme, user=cast.finance_head, role=Role.DEPT_HEAD, department=cast.it)
    revision = specification.submit()
    assert [slot.key for slot in revision.round.slots.all()] == ["dept:D-FIN+D-IT", "dept:D-HR"]
    signature = specification.sign(revision, cast.finance_head)
    assert "财务部" in signature.signer_role
    assert "信息技术部" in signature.signer_role
    specification.sign(revision, cast.personnel_head)
    revision.refresh_from_db()
    assert revision.state == "approved"


def test_who_alone_can_sign_for_a_department_is_not_spent_on_another(cast: Cast, specification: Specification) -> None:
    # Finance has two heads, one of whom alone heads IT: whoever comes first, the round can be completed.
    Membership.objects.filter(user=cast.it_head).delete()
    MembershipFactory(programme=cast.programme, user=cast.finance_head, role=Role.DEPT_HEAD, department=cast.it)
    deputy = UserFactory()
    MembershipFactory(programme=cast.programme, user=deputy, role=Role.DEPT_HEAD, department=cast.finance)
    revision = specification.submit()
    for user in (cast.finance_head, deputy, cast.personnel_head):
        specification.sign(revision, user)
    revision.refresh_from_db()
    assert revision.state == "approved"


def test_it_refuses_an_unknown_way_of_proving_oneself(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    with pytest.raises(ValueError, match="smoke"):
        specification.sign(revision, cast.finance_head, method="smoke")
    assert not Signature.objects.exists()


def test_a_refused_signature_leaves_its_challenge_unused(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    token = challenge_issue(round_=revision.round, user=cast.finance_head)[Meaning.DISAPPROVAL]
    assert refusal_of(specification, revision, cast.finance_head, token=token) == "reason-missing"
    assert not Challenge.objects.filter(used_at__isnull=False).exists()
    specification.sign(revision, cast.finance_head, token=token, reason="口径不符")
    assert Challenge.objects.filter(used_at__isnull=False).count() == 1


def test_standing_says_beforehand_what_signing_would_answer(cast: Cast, specification: Specification) -> None:
    round_ = specification.submit().round
    assert standing(round_, cast.finance_head).may_sign
    assert standing(round_, cast.owner).exclusion == "author"
    for user in (cast.owner, cast.key_user, cast.stranger):
        assert not standing(round_, user).may_sign
    specification.sign(round_.revision, cast.finance_head)
    place = standing(Round.objects.get(pk=round_.pk), cast.finance_head)
    assert not place.may_sign
    assert place.signature is not None
