"""Roles given and revoked by programs, under the rules of the pages."""

from collections.abc import Callable
from typing import Any

import pytest

from governance_app.programmes.models import Membership
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db
Call = Callable[..., Caller]


def test_a_role_is_given_once_and_revoked_with_a_reason(caller: Call, cast: Any) -> None:
    owner = caller(cast.owner)
    body = {"username": "nobody", "role": "key_user", "department": "D-IT"}
    made = owner.post("memberships/", body, Idempotency_Key="m-1")
    assert made.status_code == 201, made.json()
    assert owner.post("memberships/", body, Idempotency_Key="m-1").json() == made.json()
    assert owner.get(made["Location"]).json() == made.json()
    revoke = f"memberships/{made.json()['number']}/revoke/"
    assert owner.post(revoke, {"reason": " "}).status_code == 422
    assert owner.post(revoke, {"reason": "调任"}).status_code == 204
    assert owner.post(revoke, {"reason": "调任"}).status_code == 404
    assert not cast.nobody.memberships.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"username": "no-such"}, "username"),
        ({"role": "king"}, "role"),
        ({"role": "vendor", "username": "auditor"}, "role"),
        ({"department": "D-NONE"}, "department"),
    ],
)
def test_what_cannot_be_given_is_named(caller: Call, cast: Any, changed: dict[str, str], field: str) -> None:
    before = Membership.objects.count()
    answer = caller(cast.owner).post("memberships/", {"username": "nobody", "role": "auditor", **changed})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert Membership.objects.count() == before


def test_the_last_manager_stays_and_readers_change_nothing(caller: Call, cast: Any) -> None:
    number = cast.owner.memberships.get().pk
    answer = caller(cast.owner).post(f"memberships/{number}/revoke/", {"reason": "调任"})
    assert (answer.status_code, answer.json()["code"]) == (409, "last-manager")
    for person in (cast.auditor, cast.stranger):
        assert caller(person).post(f"memberships/{number}/revoke/", {"reason": "调任"}).status_code == 404
        assert caller(person).post("memberships/", {"username": "nobody", "role": "pmo"}).status_code == 404
    foreign = cast.stranger.memberships.first()
    assert caller(cast.owner).get(f"memberships/{foreign.pk}/").status_code == 404
