"""A baseline of 2,000 requirements: list, record with its trace, change request, edit, paper. `python -m benchmarks.changes`.

In one process, on SQLite: processor milliseconds of each, statements, and for the paper its size and the memory it
takes. The list is judged against itself with 100 requirements; the bars are those of the quality promises.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from benchmarks.report import table
from benchmarks.serving import ROOT

SMALL = 100


def _cpu(act: Callable[[], Any], rounds: int) -> tuple[float, int]:
    """Median processor milliseconds, and the statements of the last round."""
    from django.db import connection  # noqa: PLC0415 - after the set-up
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    act()
    times = []
    for _round in range(rounds):
        begun = time.process_time()
        act()
        times.append((time.process_time() - begun) * 1000)
    with CaptureQueriesContext(connection) as asked:
        act()
    return statistics.median(times), len(asked)


def _baseline(made: Any) -> Any:
    """The specification submitted and signed by every head."""
    from governance_app.documents.services import revision_sign, revision_submit  # noqa: PLC0415 - after the set-up
    from governance_app.signoff.services.rounds import challenge_issue  # noqa: PLC0415
    from requirements_app.specification.documents import SPECIFICATION  # noqa: PLC0415

    revision = revision_submit(programme=made.programme, kind=SPECIFICATION, actor=made.manager)
    for head in made.heads:
        token = challenge_issue(round_=revision.round, user=head)["approval"]
        revision_sign(
            revision=revision,
            user=head,
            token=token,
            content_hash=revision.content_hash,
            reason="",
            method="password",
        )
    revision.refresh_from_db()
    return revision


def _change(made: Any) -> str:
    """A change request that lists fifty requirements and a system, accepted; gives its code."""
    from governance_app.programmes.selectors import access_for  # noqa: PLC0415 - after the set-up
    from governance_app.records.services import record_create, record_move  # noqa: PLC0415
    from requirements_app.changes.kinds import CHANGES  # noqa: PLC0415
    from requirements_app.changes.services import change_decide  # noqa: PLC0415
    from requirements_app.models import Requirement, System  # noqa: PLC0415

    slug = made.programme.slug
    access = access_for(made.manager, slug)
    rows = Requirement.objects.filter(programme=made.programme).exclude(state="withdrawn").order_by("code")[:50]
    values = {
        "title": "时限统一改为 30 秒",
        "description": "验收时限",
        "rationale": "监管口径",
        "department": rows[0].owner_department,
        "requested_by": "财务部",
        "requirements": list(rows),
        "systems": list(System.objects.filter(programme=made.programme).order_by("code")[:1]),
    }
    change = record_create(kind=CHANGES, access=access, values=values)  # type: ignore[arg-type]
    record_move(kind=CHANGES, access=access, code=change.code, move="submit", version=None)  # type: ignore[arg-type]
    chair = access_for(type(made.manager).objects.get(username=f"{slug}-chair"), slug)
    change_decide(access=chair, code=change.code, accept=True, version=None, reason="同意", method="password")  # type: ignore[arg-type]
    return str(change.code)


def measure(count: int, rounds: int) -> None:
    """Make both programmes, measure, print."""
    from django.test import Client  # noqa: PLC0415 - after the set-up

    from benchmarks import data  # noqa: PLC0415
    from governance_app.documents.rendering import revision_pdf  # noqa: PLC0415
    from governance_app.programmes.selectors import access_for  # noqa: PLC0415
    from governance_app.records.services import record_revise  # noqa: PLC0415
    from requirements_app.changes.impact import impact_of  # noqa: PLC0415
    from requirements_app.models import ChangeRequest  # noqa: PLC0415
    from requirements_app.needs.kinds.requirements import REQUIREMENTS  # noqa: PLC0415
    from requirements_app.specification.documents import SPECIFICATION  # noqa: PLC0415
    from requirements_app.specification.signers import policy  # noqa: PLC0415

    small = data.programme_make("small", scale=1, requirements=SMALL, departments=12)
    made = data.programme_make("large", scale=1, requirements=count, departments=12)
    revision = _baseline(made)
    code = _change(made)
    client = Client()
    client.force_login(made.manager)
    other = Client()
    other.force_login(small.manager)
    change = ChangeRequest.objects.get(code=code)
    access = access_for(made.manager, "large")
    first = change.requirements.order_by("code")[0]
    turn = iter(range(10_000))

    def page(asker: Client, path: str) -> Callable[[], Any]:
        def get() -> None:
            answer = asker.get(path, headers={"host": "127.0.0.1"})
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code}")

        return get

    def edit() -> None:
        values = {"acceptance": f"{next(turn)} 秒内到达"}
        record_revise(kind=REQUIREMENTS, access=access, code=first.code, values=values, version=None)  # type: ignore[arg-type]

    base = "1-requirements"
    acts: list[tuple[str, Callable[[], Any]]] = [
        (f"list, 50 of {SMALL}", page(other, f"/programmes/small/{base}/requirements/")),
        (f"list, 50 of {count:,}", page(client, f"/programmes/large/{base}/requirements/")),
        ("record with its trace", page(client, f"/programmes/large/{base}/requirements/{first.code}/")),
        ("change request page", page(client, f"/programmes/large/{base}/change-requests/{code}/")),
        ("impact of 50 requirements and a system", lambda: impact_of(change)),
        ("edit under a change request", edit),
        (
            "compose and policy of the next revision",
            lambda: policy(made.programme, SPECIFICATION.content(made.programme)),
        ),
    ]
    rows = []
    for name, act in acts:
        spent, asked = _cpu(act, rounds)
        rows.append([name, f"{spent:,.0f}", str(asked)])
    print(table(["act", "CPU ms", "statements"], rows), flush=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    paper = revision_pdf(revision, "record", "zh-hans", None)
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"\nPaper of {count:,} requirements: {spent:.1f} CPU s, {len(paper) / 2**20:.1f} MiB, "
        f"memory added {(peak - before) / 1024:.0f} MiB, peak {peak / 1024:.0f} MiB",
        flush=True,
    )


def main() -> None:
    """Set up a scratch database and measure once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requirements", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sevengate-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "BENCHMARK_DATABASE": str(Path(folder) / "ours.sqlite3"),
            "BENCHMARK_SCRATCH": folder,
        }
        for act in ("migrate", "collectstatic"):
            command = [sys.executable, "manage.py", act, "--no-input", "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, check=True)
        django.setup()
        measure(options.requirements, options.rounds)


if __name__ == "__main__":
    main()
