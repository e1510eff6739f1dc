"""At an act that binds one proves once more who one is, and cannot guess for long."""

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone

from governance_app.errors import Refusal
from governance_app.people.models import Reauthentication, User
from governance_app.people.rules import Proof
from governance_app.people.services import reauthenticate
from tests.factories.people import PASSWORD, UserFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.fixture
def user(db: None) -> User:
    return UserFactory()


@pytest.fixture(autouse=True)
def three_attempts(settings: object) -> Iterator[None]:
    settings.REAUTHENTICATION_FAILURES = 3
    return


def attempt(user: User, password: str = PASSWORD) -> str:
    """The method, or the refusal's code with the fields at fault."""
    try:
        return reauthenticate(user=user, proof=Proof(password=password), purpose="sign")
    except Refusal as refusal:
        return f"{refusal.code} {'/'.join(refusal.fields)}"


def test_the_right_password_is_taken_and_its_method_named(user: User) -> None:
    assert attempt(user) == "password"
    assert Reauthentication.objects.get().succeeded


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", PASSWORD.upper()])
def test_a_wrong_password_is_refused_and_kept_in_mind(user: User, password: str) -> None:
    assert attempt(user, password) == "wrong-password password"
    kept = Reauthentication.objects.get()
    assert (kept.user, kept.purpose, kept.succeeded) == (user, "sign", False)


@pytest.mark.usefixtures("english")
def test_it_says_how_many_attempts_are_left(user: User) -> None:
    texts = []
    for _number in range(3):
        with pytest.raises(Refusal) as caught:
            reauthenticate(user=user, proof=Proof(password="wrong"), purpose="sign")
        texts.append(str(caught.value))
    assert ["2 attempts" in texts[0], "1 attempt" in texts[1], "0 attempts" in texts[2]] == [True, True, True]


def test_after_too_many_failures_even_the_right_password_is_refused(user: User) -> None:
    assert [attempt(user, "wrong") for _number in range(3)] == ["wrong-password password"] * 3
    assert attempt(user) == "throttled password"
    assert attempt(user, "wrong") == "throttled password"
    assert Reauthentication.objects.count() == 3


def test_a_success_in_between_does_not_buy_more_guesses(user: User) -> None:
    answers = [attempt(user, word) for word in ("wrong", "wrong", PASSWORD, "wrong", PASSWORD)]
    assert answers == [
        "wrong-password password",
        "wrong-password password",
        "password",
        "wrong-password password",
        "throttled password",
    ]


def test_failures_for_one_purpose_count_for_another(user: User) -> None:
    for purpose in ("sign", "vote", "waive"):
        with pytest.raises(Refusal):
            reauthenticate(user=user, proof=Proof(password="wrong"), purpose=purpose)
    assert attempt(user) == "throttled password"


def test_one_persons_failures_do_not_bar_another(user: User) -> None:
    for _number in range(3):
        attempt(user, "wrong")
    assert attempt(UserFactory()) == "password"


def test_once_the_window_has_passed_it_may_be_tried_again(user: User, settings: object) -> None:
    for _number in range(3):
        attempt(user, "wrong")
    later = timezone.now() + settings.REAUTHENTICATION_WINDOW + timedelta(seconds=1)
    with mock.patch("django.utils.timezone.now", return_value=later):
        assert attempt(user) == "password"


@pytest.mark.django_db(transaction=True)
def test_a_failure_survives_the_act_it_refuses(user: User) -> None:
    # As a view does it: first the password, then the act in a transaction of its own, which never begins.
    with pytest.raises(Refusal):
        reauthenticate(user=user, proof=Proof(password="wrong"), purpose="sign")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert Reauthentication.objects.filter(user=user, succeeded=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_will_not_run_inside_the_act_whose_refusal_would_erase_it(user: User) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        reauthenticate(user=user, proof=Proof(password="wrong"), purpose="sign")
