"""What a plain form can do works in a browser that runs no scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Visit
from tests.journeys.test_signing import DEMO_PASSWORD, open_from_my_work, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("story", "stub_pdf")]

LIST = "/programmes/hc-2026-01/1-requirements/requirements/"


def test_sign_in_and_sign(visit: Visit) -> None:
    page = visit(width=PHONE, scripts=False)
    page.goto("/accounts/login/")
    page.get_by_role("link", name="head.sal").click()
    expect(page.get_by_label("用户名或工号")).to_have_value("head.sal")
    sign_in(page, "head.sal")
    open_from_my_work(page)
    page.get_by_role("radio", name="要求修改").check()
    page.get_by_label("再次验证身份").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="签署并要求修改", exact=True).click()
    expect(page.locator("#reason-error")).to_be_visible()
    expect(page.get_by_role("radio", name="要求修改")).to_be_checked()
    page.get_by_role("textbox", name="理由").fill("REQ-058 的验收标准不可测")
    page.get_by_label("再次验证身份").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="签署并要求修改", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("签署已记录：要求修改")
    expect(page.locator(".sg-note-block")).to_contain_text("REQ-058 的验收标准不可测")

    page = visit("pmo", scripts=False)
    page.goto("/")
    expect(page.get_by_role("row", name="《需求规格说明书》修订 1 被退回")).to_contain_text("REQ-058 的验收标准不可测")


def test_filter_a_list_and_open_the_menu(visit: Visit) -> None:
    page = visit("pmo", width=PHONE, scripts=False)
    page.goto(LIST)
    page.locator(".sg-tools summary").first.click()
    page.get_by_role("group", name="优先级").get_by_label("低").check()
    page.get_by_role("button", name="应用").first.click()
    expect(page.get_by_role("link", name="移除筛选 优先级：低")).to_be_visible()
    page.get_by_role("link", name="菜单", exact=True).click()
    expect(page.locator("#nav")).to_be_visible()
    page.locator("#nav").get_by_role("link", name="痛点", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("痛点")
