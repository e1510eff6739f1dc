"""Those who steer: the overview that fills itself, a reminder, the steering view on a telephone and on paper."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from governance_app.people.models import User
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from tests.factories.programmes import MembershipFactory
from tests.journeys.conftest import PHONE, Visit
from tests.journeys.test_every_page import PROGRAMME, look

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("story", "stub_pdf")]

STEERING = f"{PROGRAMME}steering/"
#: The least a finger hits, in pixels.
TOUCH = 44


def test_the_overview_fills_itself_without_a_barrier(visit: Visit, width: int) -> None:
    page = visit("pmo", width=width)
    page.goto(PROGRAMME)
    expect(page.get_by_role("heading", name="什么挡住了我们，谁能解决")).to_be_visible()
    expect(page.get_by_role("heading", name="本周变化")).to_be_visible()
    expect(page.get_by_role("heading", name="关键指标：治理")).to_be_visible()
    expect(page.locator(".sg-lazy")).to_have_count(0)
    assert page.locator("svg[role=img]").count() >= 4
    assert look(page, width, "zh-hans", with_axe=True) == []


def test_the_manager_reminds_and_the_head_finds_the_way_to_sign(visit: Visit) -> None:
    page = visit("pmo")
    page.goto(PROGRAMME)
    page.get_by_role("button", name="提醒 2 人").click()
    expect(page.get_by_text("已提醒法务部负责人、销售部负责人。")).to_be_visible()
    expect(page.get_by_text("今天已提醒 2 人")).to_be_visible()
    expect(page.get_by_role("button", name="提醒 2 人")).to_have_count(0)
    head = visit("head.sal")
    head.goto("/notifications/")
    head.get_by_role("link", name="提醒（第 1 关）").click()
    expect(head.get_by_role("heading", level=1)).to_be_visible()
    assert head.url.endswith("/sign/")


def test_the_head_sees_that_it_waits_on_them(visit: Visit) -> None:
    page = visit("head.leg", width=PHONE)
    page.goto(PROGRAMME)
    page.get_by_role("link", name="阅读并签署").first.click()
    assert page.url.endswith("/sign/")


def test_the_steering_view_fits_a_telephone_and_a_finger(visit: Visit) -> None:
    page = visit("chair", width=PHONE)
    page.goto(STEERING)
    assert look(page, PHONE, "zh-hans", with_axe=True) == []
    buttons = page.locator("main .btn")
    assert buttons.count() >= 1
    for number in range(buttons.count()):
        box = buttons.nth(number).bounding_box()
        assert box
        assert box["height"] >= TOUCH


def test_the_steering_view_prints_on_one_page(visit: Visit) -> None:
    page = visit("auditor")
    page.goto(STEERING)
    page.emulate_media(media="print")
    paper = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    assert len(paper.pages) == 1
    assert "什么挡住了我们" in paper.pages[0].extract_text()


def test_several_programmes_fill_their_cards(visit: Visit, width: int) -> None:
    other = Programme.objects.get(slug="hl-2026-01")
    MembershipFactory(programme=other, user=User.objects.get(username="chair"), role=Role.COMMITTEE)
    page = visit("chair", width=width)
    page.goto("/steering/")
    expect(page.get_by_role("heading", name="什么挡住了我们，谁能解决")).to_have_count(2)
    assert look(page, width, "zh-hans", with_axe=True) == []


def test_without_scripts_links_lead_to_what_would_have_come(visit: Visit) -> None:
    page = visit("pmo", scripts=False)
    page.goto(PROGRAMME)
    page.get_by_role("link", name="关键指标：治理").click()
    expect(page.locator("svg[role=img]").first).to_be_visible()
    page.goto(PROGRAMME)
    page.get_by_role("link", name="本周变化").click()
    expect(page.get_by_role("heading", name="本周变化").first).to_be_visible()
