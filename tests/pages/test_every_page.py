"""Every page of the demonstration, as its readers: few queries, whole markup, one language at a time."""

import gettext
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance_app.phases import Phase
from governance_app.programmes.demo import Stage
from governance_app.programmes.demo_people import GROUP_SLUG, LOGISTICS_SLUG
from governance_app.programmes.models import WorkItem
from governance_app.records.registry import record_kinds
from requirements_app.specification.documents import SPECIFICATION
from tests.architecture.addresses import Address, addresses
from tests.pages.conftest import OpenAs
from tests.pages.reading import body, texts

pytestmark = pytest.mark.django_db

MOST_QUERIES = 25
#: Addresses that give no page to read: acts, files, fragments and what needs something uploaded first.
NO_PAGE = re.compile(
    r"-(bulk|columns|export|import-template|import-preview|import-progress|import-faults|import-apply|bpmn-export|bpmn-preview)$"
    r"|^documents:(pdf|json|progress|render|withdraw)$|^proof:revision$|^inbox:mentionable$"
)
PAGES = [
    address
    for address in addresses()
    if address.name and not address.is_api and not NO_PAGE.search(address.name) and "content_hash" not in address.parts
]
#: Parts an address may have that every programme of the demonstration can fill.
PARTS = {"slug", "segment", "number", "code", "move"}
INSIDE = [address for address in PAGES if "slug" in address.parts and set(address.parts) <= PARTS]
ACROSS = [reverse("inbox:work"), reverse("inbox:search") + "?q=订单", reverse("overview:programmes")]
ACROSS += [reverse("account_change_password"), reverse("steering:all"), reverse("overview:new")]
ACROSS += [reverse("mfa_index"), reverse("account_reauthenticate")]

#: The product's name, and the names of the languages on the button that changes them.
SPOKEN_ALIKE = {"Sevengate", "七关", "中文", "English"}


@cache
def first_code(of: str, slug: str) -> str:
    """The code of the first record of a kind that the demonstration tells of, or one that is not there."""
    kind = record_kinds[of]
    codes = kind.model._default_manager.filter(programme__slug=slug).order_by("code").values_list("code", flat=True)
    return codes.first() or f"{kind.prefix}-001"


def url_of(address: Address, slug: str = GROUP_SLUG) -> str:
    page = address.name.rpartition(":")[2]
    kind = next((kind for kind in record_kinds if page.startswith(f"{kind.slug}-")), None)
    code = first_code(kind.slug, slug) if kind else SPECIFICATION.code
    return address.url(
        {"slug": slug, "segment": Phase.REQUIREMENTS.segment, "number": 1, "code": code, "move": "agree"}
    )


@dataclass(frozen=True)
class Opened:
    """A page as it was answered."""

    url: str
    content: bytes
    headers: Any
    queries: int


_WALKED: dict[tuple[str, str], list[Opened]] = {}


def opened(demo: Stage, open_as: OpenAs, who: str, language: str = "") -> list[Opened]:
    """Every page that opens for a reader: walked once, then kept for all tests that look at these pages."""
    if (who, language) not in _WALKED:
        client = open_as(demo.users[who])
        if language:
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        pages = []
        for url in [*(url_of(address) for address in INSIDE), *ACROSS]:
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(url)
            assert answer.status_code in {200, 302, 404, 405}, f"{url}: {answer.status_code}"
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                pages.append(Opened(url, answer.content, answer.headers, len(queries)))
        _WALKED[who, language] = pages
    return _WALKED[who, language]


@pytest.mark.parametrize("who", ["pmo", "head.sal", "auditor", "chair", "trainee"])
def test_no_page_takes_more_than_twenty_five_queries(demo: Stage, open_as: OpenAs, who: str):
    """Zeal watches every view meanwhile: a query a row raises."""
    counts = {page.url: page.queries for page in opened(demo, open_as, who)}
    assert {url: queries for url, queries in counts.items() if queries > MOST_QUERIES} == {}
    assert len(counts) >= {"pmo": 45, "auditor": 20, "chair": 20, "head.sal": 25, "trainee": 4}[who], counts


@pytest.mark.parametrize("who", ["hl.pmo", "hl.chair"])
def test_change_requests_take_no_more(demo: Stage, open_as: OpenAs, who: str):
    """Only the second programme of the demonstration has a baseline, and with it change requests."""
    client, base = open_as(demo.users[who]), f"/programmes/{LOGISTICS_SLUG}/1-requirements/"
    for tail in ("", "CR-001/", "CR-002/", "CR-001/history/", "new/", "CR-002/move/accept/"):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"{base}change-requests/{tail}")
        assert page.status_code in {200, 404}, tail
        assert len(queries) <= MOST_QUERIES, tail
    for tail in ("REQ-001/", "REQ-001/edit/", "REQ-002/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{base}requirements/{tail}")
        assert len(queries) <= MOST_QUERIES, tail


