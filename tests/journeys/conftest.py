"""A browser, the demonstration's story in the database, and people who visit the portal.

Every visit is watched: an error in the console, a refusal by the content security policy or a request that failed ends
the journey, whatever else it found.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect
from pytest_django.live_server_helper import LiveServer
from zeal import zeal_ignore

from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes.demo import story_load
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import seeds_matched
from governance_app.programmes.selectors import access_for
from governance_app.programmes.services.people import member_add
from governance_app.programmes.services.templates import programme_from_template
from governance_app.programmes.states import Role
from governance_app.records.services import record_revise
from requirements_app.models import Goal
from requirements_app.needs.kinds.goals import GOALS
from tests.conftest import STUB_PDF

# The browser's own loop runs in the thread of the tests; without this Django would refuse them the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DESK, PHONE = 1440, 360
HEIGHTS = {DESK: 900, PHONE: 780}
#: How long a page may take on a busy machine before it counts as missing, in milliseconds.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)

#: The first of these that is installed: without a window's machinery a page takes half the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's browser, without anything that calls home."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("no Chromium found; `make setup-test` installs it")
    return {"executable_path": path, "args": list(_QUIET)}


class Snapshot:
    """A database kept aside, to be put back within milliseconds."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        connection.ensure_connection()
        connection.connection.backup(self._kept)

    def restore(self) -> None:
        """Make the test database what it was."""
        connection.ensure_connection()
        self._kept.backup(connection.connection)


def _tell() -> None:
    # The papers of the story's past are not what is looked at; rendering them would take longer than the rest of it.
    with pytest.MonkeyPatch.context() as patch, translation.override("zh-hans"):
        patch.setattr("governance_app.documents.rendering.revision_pdf", lambda *args: STUB_PDF)
        story_load(stage_phase=len(Phase))


@pytest.fixture(scope="session")
def told(django_db_setup: None, django_db_blocker: Any) -> Callable[[], None]:
    """What puts the demonstration into an empty database: told once, on SQLite put back from memory afterwards."""
    if connection.vendor != "sqlite":
        return _tell
    with django_db_blocker.unblock():
        empty = Snapshot()
        _tell()
        story = Snapshot()
        empty.restore()
    return story.restore


@pytest.fixture
def story(live_server: LiveServer, told: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration, as far as it has been told: nine heads asked to sign, two of them still missing."""
    # An act on many is done to each by the service that does it to one; the pages' own tests watch the queries.
    monkeypatch.setattr(settings, "ZEAL_ALLOWLIST", [{"model": "*", "field": "get()"}], raising=False)
    told()


@pytest.fixture
def fresh(story: None) -> Programme:
    """A programme set up from a template a moment ago: its heads are named, its goals measured, its four requirements drafts."""
    manager = User.objects.get(username="pmo")
    with zeal_ignore(), translation.override("zh-hans"):
        programme = programme_from_template(
            values={
                "code": "XC-2026-01",
                "slug": "xc-2026-01",
                "name": "新程办公集成项目",
                "organisation": "新程实业",
                "start_date": timezone.localdate(),
            },
            firm="growing",
            packs=["expenses"],
            departments=seeds_matched(Department.objects.all()),
            actor=manager,
        )
        for code in ("ADM", "FIN", "IT"):
            head = User.objects.get(username=f"head.{code.lower()}")
            department = Department.objects.get(code=code)
            member_add(programme=programme, user=head, role=Role.DEPT_HEAD, department=department, actor=manager)
        access = access_for(manager, programme.slug)
        assert access is not None
        measured = {"baseline_value": Decimal(50), "baseline_date": timezone.localdate()}
        for code in Goal.objects.filter(programme=programme).values_list("code", flat=True):
            record_revise(kind=GOALS, access=access, code=code, values=measured, version=None)
    return programme


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    """The width of the window."""
    return int(request.param)


class Watch:
    """What went wrong behind the pages of one visit."""

    def __init__(self, page: Page) -> None:
        self._said: list[tuple[str, str]] = []
        self._documents: set[str] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._said.append((str(error), "")))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._said.append((message.text, message.location.get("url", "")))

    def _failed(self, request: Request) -> None:
        # A page left while it still loads, and a download, end their request early.
        if "ERR_ABORTED" not in (request.failure or ""):
            self._said.append((f"{request.failure}: {request.url}", ""))

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._documents.add(response.url)

    @property
    def problems(self) -> list[str]:
        """All of it, but for pages that are meant to answer with a refusal: the browser notes their status."""
        return [
            f"{text} {url}".strip()
            for text, url in self._said
            if not (text.startswith("Failed to load resource") and url in self._documents and "status of 4" in text)
        ]


#: Opens a window: ``visit(username, width=…, language=…, scripts=…)``; nobody is signed in without a username.
Visit = Callable[..., Page]


def signed_in(username: str) -> str:
    """The key of a session of this person, as the sign-in page would have given it."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Windows onto the portal, watched until the end of the journey."""
    opened: list[tuple[Any, Watch]] = []

    def window(username: str = "", *, width: int = DESK, language: str = "zh-CN", scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            locale=language,
            timezone_id=settings.TIME_ZONE,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE)
        if username:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": signed_in(username), "url": live_server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        opened.append((context, Watch(page)))
        return page

    yield window
    problems = [problem for context, watch in opened for problem in watch.problems]
    for context, _watch in opened:
        context.close()
    assert not problems, "\n".join(problems)
