"""Fifty people sign one document at the same moment. `python -m benchmarks.storm`."""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

from benchmarks.report import note, table, verdict
from benchmarks.serving import ROOT, Answer, Server, Visitor, backends_cpu, cluster, database_create, machine_cpu

SIGNERS = 50
CORES = os.cpu_count() or 1
BARS = {"sqlite": 3.0, "postgresql": 1.0}
SHIPPED = "as shipped"
FREE = "django.contrib.auth.hashers.MD5PasswordHasher"
_REVISION = "requirements-specification"


@dataclass
class Storm:
    """What one storm took."""

    seconds: list[float]
    whole: float
    web_cpu: float
    database_cpu: float
    others: float
    faults: list[str] = field(default_factory=list)


class Signer(threading.Thread):
    """One person: holds the page, waits for all others, signs."""

    def __init__(self, visitor: Visitor, path: str, fields: dict[str, str], gate: threading.Barrier) -> None:
        super().__init__()
        self.visitor, self.path, self.fields, self.gate = visitor, path, fields, gate
        self.seconds = 0.0
        self.answer: Answer | None = None

    def run(self) -> None:
        """Send the form once everybody is ready."""
        self.gate.wait()
        start = time.monotonic()
        self.answer = self.visitor.post(self.path, self.fields)
        self.seconds = time.monotonic() - start


def storm(server: Server, database: str, made: Any) -> Storm:
    """Everybody opens the page, then all sign at once; what must hold afterwards is checked."""
    from benchmarks import data  # noqa: PLC0415 - after the set-up

    path = f"/programmes/{made.programme.slug}/documents/{_REVISION}/1/sign/"
    gate = threading.Barrier(SIGNERS + 1)
    signers = []
    for head in made.heads:
        visitor = Visitor(server.port, data.cookies_of(head))
        page = visitor.get(path)
        if page.status != 200:
            raise RuntimeError(f"{path} answered {page.status}")
        names = re.findall(r'name="(csrfmiddlewaretoken|revision_hash|token_\w+)"', page.body.decode())
        fields = {name: page.hidden(name) for name in names}
        fields |= {"meaning": "approval", "reason": "", "password": data.PASSWORD}
        signers.append(Signer(visitor, path, fields, gate))
    for signer in signers:
        signer.start()
    web, backends, us, all_ = server.cpu(), backends_cpu(database), time.process_time(), machine_cpu()
    gate.wait()
    start = time.monotonic()
    for signer in signers:
        signer.join()
    whole = time.monotonic() - start
    all_, us = machine_cpu() - all_, time.process_time() - us
    web, backends = server.cpu() - web, backends_cpu(database) - backends
    others = max(0.0, all_ - us - web - backends) / (whole * CORES)
    found = Storm([signer.seconds for signer in signers], whole, web, backends, others)
    refused = [signer.answer.status if signer.answer else 0 for signer in signers]
    if set(refused) != {302}:
        found.faults.append(f"answers {sorted(set(refused))}")
    found.faults += faults(made)
    return found


def faults(made: Any) -> list[str]:
    """What does not hold after a storm: signatures, closing, approval, renderings asked for, the ledger."""
    from governance_app.documents.models import Revision  # noqa: PLC0415 - after the set-up
    from governance_app.jobs.models import Job  # noqa: PLC0415
    from governance_app.ledger.models import Entry  # noqa: PLC0415
    from governance_app.ledger.selectors import ledger_break  # noqa: PLC0415
    from governance_app.signoff.models import Signature  # noqa: PLC0415

    programme = made.programme
    revision = Revision.objects.select_related("round").get(document__programme=programme)
    entries = Entry.objects.filter(programme=programme.slug, act="signature.given")
    approvals = Job.objects.filter(kind="documents.render", arguments__revision=str(revision.pk))
    expected = {
        "signatures": (Signature.objects.filter(round=revision.round).count(), SIGNERS),
        "signers": (Signature.objects.filter(round=revision.round).values("signer").distinct().count(), SIGNERS),
        "ledger rows": (entries.count(), SIGNERS),
        "closings": (entries.filter(detail__contains='"round":"complete"').count(), 1),
        "revision": (revision.state, "approved"),
        "round": (revision.round.state if revision.round else "", "complete"),
        "renderings asked for": (approvals.count(), 2),
    }
    found = [f"{name}: {is_} instead of {ought}" for name, (is_, ought) in expected.items() if is_ != ought]
    broken = ledger_break()
    return [*found, f"ledger: {broken}"] if broken else found


