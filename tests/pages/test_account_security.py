"""The account's guard changes only for who has just proved themselves, and signing in asks for it afterwards."""

from collections.abc import Iterator
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from governance_app.checks import second_factor_roles_exist
from governance_app.ledger.models import Entry
from governance_app.people.models import User
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.proofs import SoftPasskey, totp_code, totp_set_up

pytestmark = pytest.mark.django_db
NOON = 1_800_000_015.0


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user() -> User:
    return UserFactory(username="sal")


def sign_in(client: Client, user: User) -> Any:
    return client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})


def confirmed(user: User) -> Client:
    """Signed in, and confirmed once more."""
    client = Client()
    sign_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


GUARDED = ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]


@pytest.mark.parametrize("name", GUARDED)
def test_a_session_alone_changes_no_guard(user: User, name: str) -> None:
    client = Client()
    sign_in(client, user)
    for answer in (client.get(reverse(name)), client.post(reverse(name), {"code": "000000"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not Authenticator.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_brings_recovery_codes_and_is_entered_in_the_ledger(user: User) -> None:
    client = confirmed(user)
    page = client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": totp_code(page.context["form"].secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert {row.type for row in Authenticator.objects.filter(user=user)} == {"totp", "recovery_codes"}
    rows = Entry.objects.filter(act="account.guard-added")
    assert [row.subject for row in rows] == [f"account:{user.pk}"] * 2
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    assert client.get(reverse("mfa_download_recovery_codes")).headers["Content-Disposition"].startswith("attachment")


def test_a_wrong_code_sets_up_nothing(user: User) -> None:
    client = confirmed(user)
    client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Authenticator.objects.exists()


def test_the_password_alone_signs_in_no_more(user: User) -> None:
    secret = totp_set_up(user)
    client = Client()
    with mock.patch("time.time", return_value=NOON):
        assert sign_in(client, user).headers["Location"] == reverse("mfa_authenticate")
        assert client.get(reverse("mfa_index")).status_code == 302
        answer = client.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
        assert answer.headers["Location"] == reverse("inbox:work")
        again = Client()
        sign_in(again, user)
        assert again.post(reverse("mfa_authenticate"), {"code": totp_code(secret)}).status_code == 200
        assert again.get(reverse("mfa_index")).status_code == 302


def test_a_recovery_code_signs_in_once(user: User) -> None:
    totp_set_up(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    answers = []
    for _number in range(2):
        client = Client()
        sign_in(client, user)
        answers.append(client.post(reverse("mfa_authenticate"), {"code": code}).status_code)
    assert answers == [302, 200]


def test_the_admin_sites_own_form_is_no_way_round(user: User) -> None:
    answer = Client().post(reverse("admin:login"), {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db(transaction=True)
def test_removing_the_last_guard_takes_the_recovery_codes_along(user: User) -> None:
    totp_set_up(user)
    RecoveryCodes.activate(user)
    client = Client()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(reverse("mfa_deactivate_totp")).headers["Location"] == reverse("mfa_index")
    assert not Authenticator.objects.exists()
    assert Entry.objects.filter(act="account.guard-removed").count() == 2


def test_nobody_touches_anothers_passkeys_or_sessions(user: User) -> None:
    other = UserFactory()
    elsewhere = Client()
    sign_in(elsewhere, other)
    key = SoftPasskey(other)
    client = confirmed(user)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(name, args=[key.row.pk]), {"name": "x"}).headers["Location"] == reverse("mfa_index")
    client.post(reverse("account_session_end", args=[UserSession.objects.get(user=other).pk]))
    assert Authenticator.objects.get().wrap().name == "手机"
    assert elsewhere.get(reverse("mfa_index")).status_code == 200


def test_a_session_signed_out_elsewhere_opens_nothing(user: User) -> None:
    here, there, third = Client(), Client(), Client()
    for client in (here, there, third):
        sign_in(client, user)
    page = here.get(reverse("mfa_index"))
    assert [row["here"] for row in page.context["sessions"]].count(True) == 1
    here.post(reverse("account_sessions_end"))
    assert [client.get(reverse("mfa_index")).status_code for client in (here, there, third)] == [200, 302, 302]


@pytest.mark.parametrize("name", ["mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_deactivate_totp"])
def test_what_has_not_been_set_up_leads_back(user: User, name: str) -> None:
    assert confirmed(user).get(reverse(name)).headers["Location"] == reverse("mfa_index")


def test_an_operator_resets_a_lost_guard_and_the_ledger_keeps_why(user: User) -> None:
    client = Client()
    sign_in(client, user)
    totp_set_up(user)
    RecoveryCodes.activate(user)
    call_command("second_factor_reset", user.username, reason="手机被盗，已当面核实", stdout=StringIO())
    assert not Authenticator.objects.exists()
    assert client.get(reverse("mfa_index")).status_code == 302
    assert "手机被盗" in Entry.objects.get(act="account.guard-reset").detail


@pytest.mark.parametrize(("name", "reason"), [("sal", " "), ("nobody-here", "丢失")])
def test_a_reset_without_a_reason_or_a_person_is_refused(user: User, name: str, reason: str) -> None:
    totp_set_up(user)
    with pytest.raises(CommandError):
        call_command("second_factor_reset", name, reason=reason)
    assert Authenticator.objects.count() == 1


def test_a_misspelt_role_stops_the_check(settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["chair", "chairman"]
    assert [fault.id for fault in second_factor_roles_exist(None)] == ["sevengate.E005"]
    settings.SECOND_FACTOR_ROLES = ["chair", "committee"]
    assert second_factor_roles_exist(None) == []
