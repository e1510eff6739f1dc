"""A baseline in the browser: it changes by an accepted request alone, and those concerned sign what has changed."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Visit
from tests.journeys.test_every_page import barriers

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("story", "stub_pdf")]

PROGRAMME = "/programmes/hl-2026-01/"
PHASE = f"{PROGRAMME}1-requirements/"
SPECIFICATION = f"{PROGRAMME}documents/requirements-specification/"
PASSWORD = "sevengate-demo"
SHARPER = "异常发生后 5 分钟内提醒责任人，超时未处理的逐级上报。"


def told(page: Page, text: str) -> None:
    expect(page.locator(".sg-note[role=status]").first).to_contain_text(text)


def edited(page: Page) -> None:
    page.goto(f"{PHASE}requirements/REQ-003/edit/")
    page.locator("[name=acceptance]").fill(SHARPER)
    page.get_by_role("button", name="保存需求").click()


def proposed(page: Page) -> None:
    """From the record that is closed to a request that lists it."""
    page.get_by_role("link", name="提出变更申请").first.click()
    expect(page.get_by_role("checkbox", name="REQ-003")).to_be_checked()
    page.get_by_role("textbox", name="标题").fill("异常提醒时限写明")
    page.locator("[name=department]").select_option(label="HL-OPS 华辰物流运营部")
    page.locator("[name=requested_by]").fill("调度主管")
    page.locator("main [name=description]").fill("提醒时限写明为 5 分钟")
    page.locator("[name=rationale]").fill("原验收标准无法测试")
    page.locator("[name=extent]").first.check()
    assert barriers(page) == []
    page.get_by_role("button", name="保存变更申请").click()
    told(page, "CR-003")
    page.get_by_role("link", name="提交决定").click()
    page.locator("main form").get_by_role("button", name="提交决定").click()
    told(page, "CR-003")


def decided(page: Page) -> None:
    """Whoever decides sees the impact, gives a reason and proves who they are; a wrong password decides nothing."""
    page.goto(f"{PHASE}change-requests/CR-003/")
    page.get_by_role("link", name="批准变更").click()
    expect(page.locator("main")).to_contain_text("REQ-003")
    expect(page.locator("main")).to_contain_text("华辰物流运营部")
    page.locator("main textarea").fill("同意")
    for password in ("nonsense", PASSWORD):
        page.get_by_label("再次验证身份").fill(password)
        page.get_by_role("button", name="批准变更").click()
        if password != PASSWORD:
            expect(page.get_by_role("alert")).to_contain_text("密码")
            expect(page.locator("main textarea")).to_have_value("同意")
    told(page, "批准变更")


def test_a_baselined_requirement_changes_by_request_and_those_concerned_sign(visit: Visit) -> None:
    manager, chair = visit("hl.pmo", width=DESK), visit("hl.chair", width=PHONE)
    edited(manager)
    expect(manager.get_by_role("alert")).to_contain_text("已纳入基线")
    expect(manager.locator("[name=acceptance]")).to_have_value(SHARPER)
    proposed(manager)
    decided(chair)
    assert barriers(chair) == []
    assert chair.evaluate("document.documentElement.scrollWidth") <= PHONE

    edited(manager)
    told(manager, "REQ-003")
    expect(manager.locator("main")).to_contain_text("CR-003")
    manager.goto(SPECIFICATION)
    manager.get_by_role("link", name="提交签署").first.click()
    manager.get_by_role("button", name="提交签署").click()
    manager.goto(f"{SPECIFICATION}3/")
    asked = manager.get_by_role("region", name="签署记录")
    expect(asked.get_by_role("row", name="华辰物流运营部负责人")).to_contain_text("待签署")
    expect(asked.get_by_role("row", name="华辰物流运营部负责人")).to_contain_text("CR-003")
    expect(asked.get_by_role("row", name="华辰物流财务部负责人")).to_contain_text("自修订 1 起无变化")
    finance = visit("hl.head.fin", width=DESK)
    finance.goto(f"{SPECIFICATION}3/sign/")
    expect(finance.get_by_label("再次验证身份")).to_have_count(0)