def hashing() -> float:
    """Milliseconds of processor time one check of a password takes, the least of five."""
    from django.contrib.auth.hashers import check_password, make_password  # noqa: PLC0415 - after the set-up

    made, took = make_password("an-honest-password"), []
    for _repeat in range(5):
        start = time.process_time()
        check_password("an-honest-password", made)
        took.append(time.process_time() - start)
    return min(took) * 1000


def one(options: argparse.Namespace, address: str) -> None:
    """Measure one engine with one way of keeping passwords; prints a row of the report."""
    from django.core.management import call_command  # noqa: PLC0415 - after the set-up

    from benchmarks import data  # noqa: PLC0415
    from benchmarks.pages import submit  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    stage = [
        data.programme_make(f"storm{number}", scale=1, requirements=60, departments=SIGNERS)
        for number in range(options.rounds + 1)
    ]
    for made in stage:
        submit(made)
    data.analyse()
    environment = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    storms = []
    with Server("portal.wsgi:application", environment) as server:
        for number, made in enumerate(stage):
            result = storm(server, address.rpartition("/")[2], made)
            note(f"  storm {number}: p95 {percentile(result.seconds, 95):.2f} s {'; '.join(result.faults)}")
            # The first one pays for warming up; its outcome counts, its times do not.
            storms.append(result)
    timed = storms[1:]
    each = [second for result in timed for second in result.seconds]
    p95 = statistics.median(percentile(result.seconds, 95) for result in timed)
    problems = sorted({fault for result in storms for fault in result.faults})
    row = [
        {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[options.engine],
        options.label,
        f"{hashing():.0f}",
        f"{statistics.median(each):.2f}",
        f"{p95:.2f}",
        f"{max(each):.2f}",
        f"{per_signature([result.web_cpu for result in timed])} + {per_signature([result.database_cpu for result in timed])}",
        f"{statistics.median(result.web_cpu + result.database_cpu for result in timed) / CORES:.2f}",
        f"{statistics.median(result.others for result in timed):.0%}",
        "all hold" if not problems else "**" + "; ".join(problems) + "**",
        verdict(not problems and p95 <= BARS[options.engine], f"p95 ≤ {BARS[options.engine]:g} s"),
    ]
    print("| " + " | ".join(row) + " |", flush=True)


def per_signature(seconds: list[float]) -> str:
    """Milliseconds a signature took in the middle one of several storms."""
    return f"{statistics.median(seconds) / SIGNERS * 1000:.0f}"


def percentile(values: list[float], share: int) -> float:
    """The value that so many in a hundred do not exceed."""
    return sorted(values)[max(0, -(-len(values) * share // 100) - 1)]


def main() -> None:
    """Measure on the engines asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], help="one engine alone")
    parser.add_argument("--rounds", type=int, default=5, help="storms that are timed")
    parser.add_argument("--hasher", default="", help="another way of keeping passwords, as a dotted path")
    parser.add_argument("--label", default=SHIPPED)
    options = parser.parse_args()
    if options.engine is None:
        _all(options)
        return
    with tempfile.TemporaryDirectory(prefix="sevengate-bench-") as folder, ExitStack() as stack:
        if options.engine == "sqlite":
            address = str(Path(folder) / "ours.sqlite3")
        else:
            address = database_create(stack.enter_context(cluster()), "ours")
        os.environ |= {
            "BENCHMARK_DATABASE": address,
            "BENCHMARK_SCRATCH": folder,
            "BENCHMARK_HASHER": options.hasher,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        }
        django.setup()
        one(options, address)
        from django.db import connections  # noqa: PLC0415 - after the set-up

        connections.close_all()


def _all(options: argparse.Namespace) -> None:
    print(
        f"{SIGNERS} heads of department have the signing page of one specification open and send their signatures at "
        f"the same moment; {options.rounds} storms, each on a programme of its own. Times as the signers see them. "
        "Every signature checks the password once more; “hashing free” shows what is left without that. What other "
        "programs took of the machine meanwhile is missing from the product: where that is much, the work of a storm says "
        "more than the times.\n",
        flush=True,
    )
    heads = ["", "passwords", "hashing, CPU ms", "p50 s", "p95 s", "longest s", "CPU ms a signature, server + database"]
    heads += [f"a storm's work on {CORES} cores, s", "cores taken by other programs"]
    print(table([*heads, "50 signatures, one closing, ledger verifies", "bar"], []), end="", flush=True)
    hashers = [(SHIPPED, options.hasher), ("hashing free", FREE)]
    for engine in ("sqlite", "postgresql"):
        for label, hasher in hashers:
            command = [sys.executable, "-m", "benchmarks.storm", "--engine", engine, "--rounds", str(options.rounds)]
            subprocess.run([*command, "--label", label, "--hasher", hasher], cwd=ROOT, check=True)
    print()


if __name__ == "__main__":
    main()
