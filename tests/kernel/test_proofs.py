"""A code and a passkey prove who one is as a password does: once each, and the passkey only what was declared."""

from collections.abc import Iterator
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.db import IntegrityError, transaction

from governance_app.errors import Refusal
from governance_app.people.models import Reauthentication, User
from governance_app.people.pages import passkey_request
from governance_app.people.rules import Proof, passkeys_work_at
from governance_app.people.services import reauthenticate
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.proofs import HOST, SoftPasskey, totp_code, totp_set_up

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

APPROVE, REFUSE = "token of an approval", "token of a disapproval"
#: A moment in the middle of a step, so that no test crosses into the next one.
NOON = 1_800_000_015.0


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """One moment, and nothing kept in mind from the test before."""
    cache.clear()
    with mock.patch("time.time", return_value=NOON):
        yield
    cache.clear()


@pytest.fixture
def user(db: None) -> User:
    return UserFactory()


def tried(user: User, proof: Proof, *, subject: str = APPROVE, purpose: str = "sign", strong: bool = False) -> str:
    """The method, or the refusal's code with the fields at fault."""
    try:
        return reauthenticate(user=user, purpose=purpose, proof=proof, subject=subject, strong=strong)
    except Refusal as refusal:
        return f"{refusal.code} {'/'.join(refusal.fields)}"


def with_code(code: str) -> Proof:
    return Proof(method="totp", code=code)


class Page:
    """A page that offers a passkey."""

    def __init__(self, user: User, purpose: str = "sign") -> None:
        subjects = {"approval": APPROVE, "disapproval": REFUSE}
        self.asked = passkey_request(user=user, purpose=purpose, subjects=subjects, host=f"{HOST}:8000")

    def proof(self, credential: str) -> Proof:
        return Proof(method="passkey", credential=credential, ticket=self.asked["ticket"], host=f"{HOST}:8000")

    def signed(self, key: SoftPasskey, meaning: str = "approval", **changed: object) -> Proof:
        return self.proof(key.answer(self.asked["challenges"][meaning], **changed))


def test_the_code_shown_now_is_taken(user: User) -> None:
    assert tried(user, with_code(totp_code(totp_set_up(user)))) == "totp"
    row = Reauthentication.objects.get()
    assert (row.method, row.succeeded) == ("totp", True)
    assert Authenticator.objects.get(user=user).last_used_at is not None


def test_people_may_write_a_code_in_groups(user: User) -> None:
    code = totp_code(totp_set_up(user))
    assert tried(user, with_code(f"{code[:3]} {code[3:]}")) == "totp"


def test_a_code_is_taken_once(user: User) -> None:
    code = totp_code(totp_set_up(user))
    assert [tried(user, with_code(code)) for _number in range(2)] == ["totp", "proof-used code"]


def test_a_code_is_taken_once_though_the_cache_has_forgotten_it(user: User) -> None:
    code = totp_code(totp_set_up(user))
    assert tried(user, with_code(code)) == "totp"
    cache.clear()
    assert tried(user, with_code(code), purpose="vote") == "proof-used code"


def test_a_code_used_to_sign_in_signs_nothing(user: User) -> None:
    code = totp_code(totp_set_up(user))
    assert Authenticator.objects.get(user=user).wrap().validate_code(code)
    assert tried(user, with_code(code)) == "proof-used code"


@pytest.mark.parametrize("ahead", [-2, -1, 1, 2])
def test_codes_of_other_steps_are_refused(user: User, ahead: int) -> None:
    assert tried(user, with_code(totp_code(totp_set_up(user), ahead))) == "wrong-code code"


@pytest.mark.parametrize("code", ["", "   ", "000", "abcdef", "１２３４５６"])
def test_no_code_is_no_proof(user: User, code: str) -> None:
    totp_set_up(user)
    assert tried(user, with_code(code)) == "wrong-code code"


def test_someone_elses_code_is_refused(user: User) -> None:
    totp_set_up(user)
    assert tried(user, with_code(totp_code(totp_set_up(UserFactory())))) == "wrong-code code"


def test_a_code_without_an_authenticator_is_refused(user: User) -> None:
    assert tried(user, with_code("123456")) == "wrong-code code"


