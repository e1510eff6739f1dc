"""The programme manager writes requirements down, submits them, takes them back and submits again."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("fresh", "stub_pdf")]

PHASE = "/programmes/xc-2026-01/1-requirements/"
DOCUMENT = "/programmes/xc-2026-01/documents/requirements-specification/"


def write_pain_point(page: Page) -> None:
    page.goto(PHASE)
    page.get_by_role("link", name="新增痛点").click()
    page.get_by_label("业务流程").fill("承运商对账")
    page.get_by_role("button", name="保存痛点").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("没有保存：5 处需要更正")
    title = page.get_by_role("textbox", name="标题")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_title_error")).to_be_visible()
    expect(page.get_by_label("业务流程")).to_have_value("承运商对账")
    summary.get_by_role("link").first.click()
    expect(title).to_be_focused()

    title.fill("承运商对账单逐行手工核对")
    page.get_by_role("combobox", name="部门").select_option(label="FIN 财务部")
    page.get_by_label("每次损失分钟数").fill("30")
    page.get_by_label("受影响人数").fill("4")
    page.get_by_label("每月次数").fill("20")
    page.get_by_role("radio", name="高").check()
    page.get_by_role("checkbox", name="SYS-002").check()
    page.get_by_role("button", name="保存痛点").click()
    expect(page.get_by_role("status")).to_contain_text("已新建 PP-005 承运商对账单逐行手工核对")
    expect(page.locator(".sg-facts")).to_contain_text("40")


def write_requirement(page: Page) -> None:
    page.goto(f"{PHASE}requirements/")
    page.get_by_role("link", name="新建需求").click()
    page.get_by_role("textbox", name="标题").fill("对账差异自动列出")
    page.get_by_role("combobox", name="责任部门").select_option(label="FIN 财务部")
    page.get_by_label("验收标准").fill("1,000 行对账单 1 分钟内列出全部差异。")
    page.get_by_role("checkbox", name="PP-005").check()
    page.get_by_role("checkbox", name="SYS-002").check()
    page.get_by_role("button", name="保存需求").click()
    expect(page.get_by_role("status")).to_contain_text("已新建 REQ-005")
    trace = page.get_by_role("region", name="追溯")
    expect(trace).to_contain_text("PP-005")
    trace.get_by_role("link", name="PP-005").click()
    expect(page.get_by_role("region", name="追溯").get_by_role("link", name="REQ-005")).to_be_visible()


def submit(page: Page, words: str, revision: int) -> None:
    page.goto(DOCUMENT)
    page.get_by_role("link", name="提交签署").click()
    expect(page.get_by_role("region", name="须签署的人")).to_contain_text("财务部负责人")
    page.get_by_label("修订说明").fill(words)
    page.get_by_role("button", name="冻结并提交签署").click()
    expect(page.get_by_role("status")).to_contain_text(f"《需求规格说明书》修订 {revision} 已提交签署")
    expect(page.locator(".sg-head")).to_contain_text("签署中")
    expect(page.locator(".sg-head")).to_contain_text(words)
    expect(page.get_by_role("region", name="签署记录")).to_contain_text("0/3")


def test_from_a_pain_point_to_the_second_revision(visit: Visit, width: int) -> None:
    page = visit("pmo", width=width)
    write_pain_point(page)
    write_requirement(page)
    submit(page, "首次提交会签", 1)

    page.get_by_role("link", name="撤回").click()
    page.get_by_role("button", name="撤回签署").click()
    expect(page.get_by_role("textbox", name="理由")).to_be_focused()
    page.get_by_role("textbox", name="理由").fill("漏列一条需求")
    page.get_by_role("button", name="撤回签署").click()
    expect(page.get_by_role("status")).to_contain_text("《需求规格说明书》修订 1 已撤回签署")
    expect(page.get_by_role("row", name="修订 1")).to_contain_text("已撤回")

    submit(page, "补列一条需求", 2)
    page.goto(f"{DOCUMENT}1/")
    expect(page.locator(".sg-note-risk")).to_contain_text("漏列一条需求")

    head = visit("head.fin", width=width)
    head.goto("/")
    expect(head.get_by_role("link", name="阅读并签署：《需求规格说明书》修订 2")).to_be_visible()
