"""At every act that binds one chooses how to confirm oneself; the choice is kept with what was declared."""

import json
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from governance_app.documents.models import Revision
from governance_app.documents.rendering import revision_envelope
from governance_app.signoff.models import Revocation, Signature
from tests.conftest import Cast, Specification
from tests.factories.people import PASSWORD
from tests.factories.proofs import HOST, SoftPasskey, totp_code, totp_set_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stub_pdf")]


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    cache.clear()
    with mock.patch("allauth.mfa.totp.internal.auth.time.time", return_value=1_800_000_015.0):
        yield
    cache.clear()


@pytest.fixture
def revision(specification: Specification) -> Revision:
    return specification.submit()


def signed_in(user: Any) -> Client:
    client = Client(HTTP_HOST=f"{HOST}:8000")
    client.force_login(user)
    return client


def url_of(revision: Revision, page: str = "sign") -> str:
    document = revision.document
    return reverse(f"documents:{page}", args=[document.programme.slug, document.kind, revision.number])


def filled(form: dict[str, Any], **proof: str) -> dict[str, str]:
    tokens = {f"token_{choice['value']}": choice["token"] for choice in form["choices"]}
    return {**tokens, "meaning": "approval", "reason": "", "revision_hash": form["hash"], **proof}


def answer_of(key: SoftPasskey, part: dict[str, Any], choice: str) -> dict[str, str]:
    asked = json.loads(part["passkey"])
    credential = key.answer(asked["challenges"][choice])
    return {"method": "passkey", "proof_ticket": part["ticket"], "credential": credential}


def test_who_has_the_password_alone_is_offered_no_choice(cast: Cast, revision: Revision) -> None:
    part = signed_in(cast.finance_head).get(url_of(revision)).context["form"]["proof"]
    assert part["single"]
    assert part["may_add"]


def test_a_code_signs_and_is_named_on_page_and_paper(cast: Cast, revision: Revision) -> None:
    secret = totp_set_up(cast.finance_head)
    client = signed_in(cast.finance_head)
    form = client.get(url_of(revision)).context["form"]
    assert [row["value"] for row in form["proof"]["methods"]] == ["totp", "password"]
    with mock.patch("time.time", return_value=1_800_000_015.0):
        code = totp_code(secret)
    assert client.post(url_of(revision), filled(form, method="totp", code=code)).status_code == 302
    assert Signature.objects.get().method == "totp"
    assert "动态口令" in client.get(url_of(revision, "revision")).content.decode()
    revision.refresh_from_db()
    assert b'"method": "totp"' in revision_envelope(revision)


def test_a_passkey_signs(cast: Cast, revision: Revision) -> None:
    key = SoftPasskey(cast.finance_head)
    client = signed_in(cast.finance_head)
    form = client.get(url_of(revision)).context["form"]
    proof = answer_of(key, form["proof"], "approval")
    assert client.post(url_of(revision), filled(form, **proof)).status_code == 302
    assert Signature.objects.get().method == "passkey"


def test_a_passkey_asked_for_an_approval_does_not_sign_a_disapproval(cast: Cast, revision: Revision) -> None:
    key = SoftPasskey(cast.finance_head)
    client = signed_in(cast.finance_head)
    form = client.get(url_of(revision)).context["form"]
    proof = answer_of(key, form["proof"], "approval")
    posted = {**filled(form, **proof), "meaning": "disapproval", "reason": "口径不一致"}
    answer = client.post(url_of(revision), posted)
    assert answer.status_code == 409
    assert answer.context["form"]["proof"]["errors"]["credential"]
    assert answer.context["form"]["reason"] == "口径不一致"
    assert not Signature.objects.exists()


def test_a_passkey_asked_for_on_another_opening_of_the_page_does_not_sign(cast: Cast, revision: Revision) -> None:
    key = SoftPasskey(cast.finance_head)
    client = signed_in(cast.finance_head)
    first, second = (client.get(url_of(revision)).context["form"] for _number in range(2))
    proof = answer_of(key, first["proof"], "approval")
    assert client.post(url_of(revision), filled(second, **proof)).status_code == 409
    assert not Signature.objects.exists()


def test_a_signature_is_revoked_with_a_passkey(cast: Cast, specification: Specification, revision: Revision) -> None:
    specification.approve(revision)
    key = SoftPasskey(cast.finance_head)
    client = signed_in(cast.finance_head)
    proof = answer_of(key, client.get(url_of(revision, "revoke")).context["proof"], "")
    assert client.post(url_of(revision, "revoke"), {"reason": "数字有误", **proof}).status_code == 302
    assert Revocation.objects.get().method == "passkey"


def test_where_the_role_needs_more_the_password_is_neither_offered_nor_taken(
    cast: Cast, revision: Revision, settings: Any
) -> None:
    settings.SECOND_FACTOR_ROLES = ["dept_head"]
    client = signed_in(cast.finance_head)
    form = client.get(url_of(revision)).context["form"]
    assert form["proof"]["missing"]
    answer = client.post(url_of(revision), filled(form, password=PASSWORD))
    assert answer.status_code == 409
    assert answer.context["errors"][0]["id"] == "method"
    assert not Signature.objects.exists()
    totp_set_up(cast.finance_head)
    part = client.get(url_of(revision)).context["form"]["proof"]
    assert [row["value"] for row in part["methods"]] == ["totp"]


def test_the_api_takes_a_passkey_too(cast: Cast, revision: Revision) -> None:
    key = SoftPasskey(cast.finance_head)
    client = signed_in(cast.finance_head)
    name = f"{revision.document.kind}-{revision.number}"
    place = [cast.programme.slug, name]
    asked = client.get(reverse("api:revisions-challenge", args=place)).json()
    token = next(row["token"] for row in asked["meanings"] if row["meaning"] == "approval")
    body = {
        "method": "passkey",
        "ticket": asked["passkey"]["ticket"],
        "credential": json.loads(key.answer(asked["passkey"]["challenges"]["approval"])),
        "meaning": "approval",
        "token": token,
        "revision_hash": asked["revision_hash"],
    }
    answer = client.post(reverse("api:revisions-sign", args=place), body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["method"] == "passkey"
    refused = client.post(reverse("api:revisions-sign", args=place), body, content_type="application/json")
    assert refused.status_code == 409