def test_a_stranger_sees_nothing_of_it(demo: Stage, open_as: OpenAs):
    client = open_as(demo.users["hl.chair"])
    for address in INSIDE:
        assert client.get(url_of(address)).status_code in {404, 405}, address.name
    assert client.get(reverse("overview:programme", args=[LOGISTICS_SLUG])).status_code == 200
    for url in ACROSS:
        page = body(client.get(url))
        assert GROUP_SLUG not in page
        assert demo.programmes[GROUP_SLUG].name not in page


def test_pages_are_whole(demo: Stage, open_as: OpenAs):
    """One heading of the first rank, one main part, labels on controls, no scripts or styles in the text."""
    for response in opened(demo, open_as, "pmo"):
        url = response.url
        page = body(response)
        assert page.count("<h1") == 1, url
        assert page.count("<main") == 1, url
        assert "</html>" in page, url
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", page), url
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), url
        assert not re.search(r">\s*None\s*<|\bNone\b</|datetime\.|&lt;[A-Z]\w+ object", page), url
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), f"{url}: {sorted({one for one in ids if ids.count(one) > 1})}"
        for name in re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]+)"', page):
            assert set(name.split()) <= set(ids), f"{url}: {name}"
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"


@cache
def catalogue(language: str) -> dict[str, str]:
    """English texts with their translation, where the two differ and neither holds anything to fill in."""
    known: dict[str, str] = {}
    for folder in settings.LOCALE_PATHS:
        with (folder / language / "LC_MESSAGES" / "django.mo").open("rb") as stream:
            known |= gettext.GNUTranslations(stream)._catalog
    return {
        source: target
        for source, target in known.items()
        if isinstance(source, str) and len(source) > 3 and source != target and not re.search(r"[%{<]", source)
    }


def test_chinese_pages_speak_chinese(demo: Stage, open_as: OpenAs):
    """No text of the catalogue stands on a page in its English form."""
    english = catalogue("zh_Hans").keys() - SPOKEN_ALIKE
    assert len(english) > 300
    for response in opened(demo, open_as, "pmo"):
        url = response.url
        assert '<html lang="zh-hans"' in body(response), url
        left = [found for found in texts(response) if found in english]
        assert not left, f"{url}: {left}"


def test_english_pages_speak_english(demo: Stage, open_as: OpenAs):
    """Only what people wrote is Chinese: no text of the catalogue stands on a page in its Chinese form."""
    chinese = set(catalogue("zh_Hans").values()) - SPOKEN_ALIKE
    people = {str(user) for user in demo.users.values()}
    people |= set(WorkItem.objects.values_list("title", flat=True))
    people |= {user.department.name for user in demo.users.values() if user.department}
    for response in opened(demo, open_as, "pmo", "en"):
        url = response.url
        assert '<html lang="en"' in body(response), url
        left = [found for found in texts(response) if found in chinese and found not in people and len(found) > 1]
        assert not left, f"{url}: {left}"


def test_the_language_is_changed_by_a_button_and_kept(demo: Stage, open_as: OpenAs):
    client = open_as(demo.users["pmo"])
    here = reverse("inbox:work")
    answer = client.post(reverse("set_language"), {"language": "en", "next": here})
    assert answer.headers["Location"] == here
    assert '<html lang="en"' in body(client.get(here))
    elsewhere = client.post(reverse("set_language"), {"language": "en", "next": "https://example.com/"})
    assert "example.com" not in elsewhere.headers["Location"]


def test_links_of_the_main_pages_lead_somewhere(demo: Stage, open_as: OpenAs):
    """Every link of overview, phase, lists, one record and the document opens."""
    client, seen = open_as(demo.users["pmo"]), set()
    starts = ["overview:programme", "overview:phase", "requirements:requirements-list", "documents:document"]
    starts += ["requirements:requirements-detail", "documents:revision", "overview:ledger", "overview:members"]
    by_name = {address.name: address for address in INSIDE}
    for name in starts:
        page = body(client.get(url_of(by_name[name])))
        seen |= set(re.findall(r'<a\b[^>]*\shref="([^"#]+)"', page))
    for url in sorted(seen):
        clean = url.replace("&amp;", "&")
        assert clean.startswith(("/", "?")), clean
        if "/pdf/" in clean or "/export/" in clean or clean.startswith("?"):
            continue
        assert client.get(clean).status_code in {200, 302}, clean
