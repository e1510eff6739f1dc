"""Someone sets up an authenticator app and a passkey, signs in with them, and signs a document with the passkey."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from governance_app.people.models import User
from governance_app.signoff.models import Signature
from tests.factories.proofs import PERIOD, totp_code, totp_set_up
from tests.journeys.conftest import Visit
from tests.journeys.test_signing import DEMO_PASSWORD, DOCUMENT, sign_in

pytestmark = pytest.mark.journey

SECURITY = "/accounts/security/"


def passkey_device(page: Page, *, verified: bool = True) -> Callable[[bool], None]:
    """A fingerprint reader built into the browser's device; gives a switch for whether it knows the finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    made: Any = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def knows(finger: bool) -> None:
        where = {"authenticatorId": made["authenticatorId"], "isUserVerified": finger}
        session.send("WebAuthn.setUserVerified", where)

    return knows


def confirm_by_password(page: Page) -> None:
    page.get_by_label("登录密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="验证", exact=True).click()


def add_passkey(page: Page) -> None:
    page.goto(SECURITY)
    page.get_by_role("link", name="添加通行密钥").click()
    confirm_by_password(page)
    page.get_by_label("通行密钥名称").fill("办公笔记本")
    page.get_by_role("button", name="创建通行密钥").click()
    expect(page.get_by_role("status").filter(has_text="已添加通行密钥")).to_be_visible()


@pytest.mark.usefixtures("story", "stub_pdf")
def test_a_passkey_is_added_signs_in_and_signs(visit: Visit, width: int) -> None:
    page = visit(width=width)
    knows = passkey_device(page)
    sign_in(page, "head.sal")
    add_passkey(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("恢复代码")
    page.goto(SECURITY)
    expect(page.get_by_role("region", name="通行密钥")).to_contain_text("办公笔记本")
    expect(page.get_by_role("region", name="通行密钥")).to_contain_text("可免密码登录")
    expect(page.get_by_role("region", name="恢复代码")).to_contain_text("剩余 10 个")

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")

    page.goto(f"{DOCUMENT}1/sign/")
    act = page.get_by_role("form", name="签署")
    act.get_by_role("radio", name="通行密钥").check()
    knows(False)
    act.get_by_role("button", name="批准并签署").click()
    expect(act.get_by_role("status")).to_contain_text("未使用通行密钥")
    assert not Signature.objects.filter(signer__username="head.sal").exists()

    knows(True)
    act.get_by_role("button", name="批准并签署").click()
    expect(page.get_by_role("status")).to_contain_text("签署已记录：批准")
    expect(page.get_by_role("region", name="签署记录")).to_contain_text("通行密钥")
    signature = Signature.objects.get(signer__username="head.sal")
    assert (signature.method, signature.meaning) == ("passkey", "approval")


@pytest.mark.usefixtures("story", "stub_pdf")
def test_the_challenge_follows_the_meaning_one_chooses(visit: Visit) -> None:
    page = visit()
    passkey_device(page)
    sign_in(page, "head.sal")
    add_passkey(page)
    page.goto(f"{DOCUMENT}1/sign/")
    act = page.get_by_role("form", name="签署")
    act.get_by_role("radio", name="通行密钥").check()
    act.get_by_role("radio", name="不同意").check()
    act.get_by_role("textbox", name="理由").fill("口径不一致")
    act.get_by_role("button", name="签署不同意").click()
    expect(page.get_by_role("status")).to_contain_text("签署已记录")
    assert Signature.objects.get(signer__username="head.sal").meaning == "disapproval"


@pytest.mark.usefixtures("story", "stub_pdf")
def test_an_authenticator_app_is_set_up_and_asked_for_at_sign_in(visit: Visit, width: int) -> None:
    page = visit(width=width)
    sign_in(page, "head.sal")
    page.goto(SECURITY)
    page.get_by_role("region", name="身份验证器应用").get_by_role("link", name="启用").click()
    confirm_by_password(page)
    page.get_by_label("应用当前显示的六位数字").fill("000000")
    page.get_by_role("button", name="启用").click()
    expect(page.get_by_role("alert")).to_contain_text("口令不正确")
    page.get_by_label("应用当前显示的六位数字").fill(totp_code(page.locator(".sg-hash").inner_text()))
    page.get_by_role("button", name="启用").click()
    expect(page.get_by_role("status").filter(has_text="已启用身份验证器应用")).to_be_visible()
    recovery = page.locator(".sg-codes li").first.inner_text()

    page.context.clear_cookies()
    sign_in(page, "head.sal")
    expect(page.get_by_role("heading", level=2, name="还差一步")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", level=2, name="还差一步")).to_be_visible()
    page.get_by_label("验证码").fill("000000")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("口令不正确")
    page.get_by_label("验证码").fill(recovery)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")


def fresh_code(secret: str) -> str:
    """A code with time enough left to be typed."""
    left = PERIOD - time.time() % PERIOD
    if left < 8:
        time.sleep(left)
    return totp_code(secret)


@pytest.mark.usefixtures("story", "stub_pdf")
def test_a_code_signs_and_the_same_code_does_not_sign_again(visit: Visit) -> None:
    secret = totp_set_up(User.objects.get(username="head.sal"))
    page = visit("head.sal")
    page.goto(f"{DOCUMENT}1/sign/")
    act = page.get_by_role("form", name="签署")
    act.get_by_role("radio", name="不同意").check()
    code = fresh_code(secret)
    act.get_by_label("动态口令", exact=True).fill(code)
    act.get_by_role("button", name="签署不同意").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明理由")
    act.get_by_role("textbox", name="理由").fill("口径不一致")
    act.get_by_label("动态口令", exact=True).fill(code)
    act.get_by_role("button", name="签署不同意").click()
    expect(page.get_by_role("alert")).to_contain_text("已使用过")
    Authenticator.objects.filter(user__username="head.sal").delete()
    page.reload()
    act.get_by_label("再次验证身份").fill(DEMO_PASSWORD)
    act.get_by_role("radio", name="批准").check()
    act.get_by_role("button", name="批准并签署").click()
    expect(page.get_by_role("status")).to_contain_text("签署已记录：批准")


@pytest.mark.usefixtures("story")
def test_sessions_elsewhere_are_seen_and_signed_out(visit: Visit) -> None:
    here, there = visit(), visit()
    sign_in(there, "head.sal")
    expect(there).to_have_url("/")
    sign_in(here, "head.sal")
    here.goto(SECURITY)
    sessions = here.get_by_role("region", name="登录中的设备")
    expect(sessions.get_by_role("listitem")).to_have_count(2)
    sessions.get_by_role("button", name="退出登录", exact=True).click()
    expect(here.get_by_role("status")).to_contain_text("该登录已退出")
    expect(sessions.get_by_role("listitem")).to_have_count(1)
    there.goto("/")
    expect(there.get_by_label("用户名或工号")).to_be_visible()
