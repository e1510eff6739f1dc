"""Servers as the Procfile starts them, visitors of them, and the processor time they take."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from scripts.postgres import Cluster, free_port

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
START_SECONDS = 60
# The server gives up connections that say nothing for long.
IDLE_SECONDS = 5
TICKS = os.sysconf("SC_CLK_TCK")
# The cluster of the tests trades durability for speed; what is measured here keeps its word.
DURABLE = "-c fsync=on -c full_page_writes=on -c synchronous_commit=on"


class Server:
    """An application served by the web line of the Procfile on a free port, as long as the block lasts."""

    def __init__(self, application: str, environment: Mapping[str, str]) -> None:
        lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
        web = next(line.removeprefix("web: ") for line in lines if line.startswith("web: "))
        self.command = web.replace("portal.wsgi:application", application)
        self.port = free_port()
        self.environment = {**os.environ, **environment, "WEB_PORT": str(self.port)}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(["sh", "-c", self.command], cwd=ROOT, env=self.environment)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"not served: {self.command}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            for pid in self.processes():
                os.kill(pid, signal.SIGKILL)
            self._process.wait()

    def _answers(self) -> bool:
        try:
            return Visitor(self.port).get("/").status < 500
        except OSError:
            return False

    def processes(self) -> list[int]:
        """The server's process and all below it."""
        assert self._process is not None  # noqa: S101 - only asked while it runs
        parents = {pid: int(fields[1]) for pid, fields in _processes()}
        found = [self._process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def cpu(self) -> float:
        """Processor seconds its processes have taken so far."""
        wanted = set(self.processes())
        return sum(_seconds(fields) for pid, fields in _processes() if pid in wanted)


def machine_cpu() -> float:
    """Processor seconds all cores have worked so far, for whomever."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def backends_cpu(database: str) -> float:
    """Processor seconds PostgreSQL's processes for one database have taken so far; 0 where there are none."""
    total = 0.0
    for pid, fields in _processes():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").split()
        except OSError:
            continue
        if words[:1] == ["postgres:"] and words[2:3] == [database]:
            total += _seconds(fields)
    return total


def _processes() -> Iterator[tuple[int, list[str]]]:
    """Every process with the fields of its ``stat`` from the third on."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                text = (folder / "stat").read_text()
            except OSError:
                continue
            yield int(folder.name), text.rpartition(")")[2].split()


def _seconds(fields: list[str]) -> float:
    return (int(fields[11]) + int(fields[12])) / TICKS


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return next((value for name, value in self.headers if name.lower() == "location"), "")

    def hidden(self, name: str) -> str:
        """A hidden field's value, or nothing."""
        found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', self.body.decode())
        return found[1] if found else ""


class Visitor:
    """Someone with one kept connection and cookies."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.connection = HTTPConnection(HOST, port, timeout=120)
        self.cookies = dict(cookies or {})
        self._last = time.monotonic()

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        if time.monotonic() - self._last > IDLE_SECONDS:
            self.connection.close()
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        self._last = time.monotonic()
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                cookie, _equals, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        return answer

    def sign_in(self, path: str, fields: Mapping[str, str]) -> None:
        """Fill in a sign-in page. Raises ``RuntimeError`` when it does not let in."""
        token = self.get(path).hidden("csrfmiddlewaretoken")
        answer = self.post(path, {**fields, "csrfmiddlewaretoken": token})
        if answer.status != 302:
            raise RuntimeError(f"{path} answered {answer.status}")

    def twin(self, port: int) -> "Visitor":
        """The same person on another connection."""
        return Visitor(port, self.cookies)


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a durable PostgreSQL cluster of our own, as long as the block lasts."""
    os.environ["POSTGRES_OPTIONS"] = DURABLE
    with Cluster() as made:
        yield made.url


def database_create(url: str, name: str) -> str:
    """A new database beside the one at ``url``; returns its address."""
    import psycopg  # noqa: PLC0415 - needed with PostgreSQL alone

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return url.rpartition("/")[0] + f"/{name}"
