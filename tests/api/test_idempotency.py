"""A creating request with a key does its work once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from governance_app.jobs.models import KeptAnswer
from governance_app.jobs.services import answers_prune
from requirements_app.models import System
from tests.api.conftest import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_too]
BODY = {"name": "门户"}


def test_the_same_request_again_gets_the_same_answer(owner: Caller) -> None:
    first = owner.post("systems/", BODY, Idempotency_Key="k-1")
    again = owner.post("systems/", BODY, Idempotency_Key="k-1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert (first["ETag"], first["Location"]) == (again["ETag"], again["Location"])
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert System.objects.count() == 1


def test_without_a_key_it_is_done_twice(owner: Caller) -> None:
    for _time in range(2):
        assert owner.post("systems/", BODY).status_code == 201
    assert System.objects.count() == 2


def test_a_key_belongs_to_one_request(owner: Caller) -> None:
    owner.post("systems/", BODY, Idempotency_Key="k-1")
    other = owner.post("systems/", {"name": "别的"}, Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    elsewhere = owner.post("goals/", BODY, Idempotency_Key="k-1")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (422, "key-reused")
    assert System.objects.count() == 1


def test_a_refused_request_leaves_its_key_free(owner: Caller) -> None:
    assert owner.post("systems/", {}, Idempotency_Key="k-1").status_code == 422
    assert KeptAnswer.objects.count() == 0
    assert owner.post("systems/", BODY, Idempotency_Key="k-1").status_code == 201


def test_keys_are_each_persons_own(owner: Caller, caller: Callable[..., Caller], cast: Any) -> None:
    owner.post("systems/", BODY, Idempotency_Key="k-1")
    answer = caller(cast.it_lead).post("systems/", BODY, Idempotency_Key="k-1")
    assert answer.status_code == 201
    assert System.objects.count() == 2


@pytest.mark.parametrize("key", ["长", "k" * 101, "a\tb"])
def test_a_key_is_short_and_plain(owner: Caller, key: str) -> None:
    answer = owner.post("systems/", BODY, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-parameter")


def test_answers_are_forgotten_after_a_day(owner: Caller) -> None:
    owner.post("systems/", BODY, Idempotency_Key="k-1")
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert owner.post("systems/", {"name": "别的"}, Idempotency_Key="k-1").status_code == 201
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert answers_prune() == 1


def test_a_kept_answer_is_no_way_around_the_permission(owner: Caller, cast: Any) -> None:
    owner.post("systems/", BODY, Idempotency_Key="k-1")
    cast.programme.memberships.filter(user=cast.owner).delete()
    assert owner.post("systems/", BODY, Idempotency_Key="k-1").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_requests_at_the_same_time_one_does_the_work(caller: Callable[..., Caller], cast: Any) -> None:
    callers = [caller(cast.owner) for _number in range(4)]

    def send(one: Caller) -> Any:
        try:
            return one.post("systems/", BODY, Idempotency_Key="k-1")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(callers)) as threads:
        answers = list(threads.map(send, callers))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["code"] for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer for answer in answers) == 3
    assert System.objects.count() == 1
