"""Gates in the browser: causes cleared until the gate is green, a vote with conditions, a delegated signature."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance_app.base.canonical import content_hash, plain
from governance_app.documents.models import Revision
from governance_app.documents.services import revision_sign
from governance_app.gates.models import Condition, GateReview
from governance_app.people.models import User
from governance_app.programmes.models import Programme
from governance_app.records.tracing import source_now, trigger_values
from governance_app.signoff.models import Signature
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.trace.models import TraceLink
from governance_app.trace.services import link_clear
from tests.journeys.conftest import Visit
from tests.journeys.test_every_page import barriers

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("story", "stub_pdf")]

PROGRAMME = "/programmes/hc-2026-01/"
PHASE = f"{PROGRAMME}1-requirements/"
GATE = f"{PROGRAMME}gates/1-requirements/"
SPECIFICATION = f"{PROGRAMME}documents/requirements-specification/1/"
MINUTES = f"{PROGRAMME}documents/gate-1-minutes/"
PASSWORD = "sevengate-demo"

See = Callable[[Page], None]


@pytest.fixture
def see(width: int) -> See:
    """Look at the page one is on: no barrier, nothing wider than the window."""

    def look(page: Page) -> None:
        assert barriers(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    return look


def row(page: Page, code: str) -> object:
    """A criterion's row."""
    return page.locator(f"tr[id='{code}']")


def sign_in_browser(page: Page, address: str) -> None:
    """Open a signing page and approve."""
    page.goto(address)
    page.get_by_label("再次验证身份").fill(PASSWORD)
    page.get_by_role("button", name="批准并签署").click()
    expect(page.get_by_role("status")).to_contain_text("签署已记录：批准")


def test_a_red_gate_turns_green_by_clearing_its_causes(visit: Visit, width: int, see: See) -> None:
    page = visit("pmo", width=width)
    page.goto(PHASE)
    expect(page.locator(".sg-verdict")).to_contain_text("2 项标准未达标")
    expect(row(page, "REQ-G8")).to_contain_text("未达标")
    expect(row(page, "REQ-G9")).to_contain_text("未达标")
    expect(page.locator("main [type=checkbox]")).to_have_count(0)
    see(page)

    # The first cause: two heads have not signed. Its link leads to where that is seen; they sign.
    row(page, "REQ-G8").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("需求规格说明书")
    for head in ("head.sal", "head.leg"):
        sign_in_browser(visit(head, width=width), f"{SPECIFICATION}sign/")
    page.goto(PHASE)
    expect(row(page, "REQ-G8")).to_contain_text("达标")
    expect(row(page, "REQ-G8")).not_to_contain_text("未达标")

    # The second: links that are suspect. Each is looked at and cleared with a reason.
    row(page, "REQ-G9").get_by_role("link", name="条关联待复核").click()
    see(page)
    for _link in range(TraceLink.objects.filter(programme__slug="hc-2026-01", suspect=True).count()):
        page.get_by_role("link", name="查看").first.click()
        see(page)
        page.get_by_label("理由").fill("已核对，仍然成立")
        page.get_by_role("button", name="完成复核").click()
        expect(page.get_by_role("status")).to_be_visible()
    page.goto(PHASE)
    expect(page.locator(".sg-verdict")).to_contain_text("标准全部达标")
    expect(page.locator(".sg-verdict")).to_contain_text("9/9")
    see(page)


def approved(revision: Revision, username: str) -> None:
    """Sign without a browser."""
    current = Revision.objects.select_related("round").get(pk=revision.pk)
    user = User.objects.get(username=username)
    revision_sign(
        revision=current,
        user=user,
        token=challenge_issue(round_=current.round, user=user)["approval"],
        content_hash=current.content_hash,
        reason="",
        method="password",
    )


