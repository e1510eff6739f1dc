"""One-time codes and passkeys prove who one is as the password does, each once and for the act it was asked for."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import RequestFactory

from governance_app.errors import Refusal
from governance_app.keys import secret_opened, secret_sealed
from governance_app.passkeys import challenge_of
from governance_app.people.models import Reauthentication, User
from governance_app.people.pages import proof_part, proof_sent, rp_id
from governance_app.people.services import Proof, reauthenticate
from tests.factories.people import PASSWORD, UserFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.fixture
def user(db: None) -> User:
    cache.clear()
    return UserFactory()


@pytest.fixture
def secret(user: User) -> str:
    made = generate_totp_secret()
    TOTP.activate(user, made)
    return made


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def attempt(user: User, proof: Proof) -> str:
    try:
        return reauthenticate(user=user, purpose="sign", proof=proof)
    except Refusal as refusal:
        return refusal.code


def test_a_code_of_the_app_is_taken_and_named(user: User, secret: str) -> None:
    code = code_now(secret)
    assert attempt(user, Proof(code=f"{code[:3]} {code[3:]}")) == "totp"
    assert Reauthentication.objects.get().succeeded


def test_the_same_code_does_not_hold_twice(user: User, secret: str) -> None:
    code = code_now(secret)
    assert [attempt(user, Proof(code=code)), attempt(user, Proof(code=code))] == ["totp", "wrong-totp"]


def test_a_code_is_refused_when_wrong_and_from_people_without_an_app(user: User, secret: str) -> None:
    wrong = f"{(int(code_now(secret)) + 1) % 1_000_000:06d}"
    assert attempt(user, Proof(code=wrong)) == "wrong-totp"
    assert attempt(UserFactory(), Proof(code=code_now(secret))) == "wrong-totp"


def test_a_wrong_code_is_not_rescued_by_the_password_beside_it(user: User, secret: str) -> None:
    assert attempt(user, Proof(password=PASSWORD, code="000000")) == "wrong-totp"


def test_failures_of_all_methods_count_together(user: User, secret: str, settings: Any) -> None:
    settings.REAUTHENTICATION_FAILURES = 3
    tries = [Proof(password="wrong"), Proof(code="12"), Proof(passkey="{}", bound="x", rp_id="localhost")]
    assert [attempt(user, proof) for proof in tries] == ["wrong-password", "wrong-totp", "wrong-passkey"]
    assert attempt(user, Proof(password=PASSWORD)) == "throttled"


@pytest.mark.parametrize("answer", ["", "x", "{}", "[]", "null", '{"id": "AA", "rawId": "AA", "type": "public-key"}'])
def test_what_is_no_passkeys_answer_is_refused(user: User, answer: str) -> None:
    proof = Proof(passkey=answer or " ", bound="x", rp_id="localhost")
    assert attempt(user, proof) == "wrong-passkey"


def test_challenges_differ_by_act_person_and_token() -> None:
    made = {
        challenge_of(purpose=purpose, user_id=user, bound=bound)
        for purpose in ("sign", "vote")
        for user in (1, 2)
        for bound in ("a", "b")
    }
    assert len(made) == 8


def test_the_secret_of_an_app_is_not_readable_in_the_database(user: User, secret: str) -> None:
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in stored
    assert secret_opened(stored) == secret


def test_a_secret_stored_under_an_earlier_key_opens_still(settings: Any) -> None:
    sealed = secret_sealed("abc")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    assert secret_opened(sealed) == "abc"


@pytest.mark.parametrize(
    ("host", "name"),
    [("sevengate.example", "sevengate.example"), ("localhost:8000", "localhost"), ("127.0.0.1:8000", "")],
)
def test_passkeys_are_kept_under_the_hosts_name_and_not_under_numbers(settings: Any, host: str, name: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert rp_id(RequestFactory().get("/", headers={"host": host})) == name


def test_the_token_of_a_page_counts_once_and_for_its_act(user: User) -> None:
    def posted(token: str, subject: str) -> Proof:
        request = RequestFactory().post("/", {"credential": "{}", "proof_token": token})
        request.user = user
        return proof_sent(request, purpose="vote", subject=subject)

    request = RequestFactory().get("/")
    request.user = user
    part = proof_part(request, purpose="vote", subject="review")
    assert (part["totp"], part["passkey"]) == (False, None)
    from governance_app.people import pages  # noqa: PLC0415 - the salt is the page's own business

    token = pages.signing.dumps("nonce", salt=pages._salt(request, "vote", "review"))
    assert posted(token, "another").bound == ""
    assert posted(token, "review").bound == token
    assert posted(token, "review").bound == ""
