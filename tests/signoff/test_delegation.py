"""Signing for someone else: inside the window and scope, never something one wrote, never twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from governance_app.errors import Refusal
from governance_app.people.models import User
from governance_app.programmes.models import Membership
from governance_app.programmes.states import Role
from governance_app.signoff.models import Delegation, Signature
from governance_app.signoff.rules import signature_hash
from governance_app.signoff.selectors import rounds_waiting_on, standing
from governance_app.signoff.services.delegations import LONGEST, delegation_give, delegation_revoke
from requirements_app.specification.documents import SPECIFICATION
from tests.conftest import Cast, Specification
from tests.factories.people import UserFactory
from tests.factories.programmes import MembershipFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def give(cast: Cast, delegator: User, delegate: User, **more: Any) -> Delegation:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "membership": Membership.objects.filter(user=delegator, programme=cast.programme).first(),
        "starts_on": today,
        "ends_on": today + timedelta(days=7),
        "scope": [],
        "reason": "出差",
    }
    return delegation_give(programme=cast.programme, delegate=delegate, actor=delegator, **{**values, **more})


def refused(call: Any) -> str:
    before = Signature.objects.count()
    with pytest.raises(Refusal) as caught:
        call()
    assert Signature.objects.count() == before
    return caught.value.code


def test_the_delegate_signs_in_the_name_of_the_delegator(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    delegation = give(cast, cast.finance_head, cast.key_user)
    signature = specification.sign(revision, cast.key_user)
    assert signature.delegation == delegation
    assert signature.signer_text == "孙丽 代 陈敏"
    assert "财务部" in signature.statement
    assert signature.hash == signature_hash(signature)


def test_the_delegator_has_then_signed_too(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    give(cast, cast.finance_head, cast.key_user)
    specification.sign(revision, cast.key_user)
    assert refused(lambda: specification.sign(revision, cast.finance_head)) == "signed-already"


@pytest.mark.parametrize(("start", "end"), [(1, 7), (-7, -1)])
def test_outside_the_window_it_serves_nothing(cast: Cast, specification: Specification, start: int, end: int) -> None:
    revision = specification.submit()
    delegation = give(cast, cast.finance_head, cast.key_user)
    today = timezone.localdate()
    Delegation.objects.filter(pk=delegation.pk).update(
        starts_on=today + timedelta(days=start), ends_on=today + timedelta(days=end)
    )
    assert refused(lambda: specification.sign(revision, cast.key_user)) == "not-asked"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-7, 0), (0, 7)], ids=["one day", "its last day", "its first day"])
def test_it_serves_on_its_first_day_and_on_its_last(
    cast: Cast, specification: Specification, start: int, end: int
) -> None:
    revision = specification.submit()
    delegation = give(cast, cast.finance_head, cast.key_user)
    today = timezone.localdate()
    Delegation.objects.filter(pk=delegation.pk).update(
        starts_on=today + timedelta(days=start), ends_on=today + timedelta(days=end)
    )
    assert specification.sign(revision, cast.key_user).on_behalf_of == "陈敏"


def test_outside_the_scope_it_serves_nothing(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    delegation = give(cast, cast.finance_head, cast.key_user, scope=["gate-1-minutes"])
    assert refused(lambda: specification.sign(revision, cast.key_user)) == "not-asked"
    Delegation.objects.filter(pk=delegation.pk).update(scope=[SPECIFICATION.code])
    assert specification.sign(revision, cast.key_user).on_behalf_of == "陈敏"


def test_no_one_signs_by_delegation_what_they_submitted(cast: Cast, specification: Specification) -> None:
    MembershipFactory(programme=cast.programme, user=cast.key_user, role=Role.PMO)
    revision = specification.submit(actor=cast.key_user)
    give(cast, cast.finance_head, cast.key_user)
    assert refused(lambda: specification.sign(revision, cast.key_user)) == "excluded"


def test_an_author_cannot_have_it_signed_by_a_delegate(cast: Cast, specification: Specification) -> None:
    MembershipFactory(programme=cast.programme, user=cast.finance_head, role=Role.PMO)
    # Without a second head nobody could sign for the department, and the submission would be refused.
    MembershipFactory(programme=cast.programme, user=UserFactory(), role=Role.DEPT_HEAD, department=cast.finance)
    revision = specification.submit(actor=cast.finance_head)
    give(
        cast,
        cast.finance_head,
        cast.key_user,
        membership=Membership.objects.get(user=cast.finance_head, role=Role.DEPT_HEAD),
    )
    assert refused(lambda: specification.sign(revision, cast.key_user)) == "not-asked"


def test_one_signs_once_in_a_round_with_or_without_delegation(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    give(cast, cast.finance_head, cast.personnel_head)
    own = specification.sign(revision, cast.personnel_head)
    assert own.on_behalf_of == ""
    assert refused(lambda: specification.sign(revision, cast.personnel_head)) == "signed-already"


def test_what_was_delegated_cannot_be_passed_on(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    given = give(cast, cast.finance_head, cast.key_user)
    lent = Membership(programme=cast.programme, user=cast.key_user, role=given.role, department_id=given.department_id)
    code = refused(
        lambda: give(cast, cast.key_user, cast.it_lead, membership=Membership.objects.get(user=cast.finance_head))
    )
    assert code == "invalid"
    assert lent.pk is None
    assert not standing(revision.round, cast.it_lead).may_sign


def test_it_ends_when_the_delegator_loses_the_role(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    give(cast, cast.finance_head, cast.key_user)
    Membership.objects.filter(user=cast.finance_head).delete()
    assert refused(lambda: specification.sign(revision, cast.key_user)) == "not-asked"


def test_revoking_ends_it_and_leaves_signatures(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    delegation = give(cast, cast.finance_head, cast.key_user)
    signature = specification.sign(revision, cast.key_user)
    with pytest.raises(Refusal):
        delegation_revoke(delegation=delegation, actor=cast.key_user)
    delegation_revoke(delegation=delegation, actor=cast.finance_head)
    signature.refresh_from_db()
    assert signature.signer_text == "孙丽 代 陈敏"


def test_my_work_shows_what_was_delegated_to_me(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    memberships = list(Membership.objects.filter(user=cast.key_user))
    assert rounds_waiting_on(cast.key_user, memberships) == []
    give(cast, cast.finance_head, cast.key_user)
    assert [round_.pk for round_, _slot in rounds_waiting_on(cast.key_user, memberships)] == [revision.round_id]


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("ends_on", {"starts_on": date(2030, 1, 2), "ends_on": date(2030, 1, 1)}),
        ("ends_on", {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 1, 2)}),
        ("ends_on", {"starts_on": date(2030, 1, 1), "ends_on": date(2030, 1, 1) + timedelta(days=LONGEST)}),
        ("reason", {"reason": " "}),
    ],
)
def test_a_bad_delegation_names_its_field(cast: Cast, field: str, more: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as caught:
        give(cast, cast.finance_head, cast.key_user, **more)
    assert field in caught.value.fields
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(("start", "end"), [(-3, 0), (7, 9), (2, 3), (-3, 9)])
def test_two_delegations_of_one_role_do_not_overlap(cast: Cast, start: int, end: int) -> None:
    today = timezone.localdate()
    give(cast, cast.finance_head, cast.key_user)
    with pytest.raises(Refusal) as caught:
        give(
            cast,
            cast.finance_head,
            cast.it_lead,
            starts_on=today + timedelta(days=start),
            ends_on=today + timedelta(days=end),
        )
    assert "starts_on" in caught.value.fields


def test_each_role_and_each_department_is_delegated_by_itself(cast: Cast) -> None:
    more = [
        MembershipFactory(programme=cast.programme, user=cast.finance_head, role=Role.PMO),
        MembershipFactory(
            programme=cast.programme, user=cast.finance_head, role=Role.KEY_USER, department=cast.finance
        ),
        MembershipFactory(
            programme=cast.programme, user=cast.finance_head, role=Role.DEPT_HEAD, department=cast.personnel
        ),
    ]
    give(cast, cast.finance_head, cast.key_user)
    for membership in more:
        assert give(cast, cast.finance_head, cast.key_user, membership=membership).role == membership.role


def test_delegations_of_another_programme_or_person_and_revoked_ones_overlap_nothing(cast: Cast) -> None:
    first = give(cast, cast.finance_head, cast.key_user)
    delegation_revoke(delegation=first, actor=cast.finance_head)
    days = {"starts_on": first.starts_on, "ends_on": first.ends_on, "reason": "出差", "scope": []}
    same = {"role": first.role, "department_id": cast.finance.pk, "delegate": cast.key_user, **days}
    Delegation.objects.create(programme=cast.other_programme, delegator=cast.finance_head, **same)
    Delegation.objects.create(programme=cast.programme, delegator=cast.stranger, **same)
    assert give(cast, cast.finance_head, cast.it_lead).delegate == cast.it_lead


def test_who_has_left_is_no_delegate(cast: Cast) -> None:
    cast.key_user.is_active = False
    cast.key_user.save()
    with pytest.raises(Refusal) as caught:
        give(cast, cast.finance_head, cast.key_user)
    assert "delegate" in caught.value.fields


def test_a_role_in_another_programme_is_not_delegated_here(cast: Cast) -> None:
    elsewhere = MembershipFactory(programme=cast.other_programme, user=cast.finance_head, role=Role.PMO)
    with pytest.raises(Refusal) as caught:
        give(cast, cast.finance_head, cast.key_user, membership=elsewhere)
    assert "membership" in caught.value.fields


def test_the_next_delegation_may_begin_the_day_after_the_last_ends(cast: Cast) -> None:
    today = timezone.localdate()
    give(cast, cast.finance_head, cast.key_user)
    days = {"starts_on": today + timedelta(days=8), "ends_on": today + timedelta(days=8)}
    assert give(cast, cast.finance_head, cast.it_lead, **days).delegate == cast.it_lead


def test_a_delegation_may_last_as_long_as_is_allowed_and_begin_in_the_past(cast: Cast) -> None:
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=LONGEST - 1), "ends_on": today}
    assert give(cast, cast.finance_head, cast.key_user, **days).ends_on == today


@pytest.mark.parametrize("part", ["auditor", "stranger", "nobody"])
def test_only_people_who_could_sign_are_delegates(cast: Cast, part: str) -> None:
    with pytest.raises(Refusal) as caught:
        give(cast, cast.finance_head, cast.people[part])
    assert "delegate" in caught.value.fields