@pytest.fixture
def green(story: None, stub_pdf: bytes) -> Programme:
    """Gate 1 with all its criteria met."""
    programme = Programme.objects.get(slug="hc-2026-01")
    revision = Revision.objects.get(document__programme=programme, document__kind="requirements-specification")
    for head in ("head.sal", "head.leg"):
        approved(revision, head)
    actor = User.objects.get(username="pmo")
    for link in TraceLink.objects.filter(programme=programme, suspect=True).select_related("programme"):
        found = source_now(link)
        assert found is not None
        values = plain(trigger_values(*found))
        link_clear(link=link, values=values, seen_fingerprint=content_hash(values), actor=actor, reason="仍然成立")
    return programme


def vote(page: Page, choice: str, comment: str = "") -> None:
    """Pick, explain, prove oneself, send."""
    act = page.get_by_role("form", name="投票")
    act.get_by_role("radio", name=choice, exact=False).first.check()
    act.get_by_label("说明").fill(comment)
    act.get_by_label("再次验证身份").fill(PASSWORD)
    act.get_by_role("button", name="提交投票").click()


def called(manager: Page, see: See) -> None:
    """The programme manager calls the review; the members are told by mail."""
    manager.goto(PHASE)
    manager.get_by_role("link", name="召集关口评审").click()
    see(manager)
    manager.get_by_label("理由").fill("请于一周内审阅并投票")
    manager.get_by_role("button", name="冻结并召集").click()
    expect(manager.get_by_role("status")).to_contain_text("GR-01-1")
    assert {tuple(message.to) for message in mail.outbox if "第 1 关" in message.subject} >= {
        (User.objects.get(username=name).email,) for name in ("chair", "committee.fin")
    }


def conditional(finance: Page, see: See) -> None:
    """From the notification to a conditional go; the refusal for want of a condition keeps what was written."""
    finance.goto("/notifications/")
    see(finance)
    finance.get_by_role("link", name="请对第 1 关投票").first.click()
    see(finance)
    vote(finance, "有条件通过", "接口清单须先补齐")
    expect(finance.get_by_role("alert")).to_contain_text("条件")
    expect(finance.get_by_label("说明")).to_have_value("接口清单须先补齐")
    finance.get_by_role("link", name="提出条件").click()
    see(finance)
    finance.get_by_role("textbox", name="条件").fill("补交华东分公司接口清单")
    finance.get_by_label("责任人").select_option(label="集团信息化总监")
    finance.get_by_label("期限").fill((timezone.localdate() + timedelta(days=10)).isoformat())
    finance.get_by_role("button", name="提出条件").click()
    expect(finance.get_by_role("region", name="附带条件")).to_contain_text("C-01")
    vote(finance, "有条件通过", "接口清单须先补齐")
    expect(finance.get_by_role("status")).to_contain_text("有条件通过")


def settled(owner: Page, see: See) -> None:
    """The owner of the condition is told that the gate is open again, and settles it."""
    owner.goto("/notifications/")
    expect(owner.locator("main")).to_contain_text("第 1 关已重新打开")
    owner.goto(PHASE)
    owner.get_by_role("link", name="完成", exact=True).click()
    see(owner)
    owner.locator("[name=evidence]").fill("清单 3 号已交信息技术部")
    owner.get_by_role("button", name="条件已完成").click()
    owner.goto(PHASE)
    expect(owner.locator(".sg-head")).to_contain_text("已通过")


def minuted(manager: Page, signers: list[Page], see: See) -> None:
    """The minutes name the dissent and are signed by the chair and more than half of those who voted."""
    manager.goto(MINUTES)
    see(manager)
    manager.get_by_role("link", name="提交签署").first.click()
    see(manager)
    manager.get_by_role("button", name="提交签署").click()
    expect(manager.get_by_role("status")).to_be_visible()
    content = Revision.objects.get(document__kind="gate-1-minutes").content
    dissent = {entry["name"]: entry["comment"] for entry in content["votes"] if entry["dissent"]}
    assert dissent == {"集团运营总监": "业务骨干尚未到位"}
    expect(manager.locator("main")).to_contain_text("异议")
    for page in signers:
        sign_in_browser(page, f"{MINUTES}1/sign/")
    manager.goto(f"{MINUTES}1/")
    expect(manager.locator(".sg-head")).to_contain_text("已批准")
    see(manager)


