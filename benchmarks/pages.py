"""Pages against the floor: processor time a request, and statements a page. `python -m benchmarks.pages`."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

from benchmarks.phases.making import phases_make, programme_fill, tables_make
from benchmarks.report import note, table, verdict
from benchmarks.serving import ROOT, Answer, Server, Visitor, backends_cpu, cluster, database_create

FLOOR_PASSWORD = "an-honest-password"  # noqa: S105 - guards invented data
CONNECTIONS = 4
#: Records in each kind of the throw-away phases.
PHASE_ROWS = 100
LIST_BAR, OVERVIEW_BAR, GROWTH_BAR = 2.0, 3.0, 1.5


@dataclass
class Page:
    """A page measured: whose it is, how it is asked for, and its figures round by round."""

    title: str
    side: "Side"
    ask: Callable[[Visitor], Answer]
    visitors: list[Visitor]
    requests: int
    status: int = 200
    web: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    bytes: int = 0

    @property
    def totals(self) -> list[float]:
        """Milliseconds a request, server and database together, round by round."""
        return [web + database for web, database in zip(self.web, self.database, strict=True)]

    def round(self) -> None:
        """Ask so many times, and note what each took on average."""
        web, database = self.side.server.cpu(), backends_cpu(self.side.database)
        for number in range(self.requests):
            answer = self.ask(self.visitors[number % len(self.visitors)])
            if answer.status != self.status:
                raise RuntimeError(f"{self.title} answered {answer.status}")
        self.bytes = len(answer.body)
        self.web.append((self.side.server.cpu() - web) / self.requests * 1000)
        self.database.append((backends_cpu(self.side.database) - database) / self.requests * 1000)


@dataclass
class Side:
    """A server and the name of its database."""

    server: Server
    database: str

    def visitors(self, path: str, fields: dict[str, str]) -> list[Visitor]:
        """One person signed in, on several connections."""
        first = Visitor(self.server.port)
        first.sign_in(path, fields)
        return [first, *(first.twin(self.server.port) for _number in range(CONNECTIONS - 1))]


def measure(pages: list[Page], rounds: int) -> None:
    """All pages in turn, round by round, after one round that does not count."""
    for number in range(rounds + 1):
        for page in pages:
            page.round()
            if number == 0:
                page.web.clear()
                page.database.clear()
        note(f"  round {number} of {rounds}")


def ratio(ours: Page, floor: Page) -> tuple[float, str]:
    """Median against median, and the ratios' range over the rounds."""
    each = [mine / theirs for mine, theirs in zip(ours.totals, floor.totals, strict=True)]
    return statistics.median(ours.totals) / statistics.median(floor.totals), f"{min(each):.2f} to {max(each):.2f}"


def statements(path: str, user: Any) -> int:
    """How many statements a page takes once the process is warm."""
    from django.db import connection  # noqa: PLC0415 - after the set-up
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    for _warm in range(2):
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(caught)


def prepare_floor(address: str, issues: int) -> dict[str, str]:
    """The floor's database, filled; returns the environment of its server."""
    environment = {"BENCHMARK_DATABASE": address, "DJANGO_SETTINGS_MODULE": "benchmarks.floor.settings"}
    command = [sys.executable, "-m", "benchmarks.floor.fill", str(issues), FLOOR_PASSWORD]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)
    return environment


def submit(made: Any) -> None:
    """Submit the programme's specification, so that its overview shows a round in signing."""
    from governance_app.documents.services import revision_submit  # noqa: PLC0415 - after the set-up
    from requirements_app.specification.documents import SPECIFICATION  # noqa: PLC0415

    revision_submit(programme=made.programme, kind=SPECIFICATION, actor=made.manager)


