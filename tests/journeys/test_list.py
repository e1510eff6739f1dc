"""Work in a list: filter, sort, columns, pages, saved filters, many rows at once, keys, languages, the menu."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Visit

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("story", "stub_pdf")]

LIST = "/programmes/hc-2026-01/1-requirements/requirements/"
SMALL_LIST = "/programmes/xc-2026-01/1-requirements/requirements/"


def open_menu(page: Page, name: str) -> None:
    page.locator(".sg-tools summary").filter(has_text=re.compile(f"^{name}$")).click()


def total(page: Page) -> int:
    """How many there are, as the foot of the list says."""
    return int(re.findall(r"\d+", page.locator(".sg-page > span").first.inner_text())[-1])


def narrow(page: Page) -> None:
    """Filter by priority and type."""
    open_menu(page, "筛选")
    page.get_by_role("group", name="优先级").get_by_label("高").check()
    page.get_by_role("group", name="类型").get_by_label("功能").check()
    page.get_by_role("button", name="应用").first.click()
    expect(page.get_by_role("link", name="移除筛选 优先级：高")).to_be_visible()


def test_filter_sort_and_keep_the_filter(visit: Visit, width: int) -> None:
    page = visit("pmo", width=width)
    page.goto(LIST)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_text("第 51–60 条，共 60 条")).to_be_visible()
    expect(rows).to_have_count(10)

    page.goto(LIST)
    narrow(page)
    narrowed = total(page)
    page.get_by_role("link", name="移除筛选 类型：功能").click()
    expect(page.get_by_role("link", name="移除筛选 类型：功能")).to_have_count(0)
    assert 0 < narrowed < total(page) < 60

    page.get_by_role("searchbox", name="搜索本列表").fill("同步")
    page.get_by_role("searchbox", name="搜索本列表").press("Enter")
    expect(page).to_have_url(re.compile(r"priority=high"))
    expect(page.get_by_role("link", name="移除筛选 优先级：高")).to_be_visible()
    expect(rows).not_to_have_count(0)
    found = page.url

    rows.first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(found)
    expect(page.get_by_role("searchbox", name="搜索本列表")).to_have_value("同步")

    if width == PHONE:
        return
    page.get_by_role("link", name="存为筛选").click()
    page.get_by_label("名称").fill("高优先级同步")
    page.get_by_role("button", name="保存筛选").click()
    kept = page.get_by_role("navigation", name="已存筛选").get_by_role("link", name="高优先级同步")
    expect(kept).to_have_attribute("aria-current", "page")
    page.goto(LIST)
    kept.click()
    expect(page.get_by_role("searchbox", name="搜索本列表")).to_have_value("同步")


def test_sort_and_choose_columns(visit: Visit) -> None:
    page = visit("pmo")
    page.goto(LIST)
    head = page.get_by_role("columnheader", name="更新时间")
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page.locator("tbody tr").first).to_contain_text("REQ-060")

    expect(page.get_by_role("columnheader", name="痛点")).to_have_count(0)
    open_menu(page, "列")
    page.get_by_role("checkbox", name="类型").uncheck()
    page.get_by_role("checkbox", name="痛点").check()
    page.locator(".sg-tools-end").get_by_role("button", name="应用").click()
    expect(page.get_by_role("columnheader", name="痛点")).to_be_visible()
    expect(page.get_by_role("columnheader", name="类型")).to_have_count(0)
    expect(head).to_have_attribute("aria-sort", "descending")


@pytest.mark.usefixtures("fresh")
def test_agree_many_requirements_at_once(visit: Visit) -> None:
    page = visit("pmo")
    page.goto(SMALL_LIST)
    page.get_by_role("link", name="尚未确认").click()
    bar = page.get_by_role("group", name="批量操作")
    expect(bar).to_be_hidden()
    page.get_by_role("checkbox", name="选择本页全部").check()
    expect(bar).to_contain_text("已选 4 项")
    page.get_by_role("checkbox", name="选择 REQ-003").uncheck()
    expect(bar).to_contain_text("已选 3 项")
    page.get_by_role("checkbox", name="选择 REQ-003").check()
    bar.get_by_role("button", name="确认需求").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("对所选 4 条记录执行“确认需求”？")
    expect(page.locator(".sg-facts")).to_contain_text("REQ-002、REQ-003、REQ-004")
    page.get_by_role("button", name="确认需求").click()
    expect(page.get_by_role("status")).to_contain_text("确认需求：已修改 4 条记录")
    for code in ("REQ-001", "REQ-002", "REQ-003", "REQ-004"):
        expect(page.get_by_role("row", name=code)).to_contain_text("已确认")


def test_keys(visit: Visit) -> None:
    page = visit("pmo")
    page.goto(f"{LIST}?priority=high")
    page.keyboard.press("/")
    search = page.get_by_role("banner").get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("jk")
    expect(search).to_have_value("jk")
    search.blur()
    links = page.locator("tbody tr a.sg-no")
    codes = links.all_inner_texts()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=codes[0], exact=True)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name=codes[1], exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".sg-head-code")).to_have_text(codes[1])
    page.go_back()
    expect(page.get_by_role("link", name="移除筛选 优先级：高")).to_be_visible()

    open_menu(page, "筛选")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="优先级")).to_be_hidden()


def test_both_languages(visit: Visit, width: int) -> None:
    page = visit("pmo", width=width)
    page.goto(f"{LIST}?priority=high&sort=-title")
    here = page.url
    page.get_by_role("button", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Requirements")
    expect(page).to_have_url(here)
    expect(page.get_by_role("link", name="Remove filter Priority: High")).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.get_by_role("heading", level=1)).to_have_text("需求")


def test_the_menu_on_a_phone(visit: Visit) -> None:
    page = visit("pmo", width=PHONE)
    page.goto(LIST)
    menu, drawer = page.get_by_role("button", name="菜单", exact=True), page.locator("#nav")
    expect(drawer).to_be_hidden()
    menu.click()
    expect(drawer).to_be_visible()
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("button", name="关闭菜单")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    drawer.get_by_role("link", name="痛点", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("痛点")
    expect(drawer).to_be_hidden()


def test_search_finds_codes_and_texts(visit: Visit) -> None:
    page = visit("pmo", width=DESK)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("REQ-037")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="付款审批结果实时同步至 ERP").click()
    expect(page.locator(".sg-head-code")).to_have_text("REQ-037")