def test_a_conditional_go_its_overdue_condition_and_the_minutes(
    green: Programme, visit: Visit, width: int, see: See
) -> None:
    people = ("pmo", "chair", "committee.fin", "committee.ops", "committee.risk")
    manager, chair, finance, operations, risk = (visit(name, width=width) for name in people)
    called(manager, see)
    conditional(finance, see)
    risk.goto(f"{GATE}1/")
    vote(risk, "回避", "曾参与编写")
    # Who recuses is not present: of four called, one is now, three are needed.
    expect(risk.get_by_role("region", name="委员会表决")).to_contain_text("到场 1 人，法定人数 3 人，应到 4 人")
    operations.goto(f"{GATE}1/")
    vote(operations, "暂缓", "业务骨干尚未到位")
    expect(operations.get_by_role("region", name="委员会表决")).to_contain_text("到场 2 人")
    assert GateReview.objects.get().state == "open"
    chair.goto(f"{GATE}1/")
    vote(chair, "通过")
    expect(chair.locator(".sg-head")).to_contain_text("有条件通过")
    see(chair)

    # Ten days later nothing has come.
    Condition.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    call_command("gates_watch")
    chair.goto(PHASE)
    expect(chair.locator(".sg-head")).to_contain_text("重新打开")
    expect(chair.get_by_role("region", name="附带条件")).to_contain_text("逾期 1 天")
    see(chair)
    settled(visit("it.lead", width=width), see)
    minuted(manager, [chair, finance, operations], see)
    manager.goto(PHASE)
    expect(manager.get_by_role("button", name="证据包")).to_be_visible()
    manager.goto(f"{GATE}as-of/?on={timezone.localdate() - timedelta(days=1)}")
    expect(manager.locator("main")).to_contain_text("尚未发起评审")
    see(manager)


def delegate(page: Page, starts: int, ends: int, scope: str) -> None:
    """Fill in the form of a delegation and send it."""
    today = timezone.localdate()
    page.goto(f"{PROGRAMME}delegations/new/")
    page.get_by_role("radio", name="部门负责人").check()
    page.get_by_label("受托人").select_option(label="销售部业务骨干")
    page.locator("[name=starts_on]").fill((today + timedelta(days=starts)).isoformat())
    page.locator("[name=ends_on]").fill((today + timedelta(days=ends)).isoformat())
    page.get_by_role("checkbox", name=scope).check()
    page.get_by_label("理由").fill("出差")
    page.get_by_role("button", name="确认委托").click()
    expect(page.get_by_role("status")).to_contain_text("销售部业务骨干 代 销售部负责人")


def end_delegation(page: Page) -> None:
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("status")).to_be_visible()


def may_not_sign(page: Page) -> None:
    page.goto(f"{SPECIFICATION}sign/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_label("再次验证身份")).to_have_count(0)


def test_b_signs_for_a_only_inside_window_and_scope(visit: Visit, width: int, see: See) -> None:
    head, other = visit("head.sal", width=width), visit("ku.sal", width=width)
    may_not_sign(other)
    delegate(head, 0, 7, "GATE-01")
    see(head)
    may_not_sign(other)
    end_delegation(head)
    delegate(head, 1, 7, "REQ-01")
    may_not_sign(other)
    end_delegation(head)
    delegate(head, 0, 7, "REQ-01")

    other.goto("/notifications/")
    expect(other.locator("main")).to_contain_text("您可代销售部负责人签署")
    see(other)
    told = [message for message in mail.outbox if message.to == [User.objects.get(username="ku.sal").email]]
    assert any("您可代销售部负责人签署" in message.subject for message in told)
    assert any(f"{PROGRAMME}delegations/" in str(message.body) for message in told)

    other.goto(f"{SPECIFICATION}sign/")
    see(other)
    sign_in_browser(other, f"{SPECIFICATION}sign/")
    expect(other.get_by_role("region", name="签署记录")).to_contain_text("销售部业务骨干 代 销售部负责人")
    see(other)
    assert Signature.objects.latest("pk").on_behalf_of == "销售部负责人"
    # Who was signed for has signed, too.
    may_not_sign(head)
