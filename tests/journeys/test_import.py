"""A file with faults is refused row by row; the corrected one is written, and comes out again as it went in."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Download, Page, expect

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("fresh", "stub_pdf")]

LIST = "/programmes/xc-2026-01/1-requirements/requirements/"
GOOD = {
    "标题": "运单状态每小时推送",
    "类型": "功能",
    "责任部门": "FIN",
    "优先级": "高",
    "验收标准": "200 单状态在 1 小时内全部推送。",
    "系统": "SYS-001",
}
BAD = {**GOOD, "标题": "", "责任部门": "没有的部门", "优先级": "最高"}
CHANGED = {**GOOD, "编号": "REQ-003", "标题": "在途异常登记与限时处理", "优先级": "低"}


def rows_of(download: Download, folder: Path) -> list[list[Any]]:
    path = folder / download.suggested_filename
    download.save_as(path)
    return [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]


def workbook(path: Path, headers: list[str], *rows: dict[str, str]) -> Path:
    book = Workbook()
    book.active.append(headers)
    for row in rows:
        assert set(row) <= set(headers), f"the template lacks {set(row) - set(headers)}"
        book.active.append([row.get(name, "") for name in headers])
    book.save(path)
    return path


def upload(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("heading", name=path.name)).to_be_visible()


def counts(page: Page) -> dict[str, str]:
    figures = page.locator(".sg-counts > div")
    names, numbers = figures.locator("dt").all_inner_texts(), figures.locator("dd").all_inner_texts()
    return dict(zip(names, numbers, strict=True))


def test_a_faulty_file_then_the_corrected_one(visit: Visit, width: int, tmp_path: Path) -> None:
    page = visit("pmo", width=width)
    page.goto(LIST)
    page.get_by_role("link", name="导入").click()
    with page.expect_download() as template:
        page.get_by_role("link", name="空白模板（XLSX）").click()
    headers = rows_of(template.value, tmp_path)[0]

    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("alert")).to_be_focused()

    upload(page, workbook(tmp_path / "faulty.xlsx", headers, GOOD, BAD))
    assert counts(page) == {"将新建": "1", "将修改": "0", "无变化": "0", "有误": "1"}
    faults = page.get_by_role("region", name="有误的行")
    for column, reason in (("标题", "请填写此项"), ("责任部门", "没有的部门"), ("优先级", "最高")):
        row = faults.get_by_role("row").filter(has=page.get_by_role("cell", name=column, exact=True))
        expect(row.get_by_role("cell").first).to_have_text("3")
        expect(row).to_contain_text(reason)
    with page.expect_download() as report:
        page.get_by_role("link", name="下载错误明细").click()
    assert {row[1] for row in rows_of(report.value, tmp_path)[1:]} == {"标题", "责任部门", "优先级"}
    page.get_by_role("link", name="取消").click()

    upload(page, workbook(tmp_path / "corrected.xlsx", headers, GOOD, CHANGED))
    assert counts(page) == {"将新建": "1", "将修改": "1", "无变化": "0", "有误": "0"}
    expect(page.get_by_role("region", name="将写入的内容")).to_contain_text("REQ-003")
    page.get_by_role("button", name="导入这些行").click()
    expect(page.get_by_role("status")).to_contain_text("corrected.xlsx 已导入：新建 1 条，修改 1 条")
    expect(page.get_by_role("row", name="REQ-005")).to_contain_text("运单状态每小时推送")
    expect(page.get_by_role("row", name="REQ-003")).to_contain_text("低")

    page.goto(f"{LIST}?priority=high")
    page.get_by_text("导出", exact=True).click()
    with page.expect_download() as exported:
        page.get_by_role("link", name="Excel 工作簿（XLSX）").click()
    book = rows_of(exported.value, tmp_path)
    assert book[0] == headers
    assert [row[0] for row in book[1:]] == ["REQ-001", "REQ-002", "REQ-005"]