def engine(name: str, addresses: tuple[str, str], scratch: Path, options: argparse.Namespace) -> None:
    """Measure one database engine and print its part of the report."""
    from django.core.management import call_command  # noqa: PLC0415 - after the set-up

    from benchmarks import data  # noqa: PLC0415

    note(f"{name}: filling the databases")
    floor_environment = prepare_floor(addresses[0], options.rows)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    tables_make()
    made = {
        scale: data.programme_make(f"p{scale}", scale=scale, requirements=100 * scale, departments=12)
        for scale in (1, 10)
    }
    made[0] = data.programme_make("large", scale=10, requirements=options.rows, departments=12)
    for each in made.values():
        submit(each)
    made[2] = data.programme_make("writing", scale=1, requirements=100, departments=12)
    made[7] = data.programme_make("seven", scale=1, requirements=100, departments=12)
    submit(made[7])
    programme_fill(made[7], PHASE_ROWS)
    data.analyse()
    environment = {name: os.environ[name] for name in ("BENCHMARK_DATABASE", "BENCHMARK_SCRATCH")}
    environment["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    databases = [address.rpartition("/")[2] for address in addresses]
    with ExitStack() as stack:
        floor = Side(stack.enter_context(Server("benchmarks.floor.wsgi:application", floor_environment)), databases[0])
        ours = Side(stack.enter_context(Server("portal.wsgi:application", environment)), databases[1])
        pages = _pages(floor, ours, made, options)
        note(f"{name}: measuring")
        measure(list(pages.values()), options.rounds)
    _report(name, pages, options)
    note(f"{name}: counting statements")
    last = data.programme_make("huge", scale=10, requirements=options.rows * 10, departments=12, history=False)
    note(f"{name}: submitting the largest")
    submit(last)
    data.analyse()
    counts = []
    for each in (made[1], made[0], last):
        slug = each.programme.slug
        counts.append(
            [
                statements(f"/programmes/{slug}/1-requirements/requirements/", each.manager),
                statements(f"/programmes/{slug}/1-requirements/requirements/REQ-007/", each.manager),
                statements(f"/programmes/{slug}/", each.manager),
            ]
        )
    seven = statements("/programmes/seven/", made[7].manager)
    sizes = ["100", f"{options.rows:,}", f"{options.rows * 10:,}"]
    print(
        table(
            ["Statements a page", *(f"{size} requirements" for size in sizes), "bar"],
            [
                [
                    title,
                    *(str(row[position]) for row in counts),
                    verdict(
                        max(row[position] for row in counts) <= 25 and len({row[position] for row in counts}) == 1,
                        "equal, ≤ 25",
                    ),
                ]
                for position, title in enumerate(("list", "detail", "overview"))
            ],
        )
    )
    print(f"Overview with seven phases at work: {seven} statements, {verdict(seven <= 25, '≤ 25')}.\n")


def _pages(floor: Side, ours: Side, made: dict[int, Any], options: argparse.Namespace) -> dict[str, Page]:
    from benchmarks.data import PASSWORD  # noqa: PLC0415 - after the set-up

    floor_people = floor.visitors("/login/", {"username": "floor", "password": FLOOR_PASSWORD})
    people = {
        scale: ours.visitors("/accounts/login/", {"login": each.manager.username, "password": PASSWORD})
        for scale, each in made.items()
    }
    large = f"/programmes/{made[0].programme.slug}/1-requirements/requirements/"
    middle = options.rows // 2
    serial = iter(range(1, 1_000_000))
    tokens: dict[str, str] = {}

    def floor_create(visitor: Visitor) -> Answer:
        fields = {"title": "审批结果同步", "priority": "high", "component": 1, "assignee": 1}
        return _create(visitor, "/issues/new/", {**fields, "code": f"NEW-{next(serial)}"}, tokens)

    def our_create(visitor: Visitor) -> Answer:
        fields = {
            "title": "审批结果同步",
            "kind": "functional",
            "priority": "high",
            "owner_department": "D-001",
            "acceptance": "100 张单据 1 分钟内同步",
            "systems": ["SYS-001", "SYS-002"],
        }
        return _create(
            visitor, f"/programmes/{made[2].programme.slug}/1-requirements/requirements/new/", fields, tokens
        )

    def at(path: str) -> Callable[[Visitor], Answer]:
        return lambda visitor: visitor.get(path)

    many, few = options.requests, max(20, options.requests // 2)
    return {
        "floor list": Page("floor, list", floor, at("/issues/"), floor_people, many),
        "list": Page("list of requirements", ours, at(large), people[0], many),
        "floor detail": Page("floor, detail", floor, at(f"/issues/{middle}/"), floor_people, many),
        "detail": Page("detail of a requirement", ours, at(f"{large}REQ-{middle:03d}/"), people[0], many),
        "floor create": Page("floor, create", floor, floor_create, floor_people, many, status=302),
        "create": Page("create a requirement", ours, our_create, people[2], many, status=302),
        "overview": Page("overview, 100 requirements", ours, at("/programmes/p1/"), people[1], few),
        "overview seven": Page("overview, seven phases at work", ours, at("/programmes/seven/"), people[7], few),
        "overview10": Page("overview, 1,000 requirements", ours, at("/programmes/p10/"), people[10], few),
        "overview large": Page(
            f"overview, {options.rows:,} requirements", ours, at("/programmes/large/"), people[0], few
        ),
    }


def _create(visitor: Visitor, path: str, fields: dict[str, Any], tokens: dict[str, str]) -> Answer:
    # The form is fetched once for its token; what is measured is the sending.
    if path not in tokens:
        page = visitor.get(path)
        tokens[path] = page.hidden("csrfmiddlewaretoken")
        tokens[path + "#cookie"] = visitor.cookies["csrftoken"]
    visitor.cookies["csrftoken"] = tokens[path + "#cookie"]
    return visitor.post(path, {**fields, "csrfmiddlewaretoken": tokens[path]})


def _report(name: str, pages: dict[str, Page], options: argparse.Namespace) -> None:
    pairs = [
        ("list", "floor list", LIST_BAR),
        ("detail", "floor detail", None),
        ("create", "floor create", None),
        ("overview", "floor list", OVERVIEW_BAR),
        ("overview seven", "floor list", OVERVIEW_BAR),
        ("overview10", "floor list", None),
        ("overview large", "floor list", None),
        ("overview10", "overview", GROWTH_BAR),
        ("overview large", "overview10", None),
    ]
    rows = [
        [page.title, f"{statistics.median(page.web):.1f}", f"{statistics.median(page.database):.1f}", f"{page.bytes:,}"]
        for page in pages.values()
    ]
    print(f"### {name}\n")
    print(table(["CPU ms a request, median", "server", "database", "bytes"], rows))
    rows = []
    for ours, against, bar in pairs:
        figure, spread = ratio(pages[ours], pages[against])
        rows.append(
            [
                pages[ours].title,
                pages[against].title,
                f"{figure:.2f}",
                spread,
                verdict(figure <= bar, f"≤ {bar:g}") if bar else "",
            ]
        )
    print(table(["", "against", "ratio of medians", "by round", "bar"], rows))


def main() -> None:
    """Measure on the engines asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], help="one engine alone")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--requests", type=int, default=100, help="requests of a page in one round")
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    if options.engine is None:
        print(
            f"The least a Django application does (`benchmarks/floor/`, {options.rows:,} issues) against our pages: same "
            "server, same engine, both running at once and measured in turn, signed in, full pages. Processor time of the "
            f"server's processes and of PostgreSQL's backends; {options.rounds} rounds of {options.requests} requests. "
            "Six throw-away phases (`benchmarks/phases/`: six kinds of record and ten criteria each) are installed beside "
            "the first.\n",
            flush=True,
        )
        for name in ("sqlite", "postgresql"):
            command = [sys.executable, "-m", "benchmarks.pages", "--engine", name]
            for option in ("rounds", "requests", "rows"):
                command += [f"--{option}", str(getattr(options, option))]
            subprocess.run(command, cwd=ROOT, check=True)
        return
    with tempfile.TemporaryDirectory(prefix="sevengate-bench-") as folder, ExitStack() as stack:
        scratch = Path(folder)
        if options.engine == "sqlite":
            addresses = (str(scratch / "floor.sqlite3"), str(scratch / "ours.sqlite3"))
        else:
            url = stack.enter_context(cluster())
            addresses = (database_create(url, "floor"), database_create(url, "ours"))
        os.environ |= {
            "BENCHMARK_DATABASE": addresses[1],
            "BENCHMARK_SCRATCH": folder,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        }
        phases_make(scratch)
        django.setup()
        engine({"sqlite": "SQLite", "postgresql": "PostgreSQL"}[options.engine], addresses, scratch, options)
        from django.db import connections  # noqa: PLC0415 - after the set-up

        connections.close_all()


if __name__ == "__main__":
    main()
