"""A programme set up in the browser: from the template to a task force, departments and who does what."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from governance_app.programmes.models import Membership, Programme
from tests.journeys.conftest import Visit
from tests.journeys.test_every_page import barriers

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("story", "stub_pdf")]


@pytest.fixture(autouse=True)
def one_by_one(story: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template's records are each written by the service that writes one."""
    monkeypatch.setattr(settings, "ZEAL_ALLOWLIST", [{"model": "*", "field": "*"}], raising=False)


def told(page: Page, text: str) -> None:
    expect(page.locator(".sg-note[role=status]").first).to_contain_text(text)


def filled(page: Page) -> None:
    """Everything but the code, which is left out at first."""
    page.get_by_role("textbox", name="名称").fill("并购后办公系统整合")
    page.get_by_role("textbox", name="所属企业").fill("恒川制造集团")
    page.get_by_role("radio", name="并购重组").check()
    page.get_by_role("checkbox", name="费用报销").check()
    page.get_by_role("checkbox", name="销售订单").check()
    page.get_by_role("button", name="建立项目").click()


def test_a_programme_is_set_up_and_staffed(visit: Visit, width: int) -> None:
    page = visit("pmo", width=width)
    page.goto("/programmes/")
    page.get_by_role("link", name="新建项目").click()
    filled(page)
    # Nothing is lost for want of a code.
    expect(page.get_by_role("alert")).to_contain_text("编号")
    expect(page.get_by_role("textbox", name="名称")).to_have_value("并购后办公系统整合")
    expect(page.get_by_role("checkbox", name="费用报销")).to_be_checked()
    assert not Programme.objects.filter(name="并购后办公系统整合").exists()
    page.get_by_role("textbox", name="编号").fill("HG-2027-01")
    assert barriers(page) == []
    page.get_by_role("button", name="建立项目").click()
    told(page, "您是项目经理")
    expect(page).to_have_url(re.compile(r"/programmes/hg-2027-01/$"))
    expect(page.locator("main")).to_contain_text("项目经理（您）")

    page.goto("/programmes/hg-2027-01/members/")
    page.get_by_role("link", name="授予角色").click()
    page.locator("main").get_by_role("searchbox").fill("财务总监")
    page.locator("main").get_by_role("button", name="搜索").click()
    page.get_by_role("link", name=re.compile("选择")).first.click()
    page.locator("[name=role]").select_option(label="组长")
    assert barriers(page) == []
    page.get_by_role("button", name="授予角色").click()
    told(page, "集团财务总监")
    assert Membership.objects.filter(
        programme__slug="hg-2027-01", role="chair", user__username="committee.fin"
    ).exists()

    # Who does what starts from the standard; a row is added with exactly one role that answers.
    page.get_by_role("link", name="添加一行").click()
    page.get_by_role("textbox", name="工作").fill("盘点并入公司的合同")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("textbox", name="工作")).to_have_value("盘点并入公司的合同")
    page.locator("[name=accountable]").select_option(label="项目经理")
    page.locator("[name=responsible][value=key_user]").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name=re.compile("盘点并入公司的合同"))).to_contain_text("A")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
