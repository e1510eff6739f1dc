"""A change request is decided once, however many decide at the same moment."""

import pytest

from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.programmes.states import Role
from governance_app.records.services import record_move
from requirements_app.changes.kinds import CHANGES
from requirements_app.models import ChangeRequest
from tests.concurrency.conftest import Crowd, refusals
from tests.conftest import Cast, Specification
from tests.factories.programmes import MembershipFactory

pytestmark = [
    pytest.mark.postgres_too,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stub_pdf"),
]


def test_of_two_who_decide_at_once_one_does(
    cast: Cast, specification: Specification, change_request: ChangeRequest, crowd: Crowd
) -> None:
    specification.approve(specification.submit())
    access = cast.access(cast.owner)
    record_move(kind=CHANGES, access=access, code=change_request.code, move="submit", version=None)
    MembershipFactory(programme=cast.programme, user=cast.nobody, role=Role.COMMITTEE)
    act = {"programme": "office", "code": change_request.code}
    outcomes = crowd(
        ("decide", {**act, "user": cast.chair.pk, "accept": True}),
        ("decide", {**act, "user": cast.nobody.pk, "accept": False}),
    )
    assert len(refusals(outcomes)) == 1
    change_request.refresh_from_db()
    assert [one.result for one in outcomes if one.done] == [change_request.state]
    told = Entry.objects.filter(subject=f"change-requests:{change_request.code}")
    assert told.filter(act__in=["change-requests.accept", "change-requests.reject"]).count() == 1
    assert ledger_break() is None
