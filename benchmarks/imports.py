"""Importing a file of requirements against a bare ``bulk_create`` of the same rows. `python -m benchmarks.imports`."""

import argparse
import csv
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django

from benchmarks.report import note, table, verdict
from benchmarks.serving import ROOT, backends_cpu, cluster, database_create

BAR = 3.0
WAYS = ("bare", "written", "import")
_HEADERS = (
    "title",
    "kind",
    "owner_department",
    "priority",
    "description",
    "acceptance",
    "systems",
    "pain_points",
    "goals",
)


def rows_of(count: int) -> list[dict[str, str]]:
    """The rows of the file, as text; they point at the records of a programme of scale 1."""
    kinds, levels = ("functional", "performance", "security", "data"), ("high", "medium", "low")
    return [
        {
            "title": f"审批结果在 {number % 9 + 1} 分钟内同步至下游系统 {number}",
            "kind": kinds[number % 4],
            "owner_department": f"D-{number % 12 + 1:03d}",
            "priority": levels[number % 3],
            "description": "网络中断恢复后须补传，不得重复。每次同步写入日志，失败三次后告警。",
            "acceptance": "100 张单据 1 分钟内同步，断网 10 分钟后恢复，无遗漏。",
            "systems": f"SYS-{number % 12 + 1:03d}, SYS-{(number + 1) % 12 + 1:03d}",
            "pain_points": f"PP-{number % 40 + 1:03d}" if number % 4 else "",
            "goals": f"GOAL-{number % 6 + 1:03d}" if number % 3 == 0 else "",
        }
        for number in range(1, count + 1)
    ]


def bare(made: Any, rows: list[dict[str, str]]) -> None:
    """Only the rows themselves: no check, no links, no history."""
    from django.db import transaction  # noqa: PLC0415 - after the set-up

    from requirements_app.models import Requirement  # noqa: PLC0415

    with transaction.atomic():
        Requirement.objects.bulk_create(_records(made, rows), batch_size=500)


def written(made: Any, rows: list[dict[str, str]]) -> None:
    """All that an import writes, its links and its history, and no check."""
    from django.db import transaction  # noqa: PLC0415 - after the set-up
    from simple_history.utils import bulk_create_with_history  # noqa: PLC0415

    from requirements_app.models import Goal, PainPoint, Requirement, System  # noqa: PLC0415

    records = _records(made, rows)
    with transaction.atomic():
        bulk_create_with_history(records, Requirement, batch_size=500, default_user=made.manager)
        if records[0].pk is None:
            raise RuntimeError("the database does not give back the keys")
        for name, model in (("systems", System), ("pain_points", PainPoint), ("goals", Goal)):
            known = dict(model.objects.filter(programme=made.programme).values_list("code", "pk"))
            through = getattr(Requirement, name).through
            target = f"{model._meta.model_name}_id"
            through.objects.bulk_create(
                (
                    through(requirement_id=record.pk, **{target: known[code]})
                    for record in records
                    for code in record.links[name]
                ),
                batch_size=500,
            )


def _records(made: Any, rows: list[dict[str, str]]) -> list[Any]:
    from governance_app.people.models import Department  # noqa: PLC0415 - after the set-up
    from requirements_app.models import Requirement  # noqa: PLC0415

    places = {row.code: row for row in Department.objects.all()}
    many = ("systems", "pain_points", "goals")
    return [
        Requirement(
            code=f"REQ-{number + 1000:03d}",
            programme=made.programme,
            created_by=made.manager,
            updated_by=made.manager,
            owner_department=places[row["owner_department"]],
            links={name: row[name].split(", ") if row[name] else [] for name in many},
            **{name: row[name] for name in ("title", "kind", "priority", "description", "acceptance")},
        )
        for number, row in enumerate(rows)
    ]


