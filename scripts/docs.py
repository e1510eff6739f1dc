"""Bring the documentation up to the code: `make docs`.

Writes ``docs/permissions.md``, the rights as the code grants them, and ``docs/screenshots/`` from a demonstration started in a
temporary folder, then follows every relative link of the Markdown files.

``--no-pictures``   leaves the screenshots as they are
"""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PICTURES = ROOT / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
START_SECONDS = 60
MOST_BYTES = 4 * 1024 * 1024
COLOURS = 256
DEMO_PASSWORD = "sevengate-demo"  # noqa: S105 - that of the demonstration, shown on its sign-in page

#: Width and height of the windows the pages are shown in; a page that is read to its end is shown to its end.
WINDOWS = {1440: 900, 360: 780}
WHOLE = frozenset({("overview", 1440), ("sign", 1440), ("record", 1440)})
PROGRAMME = "/programmes/hc-2026-01"
#: Name, account (nobody for the sign-in page), address, and what must be on the page.
SHOTS = (
    ("login", "", "/accounts/login/", "form[data-sg-login]"),
    ("overview", "pmo", f"{PROGRAMME}/", "#changes"),
    ("steering", "chair", f"{PROGRAMME}/steering/", "article"),
    ("list", "pmo", f"{PROGRAMME}/1-requirements/requirements/", "table.sg-table"),
    ("record", "pmo", f"{PROGRAMME}/1-requirements/requirements/REQ-001/", ".sg-trace"),
    ("board", "pmo", f"{PROGRAMME}/1-requirements/board/", ".sg-bars"),
    ("interview", "pmo", f"{PROGRAMME}/1-requirements/interviews/INTV-008/", ".sg-trace"),
    ("coverage", "pmo", f"{PROGRAMME}/1-requirements/interviews/coverage/", "table.sg-rows"),
    ("interaction-map", "pmo", f"{PROGRAMME}/1-requirements/interactions/map/", ".sg-picture svg"),
    ("sign", "head.sal", f"{PROGRAMME}/documents/requirements-specification/1/sign/", "#password"),
)
PAPER = f"{PROGRAMME}/documents/requirements-specification/1/pdf/"

#: The embedded installation with everything it keeps below one folder, and jobs done at once.
SETTINGS = """
from pathlib import Path

from portal.settings.embedded import *
from portal.settings.embedded import STORAGES

_KEPT = Path({folder!r})
FILES_DIR = _KEPT / "files"
KEYS_DIR = _KEPT / "keys"
STATIC_ROOT = _KEPT / "static"
STORAGES = {{**STORAGES, "default": {{**STORAGES["default"], "OPTIONS": {{"location": FILES_DIR}}}}}}
CACHES = {{"default": {{"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}}
CELERY_TASK_ALWAYS_EAGER = True
"""


def main(arguments: list[str]) -> int:
    """All parts; returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="sevengate-docs-") as folder:
        environment = surroundings(Path(folder))
        page = manage(environment, "permission_matrix", "--language", "zh-hans")
        (ROOT / "docs" / "permissions.md").write_text(page, encoding="utf-8")
        if "--no-pictures" not in arguments:
            with server(environment) as address:
                take_pictures(address, Path(folder))
            report_sizes()
    broken = list(broken_links())
    print("\n".join(broken) or "all links lead somewhere")
    return 1 if broken else 0


# A demonstration of its own


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of the demonstration's processes."""
    (folder / "docs_settings.py").write_text(SETTINGS.format(folder=str(folder)), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in {"BROKER_URL", "SITE_URL"}}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]),
        "DJANGO_SETTINGS_MODULE": "docs_settings",
        "SECRET_KEY": "only-for-pictures",
        "SQLITE_PATH": str(folder / "db.sqlite3"),
        "DEMO_MODE": "1",
    }


def manage(environment: dict[str, str], *arguments: str) -> str:
    """What a management command prints. Raises when it fails."""
    command = [BIN / "python", ROOT / "manage.py", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def server(environment: dict[str, str]) -> Iterator[str]:
    """The demonstration, served on a free port of this machine; gives its address."""
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
    manage(environment, "demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += [
        "--workers",
        "1",
        "--blocking-threads",
        "1",
        "--no-ws",
        "--log-level",
        "warning",
        "portal.wsgi:application",
    ]
    # A session of its own, so that the web server's worker ends with it.
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/health/ready/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the address answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - always http on loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit("docs: the demonstration did not start")


# Pictures


def take_pictures(address: str, folder: Path) -> None:
    """Every page of ``SHOTS`` in every width, and the cover of the specification."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for width, height in WINDOWS.items():
            for name, account, path, needed in SHOTS:
                with visitor(browser, address, account, width, height) as page:
                    page.goto(address + path)
                    page.wait_for_selector(needed, state="visible")
                    # Parts of the overview come by requests of their own.
                    page.wait_for_selector(".sg-lazy", state="detached")
                    keep(page.screenshot(full_page=(name, width) in WHOLE), PICTURES / f"{name}-{width}.png")
        with visitor(browser, address, "pmo", 1440, 900) as page:
            paper = page.request.get(address + PAPER)
            (folder / "paper.pdf").write_bytes(paper.body())
        browser.close()
    for width in WINDOWS:
        cover = folder / f"cover-{width}"
        scale = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
        command = ["pdftoppm", "-png", "-singlefile", "-f", "1", *scale, str(folder / "paper.pdf"), str(cover)]
        subprocess.run(command, check=True)
        keep(cover.with_suffix(".png").read_bytes(), PICTURES / f"pdf-cover-{width}.png")


@contextmanager
def visitor(browser: Browser, address: str, account: str, width: int, height: int) -> Iterator[Page]:
    """A page of a browser in Chinese, signed in where an account is named."""
    viewport: Any = {"width": width, "height": height}
    context = browser.new_context(viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    if account:
        page.goto(f"{address}/accounts/login/")
        page.fill("#id_login", account)
        page.fill("#id_password", DEMO_PASSWORD)
        page.click("form[data-sg-login] button[type=submit]")
        page.wait_for_selector(".sg-top-user")
    yield page
    context.close()


def keep(data: bytes, target: Path) -> None:
    """Write a picture with as many colours as it needs to look the same."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def report_sizes() -> None:
    """Print what the pictures take; ends the run when they take too much."""
    total = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    print(f"{len(list(PICTURES.glob('*.png')))} pictures, {total // 1024} KB")
    if total > MOST_BYTES:
        sys.exit(f"docs: the pictures take more than {MOST_BYTES // 1024} KB")


# Links


def broken_links() -> Iterator[str]:
    """The relative links of all Markdown files that lead to no file or heading, one line each."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)\s]+)\)", without_code(page)):
            path, _hash, heading = unquote(target).partition("#")
            if re.match(r"[a-z]+:", path):
                continue
            found = (page.parent / path).resolve() if path else page
            if not found.exists():
                yield f"{page.relative_to(ROOT)}: {target} leads to no file"
            elif heading and found.suffix == ".md" and heading not in headings(found):
                yield f"{page.relative_to(ROOT)}: {target} leads to no heading"


def without_code(page: Path) -> str:
    """A page's text without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def headings(page: Path) -> set[str]:
    """The headings of a page, as links name them."""
    titles = re.findall(r"^#+ +(.+)$", without_code(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
