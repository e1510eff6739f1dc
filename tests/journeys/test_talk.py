"""Talking on a record: someone is picked, told, and the words can be taken back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.test_every_page import REQUIREMENTS, look

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("story", "stub_pdf")]


def test_a_name_is_picked_told_and_the_comment_withdrawn(visit: Visit, width: int) -> None:
    page = visit("pmo", width=width)
    page.goto(f"{REQUIREMENTS}REQ-001/")
    page.get_by_text("可以提醒谁？").click()
    page.get_by_role("button", name="财务部负责人", exact=True).click()
    box = page.get_by_label("添加评论")
    expect(box).to_have_value("@财务部负责人 ")
    expect(box).to_be_focused()
    assert look(page, width, "zh-hans", with_axe=True) == []
    box.press_sequentially("请核对验收标准")
    page.get_by_role("button", name="发表").click()
    expect(page.get_by_text("已通知：财务部负责人。")).to_be_visible()
    expect(page.locator(".sg-mention")).to_have_text("@财务部负责人")

    head = visit("head.fin", width=width)
    head.goto("/notifications/")
    head.get_by_role("link", name="提到了您").click()
    expect(head.get_by_text("请核对验收标准")).to_be_visible()
    expect(head.get_by_role("button", name="撤回")).to_have_count(0)

    page.get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_text("您的评论已撤回。")).to_be_visible()
    expect(page.get_by_text("此评论已撤回。")).to_be_visible()