def imported(made: Any, rows: list[dict[str, str]]) -> None:
    """The product's way: upload, check in the background, apply in the background."""
    from governance_app.exchange.states import BatchState  # noqa: PLC0415 - after the set-up
    from governance_app.programmes.selectors import access_for  # noqa: PLC0415
    from governance_app.records.imports import apply_job, batch_apply, batch_upload, check_job  # noqa: PLC0415
    from requirements_app.needs.kinds.requirements import REQUIREMENTS  # noqa: PLC0415

    text = io.StringIO()
    writer = csv.DictWriter(text, _HEADERS)
    writer.writeheader()
    writer.writerows(rows)
    access = access_for(made.manager, made.programme.slug)
    if access is None:
        raise RuntimeError("the importer has no role")
    batch = batch_upload(kind=REQUIREMENTS, access=access, name="requirements.csv", data=text.getvalue().encode())
    check_job({"batch": str(batch.pk)}, lambda done, total: None)
    batch.refresh_from_db()
    batch_apply(batch=batch, access=access)
    apply_job({"batch": str(batch.pk)}, lambda done, total: None)
    batch.refresh_from_db()
    if batch.state != BatchState.APPLIED or batch.created != len(rows):
        raise RuntimeError(f"not imported: {batch.state}, {batch.message}")


def one(way: str, number: int, count: int) -> dict[str, float]:
    """Do it once in this process; what it took."""
    from benchmarks import data  # noqa: PLC0415 - after the set-up

    doing: dict[str, Callable[[Any, list[dict[str, str]]], None]] = {
        "bare": bare,
        "written": written,
        "import": imported,
    }
    made = data.programme_make(f"{way}{number}", scale=1, requirements=20, departments=12)
    rows = rows_of(count)
    database = os.environ["BENCHMARK_DATABASE"].rpartition("/")[2]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    backends, cpu, start = backends_cpu(database), time.process_time(), time.monotonic()
    doing[way](made, rows)
    return {
        "seconds": time.monotonic() - start,
        "cpu": time.process_time() - cpu + backends_cpu(database) - backends,
        "memory": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def engine(name: str, count: int, rounds: int) -> None:
    """Each way in a process of its own, in turn, and the report on it."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for number in range(rounds):
        for way in WAYS:
            command = [sys.executable, "-m", "benchmarks.imports", "--way", way, "--number", str(number)]
            done = subprocess.run(
                [*command, "--rows", str(count)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
            )
            found[way].append(json.loads(done.stdout))
            note(f"  {name}, {way}: {found[way][-1]['cpu']:.1f} s of processor time")

    def middle(way: str, what: str) -> float:
        return statistics.median(run[what] for run in found[way])

    titles = {
        "bare": "bare `bulk_create`",
        "written": "`bulk_create` with links and history",
        "import": "import: read, check, check again and write, links, history",
    }
    rows = []
    for way in WAYS:
        ratio = middle(way, "cpu") / middle("bare", "cpu")
        rows.append(
            [
                f"{name}, {titles[way]}",
                f"{middle(way, 'cpu'):.2f}",
                f"{middle(way, 'seconds'):.2f}",
                f"{count / middle(way, 'cpu'):,.0f}",
                f"{middle(way, 'memory'):.0f}",
                f"{middle(way, 'peak'):.0f}",
                f"{ratio:.2f}",
                verdict(ratio <= BAR, f"≤ {BAR:g}") if way == "import" else "",
            ]
        )
    heads = ["", "CPU s", "elapsed s", "rows a CPU second", "memory added, MiB", "peak, MiB", "ratio", "bar"]
    print(table(heads, rows), flush=True)


def main() -> None:
    """Measure on both engines, or do it once one way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], help="one engine alone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--way", choices=WAYS, help="do it once in this process")
    parser.add_argument("--number", type=int, default=0)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    if options.way:
        django.setup()
        print(json.dumps(one(options.way, options.number, options.rows)))
        return
    print(
        f"{options.rows:,} requirements from a CSV file, with links to systems, pain points and goals: validated row by row, "
        "written in one transaction with history. Processor time of the process and of PostgreSQL's backends, each way "
        f"in a process of its own, {options.rounds} rounds in turn, medians.\n",
        flush=True,
    )
    for name in ("sqlite", "postgresql"):
        if options.engine in {None, name}:
            with tempfile.TemporaryDirectory(prefix="sevengate-bench-") as folder, ExitStack() as stack:
                if name == "sqlite":
                    address = str(Path(folder) / "ours.sqlite3")
                else:
                    address = database_create(stack.enter_context(cluster()), "ours")
                os.environ |= {"BENCHMARK_DATABASE": address, "BENCHMARK_SCRATCH": folder}
                migrate = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
                subprocess.run(migrate, cwd=ROOT, check=True)
                engine({"sqlite": "SQLite", "postgresql": "PostgreSQL"}[name], options.rows, options.rounds)


if __name__ == "__main__":
    main()
