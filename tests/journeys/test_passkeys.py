"""A second step is set up, signs in, and signs a document, with the browser's own authenticator."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from governance_app.signoff.models import Signature
from tests.journeys.conftest import Visit
from tests.journeys.test_signing import DEMO_PASSWORD, DOCUMENT, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("story", "stub_pdf")]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def no_barrier(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert not [entry["id"] for entry in found if entry["impact"] in {"serious", "critical"}], page.url


def test_an_app_and_a_passkey_from_setting_up_to_signing(visit: Visit) -> None:
    page = visit()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, "head.sal")
    page.goto("/accounts/security/")
    no_barrier(page)
    page.get_by_role("link", name="启用", exact=True).click()
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="确认").click()
    secret = page.locator(".sg-hash").inner_text().strip()
    no_barrier(page)
    page.get_by_label("动态口令").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="启用").click()
    expect(page.locator(".sg-codes li")).to_have_count(10)
    page.goto("/accounts/security/passkeys/add/")
    page.get_by_role("button", name="添加通行密钥").click()
    expect(page.get_by_role("row")).to_have_count(2)

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")

    page.context.clear_cookies()
    sign_in(page, "head.sal")
    expect(page.get_by_role("heading", name="第二步验证")).to_be_visible()
    no_barrier(page)
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")

    page.goto(f"{DOCUMENT}1/sign/")
    no_barrier(page)
    page.get_by_role("button", name="用通行密钥验证并提交").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile("批准"))
    assert Signature.objects.get(signer__username="head.sal").method == "passkey"
