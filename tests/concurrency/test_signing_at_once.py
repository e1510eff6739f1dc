"""Many sign at once: none is lost, none counts twice, one closes the round."""

import json

import pytest

from governance_app.documents.models import Revision
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.people.models import User
from governance_app.programmes.states import Role
from governance_app.signoff.models import Round, Signature
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.signoff.states import Meaning
from tests.concurrency.conftest import Crowd, refusals
from tests.conftest import Cast, Specification
from tests.factories.people import DepartmentFactory, UserFactory
from tests.factories.programmes import MembershipFactory
from tests.factories.records import RequirementFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stub_pdf")]


def joined(cast: Cast, number: int) -> list[User]:
    """So many more departments, each with its head and a requirement of its own."""
    heads = []
    for _number in range(number):
        department = DepartmentFactory()
        cast.programme.departments.add(department)
        heads.append(UserFactory())
        MembershipFactory(programme=cast.programme, user=heads[-1], role=Role.DEPT_HEAD, department=department)
        RequirementFactory(access=cast.access(cast.it_lead), owner_department=department)
    return heads


def signing(revision: Revision, users: list[User], **more: object) -> list[tuple[str, dict[str, object]]]:
    return [("sign", {"revision": revision.pk, "user": user.pk, **more}) for user in users]


def closings() -> int:
    """How many signatures closed a round, by the ledger."""
    rows = Entry.objects.filter(act="signature.given").values_list("detail", flat=True)
    return sum(json.loads(row)["round"] != "open" for row in rows)


def test_fifty_signers_at_once_are_fifty_signatures_and_one_closing(
    cast: Cast, specification: Specification, crowd: Crowd
) -> None:
    heads = [*cast.heads.values(), *joined(cast, 47)]
    revision = specification.submit()
    assert revision.round.slots.count() == 50
    outcomes = crowd(*signing(revision, heads))
    assert refusals(outcomes) == []
    assert len({outcome.result for outcome in outcomes}) == Signature.objects.count() == 50
    assert Signature.objects.values("slot").distinct().count() == 50
    revision.refresh_from_db()
    assert revision.state == "approved"
    assert Round.objects.get().state == "complete"
    assert closings() == 1
    assert Entry.objects.filter(act="signature.given").count() == 50
    assert revision.renderings.filter(purpose="record").count() == 1
    assert ledger_break() is None


def test_of_six_who_race_for_the_last_signature_one_gives_it(
    cast: Cast, specification: Specification, crowd: Crowd
) -> None:
    rivals = UserFactory.create_batch(6)
    for user in rivals:
        MembershipFactory(programme=cast.programme, user=user, role=Role.DEPT_HEAD, department=cast.it)
    revision = specification.submit()
    specification.sign(revision, cast.finance_head)
    specification.sign(revision, cast.personnel_head)
    outcomes = crowd(*signing(revision, rivals))
    assert refusals(outcomes) == ["round-closed"] * 5
    revision.refresh_from_db()
    assert revision.state == "approved"
    assert Signature.objects.count() == 3
    assert closings() == 1
    assert ledger_break() is None


def test_one_person_at_two_desks_signs_once(cast: Cast, specification: Specification, crowd: Crowd) -> None:
    revision = specification.submit()
    outcomes = crowd(*signing(revision, [cast.finance_head] * 4))
    assert refusals(outcomes) == ["signed-already"] * 3
    assert Signature.objects.count() == 1


def test_one_page_posted_twice_at_once_serves_once(cast: Cast, specification: Specification, crowd: Crowd) -> None:
    revision = specification.submit()
    token = challenge_issue(round_=revision.round, user=cast.finance_head)[Meaning.APPROVAL]
    outcomes = crowd(*signing(revision, [cast.finance_head] * 4, token=token))
    assert len(refusals(outcomes)) == 3
    assert Signature.objects.count() == 1


def test_agreement_against_disapproval_closes_the_round_once(
    cast: Cast, specification: Specification, crowd: Crowd
) -> None:
    revision = specification.submit()
    outcomes = crowd(
        *signing(revision, [cast.finance_head, cast.personnel_head]),
        *signing(revision, [cast.it_head], meaning=Meaning.DISAPPROVAL),
    )
    assert outcomes[2].done
    assert set(refusals(outcomes)) <= {"round-closed"}
    revision.refresh_from_db()
    assert revision.state == "returned"
    assert Round.objects.get().state == "rejected"
    assert Signature.objects.count() == 3 - len(refusals(outcomes))
    assert closings() == 1
    assert ledger_break() is None
