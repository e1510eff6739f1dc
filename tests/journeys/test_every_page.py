"""Every page, on a desk and on a phone: barriers, sideways scrolling, words out of their boxes, focus, print."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Page, expect

from governance_app.documents.models import Revision
from governance_app.people.models import Department, User
from governance_app.programmes.states import Role
from tests.factories.bpmn import bpmn_file
from tests.factories.programmes import MembershipFactory, ProgrammeFactory
from tests.journeys.conftest import DESK, HEIGHTS, PHONE, Visit

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("story", "stub_pdf")]

PROGRAMME = "/programmes/hc-2026-01/"
OTHER = "/programmes/hl-2026-01/"
BARE = "/programmes/bare/"
PHASE = f"{PROGRAMME}1-requirements/"
REQUIREMENTS = f"{PHASE}requirements/"
PROCESSES = f"{PHASE}processes/"
DOCUMENT = f"{PROGRAMME}documents/requirements-specification/"

#: A page is an address, or an address and what is done there before one looks.
Stop = str | tuple[str, Callable[[Page], None]]

# What runs out of its box: a cell, a label or a button whose text is wider than itself and shows over its neighbour.
_SPILLS = """() => [...document.querySelectorAll("td, th, dt, dd, time, h1, h2, label, .btn, .sg-st, .sg-chip, .sg-tag")]
  .filter((box) => box.clientWidth && box.offsetParent && getComputedStyle(box).overflowX === "visible")
  .filter((box) => !box.closest(".sg-vh, details:not([open])") && box.scrollWidth > box.clientWidth + 1)
  .filter((box) => !box.closest("thead") || getComputedStyle(box.closest("thead")).position !== "absolute")
  .map((box) => `${box.tagName} ${box.className} ${box.textContent.trim().slice(0, 40)}`)"""

# What has the focus, whether that shows on it or on something around it, and a name for it.
_FOCUS = """() => {
  const here = document.activeElement;
  const ringed = (box) => getComputedStyle(box).outlineStyle !== "none" && parseFloat(getComputedStyle(box).outlineWidth) >= 2;
  let box = here;
  while (box && box !== document.body && !ringed(box)) box = box.parentElement;
  return {end: here === document.body, shown: Boolean(box) && box !== document.body, inside: Boolean(here.closest("main")),
          name: `${here.tagName} ${here.className} ${(here.textContent || here.name || "").trim().slice(0, 40)}`};
}"""


def press_first(selector: str) -> Callable[[Page], None]:
    """Press what the selector finds first, and wait for what comes of it."""

    def press(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state()

    return press


def send_empty(page: Page) -> None:
    """Send the form of the page as it is; a form that the browser itself holds back is sent all the same."""
    page.evaluate("document.querySelectorAll('main form').forEach((form) => { form.noValidate = true; })")
    page.locator("main form:not([data-sg-passkey]) [type=submit]").last.click()
    expect(page.locator("[data-sg-errors], #login-error, .sg-err").first).to_be_visible()


def change_acceptance(page: Page) -> None:
    """Change a requirement while the document is being signed."""
    page.locator("#id_acceptance").fill("审批结果在 10 秒内同步至 ERP。")
    page.locator("main form [type=submit]").last.click()
    expect(page.get_by_role("status")).to_be_visible()


def upload_faulty(folder: Path) -> Callable[[Page], None]:
    """Upload a file whose only row is wrong in every way."""

    def upload(page: Page) -> None:
        titles = page.locator("table").first.locator("tbody tr td:first-child").all_inner_texts()
        book = Workbook()
        book.active.append(titles)
        book.active.append(["" if number < 2 else "没有" for number in range(len(titles))])
        path = folder / "faulty.xlsx"
        book.save(path)
        page.locator("input[type=file]").set_input_files(path)
        page.locator("main form [type=submit]").click()
        expect(page.locator("#faults")).to_be_visible()

    return upload


def upload_drawing(page: Page) -> None:
    """Upload a drawn process with elements that are not understood."""
    drawing: FilePayload = {"name": "报销.bpmn", "mimeType": "application/xml", "buffer": bpmn_file()}
    page.locator("input[type=file]").set_input_files(drawing)
    page.locator("main form [type=submit]").click()
    expect(page.locator("#notes")).to_be_visible()


def stops(folder: Path) -> dict[str, Iterable[Stop]]:
    """Every page, by who looks at it."""
    revision = Revision.objects.get(number=1, document__programme__slug="hc-2026-01")
    bare = ProgrammeFactory(code="HC-2026-09", slug="bare", departments=[Department.objects.get(code="FIN")])
    MembershipFactory(programme=bare, user=User.objects.get(username="hl.pmo"), role=Role.PMO)
    return {
        "": [
            "/accounts/login/",
            ("/accounts/login/", send_empty),
            "/accounts/password/reset/",
            "/verify/",
            f"/verify/{revision.content_hash}/",
        ],
        "head.sal": ["/", f"{DOCUMENT}1/sign/", (f"{DOCUMENT}1/sign/", send_empty)],
        "hl.chair": [(f"{OTHER}1-requirements/change-requests/CR-002/move/accept/", send_empty)],
        "ku.fin": ["/", f"{PROGRAMME}ledger/"],
        "hl.pmo": [
            OTHER,
            f"{OTHER}documents/requirements-specification/",
            f"{OTHER}1-requirements/change-requests/",
            f"{OTHER}1-requirements/change-requests/CR-001/",
            (f"{OTHER}1-requirements/change-requests/new/", send_empty),
            f"{OTHER}1-requirements/requirements/REQ-003/edit/",
            f"{OTHER}1-requirements/requirements/REQ-001/",
            f"{OTHER}documents/requirements-specification/2/",
            BARE,
            f"{BARE}1-requirements/requirements/",
            f"{BARE}documents/requirements-specification/submit/",
        ],
        "pmo": [
            "/programmes/",
            PROGRAMME,
            f"{PROGRAMME}steering/",
            f"{PROGRAMME}figures/",
            f"{PROGRAMME}figures/?group=1",
            f"{PROGRAMME}changes/",
            f"{PROGRAMME}suspects/",
            "/steering/",
            PHASE,
            f"{PROGRAMME}2-design/",
            REQUIREMENTS,
            (REQUIREMENTS, press_first(".sg-tools summary")),
            f"{REQUIREMENTS}?q=zzzz",
            f"{REQUIREMENTS}filters/save/?priority=high",
            f"{PHASE}systems/",
            f"{PHASE}pain-points/",
            f"{PHASE}goals/",
            f"{PHASE}interactions/",
            f"{REQUIREMENTS}REQ-037/",
            f"{PHASE}systems/SYS-001/",
            f"{REQUIREMENTS}REQ-037/edit/",
            (f"{REQUIREMENTS}new/", send_empty),
            f"{REQUIREMENTS}REQ-037/remove/",
            f"{REQUIREMENTS}REQ-037/history/",
            f"{REQUIREMENTS}import/",
            (f"{REQUIREMENTS}import/", upload_faulty(folder)),
            f"{PROCESSES}PROC-001/",
            f"{PROCESSES}PROC-001/compare/",
            (f"{PROCESSES}PROC-001/steps/", press_first("[value='add:1']")),
            (f"{PROCESSES}bpmn/upload/", upload_drawing),
            f"{PROGRAMME}documents/",
            DOCUMENT,
            f"{DOCUMENT}1/",
            f"{DOCUMENT}1/withdraw/",
            f"{DOCUMENT}diff/",
            f"{PROGRAMME}ledger/",
            f"{PROGRAMME}members/",
            f"{PROGRAMME}members/new/?q=财务",
            (f"{PROGRAMME}members/new/?person=committee.fin", send_empty),
            f"{PROGRAMME}departments/FIN/remove/",
            (f"{PROGRAMME}members/work/new/", send_empty),
            f"{PROGRAMME}members/work/",
            (f"{PROGRAMME}edit/", send_empty),
            ("/programmes/new/", send_empty),
            f"{PROGRAMME}permissions/",
            "/search/?q=员工",
            "/search/?q=zzzz",
            "/nothing-here/",
            "/accounts/password/change/",
            "/accounts/security/",
            "/accounts/security/confirm/",
            f"{PROGRAMME}segregation/",
            "/api/v1/docs/",
            (f"{REQUIREMENTS}REQ-037/edit/", change_acceptance),
            DOCUMENT,
            f"{DOCUMENT}1/",
            f"{DOCUMENT}diff/",
            f"{DOCUMENT}submit/",
        ],
    }


def barriers(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {[node['target'] for node in rule['nodes'][:3]]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
    ]


def look(page: Page, width: int, language: str, *, with_axe: bool) -> list[str]:
    """All that is wrong with the page one is on."""
    wrong = []
    if (spoken := page.locator("html").get_attribute("lang")) != language:
        wrong.append(f"its language is {spoken}")
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        wrong.append(f"scrolls sideways: {wide} in {width}")
    wrong += [f"runs out of its box: {text}" for text in page.evaluate(_SPILLS)]
    if with_axe:
        wrong += barriers(page)
    return wrong


def tour(visit: Visit, folder: Path, widths: Iterable[int], language: str, *, with_axe: bool) -> dict[str, list[str]]:
    """Look at every page at every width; what is wrong, by address."""
    wrong: dict[str, list[str]] = {}
    browser_language = {"zh-hans": "zh-CN", "en": "en"}[language]
    first, *others = widths

    def looked(page: Page, place: str) -> None:
        for width in (first, *others):
            if others:
                page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            if found := look(page, width, language, with_axe=with_axe):
                wrong[f"{place} at {width}"] = found
        if others:
            page.set_viewport_size({"width": first, "height": HEIGHTS[first]})

    for username, addresses in stops(folder).items():
        page = visit(username, width=first, language=browser_language)
        for stop in addresses:
            address, act = stop if isinstance(stop, tuple) else (stop, None)
            page.goto(address)
            if act:
                act(page)
            looked(page, f"{address}{' after an act' if act else ''} ({username})")
    for address in unseen(page, {stop for stop in addresses if isinstance(stop, str)}):
        page.goto(address)
        looked(page, address)
    return wrong


def unseen(page: Page, seen: set[str]) -> list[str]:
    """Where else the navigation leads: a page that is new there is looked at without being named here."""
    page.goto(PROGRAMME)
    links = page.locator(".sg-top-end > a, #nav a").evaluate_all("(links) => links.map((link) => link.pathname)")
    return sorted(set(links) - seen - {"/"})


def test_no_barrier_on_any_page(visit: Visit, width: int, tmp_path: Path) -> None:
    assert tour(visit, tmp_path, [width], "zh-hans", with_axe=True) == {}


def test_english_fits_on_every_page(visit: Visit, tmp_path: Path) -> None:
    assert tour(visit, tmp_path, [DESK, PHONE], "en", with_axe=False) == {}


@pytest.mark.parametrize(
    "address", [REQUIREMENTS, f"{REQUIREMENTS}REQ-037/edit/", PROGRAMME], ids=["list", "form", "overview"]
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit: Visit, address: str) -> None:
    page = visit("pmo")
    page.goto(f"{address}?size=25" if address == REQUIREMENTS else address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    expected = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")]
             .filter((item) => item.checkVisibility() && item.type !== "hidden" && item.type !== "radio").length"""
    )
    reached: list[dict[str, Any]] = []
    while len(reached) < expected + 20:
        page.keyboard.press("Tab")
        place = page.evaluate(_FOCUS)
        if place["end"] or not place["inside"]:
            break
        reached.append(place)
    assert [place["name"] for place in reached if not place["shown"]] == []
    assert len(reached) >= expected


@pytest.mark.parametrize(
    "address", [PROGRAMME, f"{PROGRAMME}steering/", REQUIREMENTS, f"{REQUIREMENTS}REQ-037/", f"{DOCUMENT}1/"]
)
def test_a_printed_page_leaves_the_navigation_out(visit: Visit, address: str) -> None:
    page = visit("pmo")
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for part in (".sg-top", ".sg-side", ".sg-crumb", ".sg-acts", ".sg-tools"):
        expect(page.locator(part).filter(visible=True)).to_have_count(0)


def test_the_tour_sees_what_is_wrong(visit: Visit) -> None:
    """A page that is broken on purpose is found out."""
    page = visit("pmo", width=PHONE)
    page.goto("/programmes/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><input>')")
    page.evaluate("document.querySelector('h1').textContent = 'x'.repeat(80)")
    page.evaluate("document.querySelector('h1').classList.add('sg-nowrap')")
    wrong = " ".join(look(page, PHONE, "en", with_axe=True))
    for trouble in ("its language is zh-hans", "scrolls sideways", "runs out of its box: H1", "button-name", "label"):
        assert trouble in wrong
