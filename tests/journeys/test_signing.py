"""Department heads sign the specification, and a page that has grown old is refused."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from governance_app.documents.models import Revision
from governance_app.documents.states import Purpose, RevisionState
from governance_app.jobs.models import Job
from governance_app.jobs.states import JobState
from tests.journeys.conftest import DESK, Visit

pytestmark = pytest.mark.journey

DOCUMENT = "/programmes/hc-2026-01/documents/requirements-specification/"
REQUIREMENT = "/programmes/hc-2026-01/1-requirements/requirements/REQ-037/"
DEMO_PASSWORD = "sevengate-demo"
#: Only so that a worker that hangs does not keep the suite waiting for ever, in milliseconds.
FOR_EVER = 900_000
#: The jobs that make signed records.
RECORDS = Job.objects.filter(arguments__purpose=Purpose.RECORD)


def sign_in(page: Page, username: str, password: str = DEMO_PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("用户名或工号").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def open_from_my_work(page: Page) -> None:
    page.get_by_role("link", name="阅读并签署：《需求规格说明书》修订 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("《需求规格说明书》修订 1")


def wait_for_the_record(page: Page, earlier: set[Any]) -> None:
    """However long the paper takes: until it is there, or its job has failed."""
    for _turn in range(FOR_EVER // 250):
        page.wait_for_timeout(250)
        states = set(RECORDS.exclude(pk__in=earlier).values_list("state", flat=True))
        assert JobState.FAILED not in states
        if states == {JobState.DONE}:
            return
    pytest.fail("the record was never made")


def the_paper_proves_itself(visit: Visit, paper: Path) -> None:
    text = subprocess.run(["pdftotext", paper, "-"], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607
    assert "销售部负责人" in text
    assert "法务部负责人" in text
    assert "待签署" not in text
    anyone = visit()
    anyone.goto("/verify/")
    anyone.locator("input[type=file]").set_input_files(paper)
    anyone.get_by_role("button", name="核验此文件").click()
    expect(anyone.get_by_role("status")).to_contain_text("真实")


@pytest.mark.usefixtures("story")
def test_the_last_two_heads_sign_and_the_document_is_approved(
    visit: Visit, width: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if width != DESK:
        request.getfixturevalue("stub_pdf")
    page = visit(width=width)
    sign_in(page, "head.sal", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("密码")
    expect(page.get_by_label("用户名或工号")).to_have_value("head.sal")
    sign_in(page, "head.sal")
    expect(page).to_have_url("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")
    expect(page.locator(".sg-head-line")).to_contain_text("1 项等您处理")
    open_from_my_work(page)

    act = page.get_by_role("form", name="签署")
    expect(act).to_contain_text("以销售部负责人身份")
    expect(act.get_by_role("radio", name="批准")).to_be_checked()
    act.get_by_role("textbox", name="理由").fill("已与销售内勤核对")
    act.get_by_label("再次验证身份").fill("not the password")
    act.get_by_role("button", name="批准并签署").click()
    expect(page.get_by_role("alert")).to_contain_text("没有签署")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#password-error")).to_contain_text("密码不正确，还可尝试 4 次")
    expect(act.get_by_role("textbox", name="理由")).to_have_value("已与销售内勤核对")
    page.get_by_role("alert").get_by_role("link").click()
    expect(act.get_by_label("再次验证身份")).to_be_focused()

    act.get_by_label("再次验证身份").fill(DEMO_PASSWORD)
    act.get_by_role("button", name="批准并签署").click()
    expect(page.get_by_role("status")).to_contain_text("签署已记录：批准")
    expect(page.get_by_role("region", name="签署记录")).to_contain_text("8/9")
    page.goto("/")
    expect(page.get_by_role("heading", name="没有待办")).to_be_visible()

    page = visit("head.leg", width=width)
    page.goto("/")
    open_from_my_work(page)
    page.get_by_label("再次验证身份").fill(DEMO_PASSWORD)
    # The last signature has the paper rendered, here before the answer comes.
    earlier = set(RECORDS.values_list("pk", flat=True))
    page.get_by_role("button", name="批准并签署").click(no_wait_after=True)
    wait_for_the_record(page, earlier)
    expect(page.get_by_role("status")).to_contain_text("签署已记录：批准")
    expect(page.locator(".sg-head")).to_contain_text("已批准")
    expect(page.get_by_role("region", name="签署记录")).to_contain_text("9/9")

    with page.expect_download() as download:
        page.locator(".sg-head").get_by_role("link", name="PDF").click()
    paper = tmp_path / "paper.pdf"
    download.value.save_as(paper)
    assert paper.read_bytes().startswith(b"%PDF-")
    if width == DESK:
        the_paper_proves_itself(visit, paper)


@pytest.mark.usefixtures("story", "stub_pdf")
def test_a_reader_of_english_signs(visit: Visit) -> None:
    page = visit("head.sal", language="en-GB")
    page.goto("/")
    page.get_by_role("link", name="Read and sign").click()
    expect(page.get_by_role("form", name="Sign")).to_contain_text("cannot be changed")
    page.get_by_label("Confirm who you are").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Approve and sign").click()
    expect(page.get_by_role("status")).to_contain_text("Your signature has been recorded: Approval")
    expect(page.get_by_role("region", name="Signatures")).to_contain_text("8/9")


@pytest.mark.usefixtures("story", "stub_pdf")
def test_an_edit_during_signing_opens_the_next_revision_and_refuses_the_stale_page(visit: Visit, width: int) -> None:
    head = visit("head.sal", width=width)
    head.goto(f"{DOCUMENT}1/sign/")

    editor = visit("ku.fin", width=width)
    editor.goto(REQUIREMENT)
    editor.get_by_role("link", name="修改", exact=True).click()
    expect(editor.locator(".sg-note-risk")).to_contain_text("《需求规格说明书》修订 1 正在签署。改动将产生修订 2")
    expect(editor.locator(".sg-note-risk")).to_contain_text("已有的 7 个签署保留在修订 1 上")
    editor.get_by_label("验收标准").fill("审批结果在 10 秒内同步至 ERP。")
    editor.get_by_label("理由").fill("资金主管要求更快")
    editor.get_by_role("button", name="保存需求").click()
    expect(editor.get_by_role("status")).to_contain_text("已保存 REQ-037")
    expect(editor.get_by_role("region", name="历史")).to_contain_text("资金主管要求更快")

    editor.goto(DOCUMENT)
    expect(editor.locator(".sg-head")).to_contain_text("草稿")
    expect(editor.get_by_role("region", name="当前草稿与修订 1 相比")).to_contain_text("10 秒")
    expect(editor.get_by_role("row", name="修订 1")).to_contain_text("已取代")
    assert Revision.objects.get(document__programme__slug="hc-2026-01", number=2).state == RevisionState.DRAFT

    head.get_by_label("再次验证身份").fill(DEMO_PASSWORD)
    head.get_by_role("button", name="批准并签署").click()
    expect(head.get_by_role("alert")).to_contain_text("没有签署：修订 1 已被修订 2 取代")
    expect(head.get_by_role("region", name="您阅读期间发生的变化")).to_contain_text("10 秒")
    expect(head.get_by_role("heading", name="签署已关闭")).to_be_visible()
    assert Revision.objects.get(document__programme__slug="hc-2026-01", number=1).round.signatures.count() == 7