def test_recovery_codes_sign_nothing(user: User) -> None:
    totp_set_up(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    assert tried(user, with_code(code)) == "wrong-code code"


def test_the_secret_is_not_readable_in_the_database(user: User) -> None:
    secret = totp_set_up(user)
    assert secret not in str(Authenticator.objects.get(user=user).data)


def test_a_passkey_is_taken_for_what_it_signed(user: User) -> None:
    key = SoftPasskey(user)
    assert tried(user, Page(user).signed(key)) == "passkey"
    key.row.refresh_from_db()
    assert key.row.last_used_at is not None


def test_a_passkey_signed_for_one_meaning_serves_no_other(user: User) -> None:
    proof = Page(user).signed(SoftPasskey(user), "approval")
    assert tried(user, proof, subject=REFUSE) == "wrong-passkey credential"
    assert tried(user, proof, subject="") == "wrong-passkey credential"


def test_a_passkeys_answer_serves_once(user: User) -> None:
    proof = Page(user).signed(SoftPasskey(user))
    assert [tried(user, proof) for _number in range(2)] == ["passkey", "proof-used credential"]


def test_a_passkeys_answer_serves_one_purpose(user: User) -> None:
    key = SoftPasskey(user)
    assert tried(user, Page(user, "vote").signed(key)) == "wrong-passkey credential"
    assert tried(user, Page(user, "vote").signed(key), purpose="vote") == "passkey"


def test_the_page_of_someone_else_is_refused(user: User) -> None:
    other = UserFactory()
    assert tried(user, Page(other).signed(SoftPasskey(user))) == "wrong-passkey credential"


def test_the_passkey_of_someone_else_is_refused(user: User) -> None:
    SoftPasskey(user)
    assert tried(user, Page(user).signed(SoftPasskey(UserFactory()))) == "wrong-passkey credential"


def test_a_removed_passkey_is_refused(user: User) -> None:
    key = SoftPasskey(user)
    proof = Page(user).signed(key)
    key.row.delete()
    assert tried(user, proof) == "wrong-passkey credential"


def test_a_passkey_whose_holder_was_not_verified_is_refused(user: User) -> None:
    proof = Page(user).signed(SoftPasskey(user), flags=SoftPasskey.PRESENT)
    assert tried(user, proof) == "wrong-passkey credential"


def test_a_passkey_used_on_another_site_is_refused(user: User) -> None:
    proof = Page(user).signed(SoftPasskey(user), origin="https://sevengate.example")
    assert tried(user, proof) == "wrong-passkey credential"


def test_an_expired_page_is_refused(user: User) -> None:
    proof = Page(user).signed(SoftPasskey(user))
    with mock.patch("time.time", return_value=NOON + 3700):
        assert tried(user, proof) == "wrong-passkey credential"


@pytest.mark.parametrize(
    "credential",
    ["", "null", "[]", "{}", "{", '"x"', '{"id": 1}', '{"rawId": "AA", "response": {}}', '{"response": null}'],
)
def test_a_damaged_answer_is_refused(user: User, credential: str) -> None:
    SoftPasskey(user)
    assert tried(user, Page(user).proof(credential)) == "wrong-passkey credential"


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "clientDataJSON"])
def test_an_answer_with_a_part_cut_short_is_refused(user: User, part: str) -> None:
    assert tried(user, Page(user).signed(SoftPasskey(user), **{part: "AAAA"})) == "wrong-passkey credential"


def test_failures_of_all_methods_count_together(user: User, settings: object) -> None:
    settings.REAUTHENTICATION_FAILURES = 3
    totp_set_up(user)
    SoftPasskey(user)
    assert tried(user, Proof(password="wrong")) == "wrong-password password"
    assert tried(user, with_code("000000")) == "wrong-code code"
    assert tried(user, Page(user).proof("{}")) == "wrong-passkey credential"
    assert tried(user, Proof(password=PASSWORD)) == "throttled password"
    assert tried(user, with_code("000000")) == "throttled code"


def test_an_unknown_method_is_asked_again_and_counts_for_nothing(user: User) -> None:
    assert tried(user, Proof(method="telepathy", password=PASSWORD)) == "method-missing method"
    assert Reauthentication.objects.count() == 0


def test_where_more_is_needed_the_password_alone_does_not_do(user: User) -> None:
    secret = totp_set_up(user)
    assert tried(user, Proof(password=PASSWORD), strong=True) == "second-factor method"
    assert tried(user, with_code(totp_code(secret)), strong=True) == "totp"


def test_the_database_takes_no_evidence_twice(user: User) -> None:
    row = {"user": user, "purpose": "sign", "method": "totp", "succeeded": True, "evidence": "totp:1:1"}
    Reauthentication.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reauthentication.objects.create(**row)


@pytest.mark.parametrize(
    ("host", "works"),
    [("localhost:8000", True), ("portal.example.com", True), ("127.0.0.1:8000", False), ("[::1]:8000", False)],
)
def test_browsers_take_passkeys_only_under_a_name(host: str, works: bool) -> None:
    assert passkeys_work_at(host) is works
