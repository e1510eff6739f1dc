"""How well the tests hold the rules: `make mutants`, `make mutants ARGS="gates --sample 0"` for one group as a whole.

Each mutant is one small fault set into a rule or a service: a comparison turned round, a condition of a query left out,
an act not carried out. The tests that run through the changed function must fail. Operators are Cosmic Ray's, and three
of our own for what its leave out. One pytest process has the migrated database and the worlds the tests want, and forks
for every mutant, so that a mutant costs its tests and not the start.

Groups of modules with their tests, and mutants known to change nothing, stand in ``mutants.toml``. Only what stands in
functions is changed: tables and declarations are read in diffs (``docs/permissions.md``).
"""

import argparse
import difflib
import gc
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, FunctionType, SimpleNamespace
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from django.db import connections

from benchmarks.faults import operators
from benchmarks.run import machine, sections_kept, write

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "benchmarks" / "mutants.toml"
FOUND = ROOT / "var" / "mutants"

#: A mutant may take this many times as long as its tests do, and so many seconds more, before it counts as found.
SLACK, GRACE = 4, 20


@dataclass
class Mutant:
    """One fault: where it stands, what stood there and what stands there now, and what became of it."""

    module: str
    function: str
    line: int
    operator: str
    before: str
    after: str
    source: str = ""
    outcome: str = ""
    by: str = ""

    @property
    def key(self) -> str:
        """By what a mutant is known from run to run, whatever its line."""
        return hashlib.sha256(f"{self.module}|{self.function}|{self.before}|{self.after}".encode()).hexdigest()[:10]


# Making mutants


Place = tuple[str, str, int, int]


def places_of(path: str) -> list[Place]:
    """Where a module can be changed: its path, the operator, which of the operator's places it is, the line."""
    source = (ROOT / path).read_text(encoding="utf-8")
    nodes, inside = list(ast_nodes(get_ast(source))), functions_by_line(source, path)
    found = []
    for name, operator in operators().items():
        lines = [start[0] for node in nodes for start, _end in operator.mutation_positions(node)]
        found += [(path, name, occurrence, line) for occurrence, line in enumerate(lines) if line in inside]
    return sorted(found, key=lambda place: (place[3], place[1], place[2]))


def mutant_at(place: Place) -> Mutant | None:
    """The mutant of a place; None where nothing would be another."""
    path, name, occurrence, line = place
    source = (ROOT / path).read_text(encoding="utf-8")
    changed = mutate_code(source, operators()[name], occurrence)
    if changed is None or changed == source:
        return None
    before, after = difference(source, changed)
    return Mutant(path, functions_by_line(source, path)[line], line, name, before, after, changed)


def functions_by_line(source: str, path: str) -> dict[int, str]:
    """The outermost function of each line that stands in one; heads and docstrings do not."""
    found: dict[int, str] = {}
    for code in outer_functions(compile(source, path, "exec")):
        for inner in (code, *nested(code)):
            for _start, _end, line in inner.co_lines():
                if line and line > code.co_firstlineno:
                    found[line] = code.co_qualname
        if code.co_name == "<lambda>":
            found[code.co_firstlineno] = code.co_qualname
    # A statement may go on for lines that have no code of their own.
    for code in outer_functions(compile(source, path, "exec")):
        lines = [line for line, name in found.items() if name == code.co_qualname and line >= code.co_firstlineno]
        for line in range(min(lines, default=1), max(lines, default=0)):
            found.setdefault(line, code.co_qualname)
    return found


def difference(old: str, new: str) -> tuple[str, str]:
    """The lines that differ, before and after."""
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))[2:]
    gone, come = ([line[1:].strip() for line in lines if line.startswith(mark)] for mark in "-+")
    return " ".join(gone), " ".join(come)


# Putting a mutant into a process


def nested(code: CodeType) -> Iterator[CodeType]:
    """All code inside a piece of code, in order."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from nested(constant)


def outer_functions(module: CodeType) -> Iterator[CodeType]:
    """The functions of a module and of its classes, not those inside functions."""
    for constant in module.co_consts:
        if not isinstance(constant, CodeType):
            continue
        if constant.co_flags & 0x2:  # CO_NEWLOCALS with CO_OPTIMIZED: a function, and no class body
            yield constant
        if not constant.co_flags & 0x1:
            yield from outer_functions(constant)


def put_in(mutant: Mutant) -> bool:
    """Give every living function of the module the changed code; tells whether that could be done."""
    path = str(ROOT / mutant.module)
    old = compile((ROOT / mutant.module).read_text(encoding="utf-8"), path, "exec")
    new = compile(mutant.source, path, "exec")
    pairs = list(zip(outer_functions(old), outer_functions(new), strict=True))
    inner = list(nested(old)), list(nested(new))
    if [code.co_qualname for code in inner[0]] == [code.co_qualname for code in inner[1]]:
        pairs += zip(*inner, strict=True)  # also those made already, inside of decorators
    changed = {(before.co_qualname, before.co_firstlineno): after for before, after in pairs}
    put = 0
    for function in gc.get_objects():
        if type(function) is FunctionType and function.__code__.co_filename == path:
            code = changed.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
            if code is not None and code.co_freevars == function.__code__.co_freevars:
                function.__code__ = code
                put += 1
    return put > 0


# Running tests


class Runner:
    """A pytest plugin: tests run once to see what they run through, then once more for every mutant in a fork."""

    def __init__(self, group: str, mutants: list[Mutant], until: float) -> None:
        self.group, self.mutants, self.until = group, mutants, until
        self.touched: dict[str, set[tuple[str, str]]] = {}
        self.taken: dict[str, float] = {}
        self.faults: list[str] = []

    def pytest_runtestloop(self, session: Any) -> bool:
        """In place of pytest's own: watch all, then fork for each mutant."""
        from pytest_django.plugin import blocking_manager_key  # noqa: PLC0415 - Django's settings are there by now

        self.blocker = session.config.stash[blocking_manager_key]
        empty = SimpleNamespace(listchain=lambda: [session])
        items = session.items
        for item, following in zip(items, [*items[1:], empty], strict=True):
            self._watched(session, item, following)
        if self.faults:
            sys.exit(f"mutants: {self.group}: fails without any mutant: {', '.join(self.faults)}")
        for number, mutant in enumerate(self.mutants, 1):
            if time.monotonic() > self.until:
                break
            self._judge(session, mutant, empty)
            print(f"{self.group} {number}/{len(self.mutants)} {mutant.outcome:9} {line_of(mutant)}", file=sys.stderr)
        return True

    def _watched(self, session: Any, item: Any, following: Any) -> None:
        modules = {str(ROOT / mutant.module): mutant.module for mutant in self.mutants}
        seen: set[tuple[str, str]] = set()

        def watch(frame: Any, event: str, _argument: Any) -> None:
            if event == "call" and frame.f_code.co_filename in modules:
                seen.add((modules[frame.f_code.co_filename], frame.f_code.co_qualname.partition(".<locals>")[0]))

        began = time.monotonic()
        sys.setprofile(watch)
        try:
            failed = self._failed(item, following)
        finally:
            sys.setprofile(None)
        self.taken[item.nodeid] = time.monotonic() - began
        self.touched[item.nodeid] = seen
        if failed:
            self.faults.append(item.nodeid)

    def _failed(self, item: Any, following: Any) -> bool:
        from _pytest.runner import runtestprotocol  # noqa: PLC0415

        item._initrequest() if hasattr(item, "_initrequest") else None  # noqa: SLF001
        return any(report.failed for report in runtestprotocol(item, nextitem=following, log=False))

    def _judge(self, session: Any, mutant: Mutant, empty: Any) -> None:
        place = (mutant.module, mutant.function)
        tests = sorted(
            (item for item in session.items if place in self.touched[item.nodeid]),
            key=lambda item: self.taken[item.nodeid],
        )
        if not tests:
            mutant.outcome = "untested"
            return
        limit = int(SLACK * sum(self.taken[item.nodeid] for item in tests) + GRACE)
        # A connection does not live in two processes: the child opens its own, and what its tests write is rolled back.
        with self.blocker.unblock():
            connections.close_all()
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            self._in_child(mutant, tests, empty, limit, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            mutant.by = pipe.read().decode()
        _pid, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        mutant.outcome = {0: "survived", 1: "killed", 3: "left out"}.get(code, "killed")
        mutant.by = mutant.by or ("its time" if code == -signal.SIGALRM else "")

    def _in_child(self, mutant: Mutant, tests: list[Any], empty: Any, limit: int, told: int) -> None:
        code = 1
        try:
            signal.alarm(limit)
            if not put_in(mutant):
                os._exit(3)
            code = 0
            for item, following in zip(tests, [*tests[1:], empty], strict=True):
                if self._failed(item, following):
                    os.write(told, item.nodeid.encode())
                    code = 1
                    break
        finally:
            os._exit(code)


# The command


def line_of(mutant: Mutant) -> str:
    """A mutant in one line."""
    return f"{mutant.key} {mutant.module}:{mutant.line} {mutant.function}: {mutant.before} → {mutant.after}"


def run_group(group: str, plan: dict[str, Any], options: argparse.Namespace) -> None:
    """Make, sample and judge the mutants of one group, into a file of their own. Runs in a process of its own."""
    import pytest  # noqa: PLC0415

    known = {row["key"] for row in plan.get("equivalent", [])}
    every = [place for path in plan["group"][group]["modules"] for place in places_of(path)]
    order = list(range(len(every)))
    if options.sample and not options.only:
        random.Random(options.seed).shuffle(order)  # noqa: S311 - no secret
    judged, nothing = {}, 0
    for place in order:
        mutant = mutant_at(every[place])
        if mutant is None or mutant.key in known:
            nothing += 1
        elif not options.only or mutant.key in options.only:
            judged[place] = mutant
        if options.sample and not options.only and len(judged) == options.sample:
            break
    mutants = [judged[place] for place in sorted(judged)]
    runner = Runner(group, mutants, time.monotonic() + options.budget)
    arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    pytest.main([*arguments, *(options.tests or plan["group"][group]["tests"])], plugins=[runner])
    rows = [asdict(mutant) | {"source": "", "key": mutant.key} for mutant in mutants if mutant.outcome]
    told = {"total": len(every), "equivalent": nothing, "rows": rows}
    FOUND.mkdir(parents=True, exist_ok=True)
    (FOUND / f"{group}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def section(groups: Iterable[str], plan: dict[str, Any]) -> str:
    """What the report says of the groups."""
    lines = [
        "One small fault at a time in the rules and services that decide, and the tests that run through it: a mutant no",
        "test notices is a hole. Sampled by a fixed seed; mutants known to change nothing stand in",
        "`benchmarks/mutants.toml`, each with its reason, and are not counted.",
        "",
        "| Modules of | places to change | left out, change nothing | tried | found | score |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    survivors = []
    for group in groups:
        path = FOUND / f"{group}.json"
        if not path.exists():
            continue
        told = json.loads(path.read_text(encoding="utf-8"))
        tried = [row for row in told["rows"] if row["outcome"] != "left out"]
        killed = [row for row in tried if row["outcome"] == "killed"]
        score = f"{100 * len(killed) / len(tried):.0f} %" if tried else "—"
        bar = "≥ 90 %: " + ("met" if tried and len(killed) >= 0.9 * len(tried) else "**MISSED**")
        cells = (
            plan["group"][group]["title"],
            told["total"],
            told["equivalent"],
            len(tried),
            len(killed),
            f"{score} ({bar})",
        )
        lines.append("| " + " | ".join(map(str, cells)) + " |")
        survivors += [row for row in tried if row["outcome"] != "killed"]
    if survivors:
        lines += ["", "Not found:", ""]
        lines += [
            f"- `{row['key']}` {row['module']}:{row['line']}, {row['function']}: `{row['before']}` → `{row['after']}`"
            for row in survivors
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the groups asked for one after the other, and write what was found of all groups into the report."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", help=f"of {', '.join(plan['group'])}; all unless named")
    parser.add_argument("--sample", type=int, default=60, help="mutants a group, 0 for all; %(default)s unless named")
    parser.add_argument("--seed", type=int, default=7, help="for the sample; %(default)s unless named")
    parser.add_argument("--budget", type=int, default=900, help="seconds a group; %(default)s unless named")
    parser.add_argument("--only", action="append", default=[], metavar="KEY", help="this mutant alone")
    parser.add_argument("--tests", action="append", default=[], metavar="PATH", help="these tests instead")
    parser.add_argument("--list", action="store_true", help="print the mutants and judge none")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        run_group(options.inside, plan, options)
        return 0
    for group in options.groups or plan["group"]:
        if options.list:
            places = (place for path in plan["group"][group]["modules"] for place in places_of(path))
            print("\n".join(line_of(mutant) for place in places if (mutant := mutant_at(place))))
            continue
        command = [sys.executable, "-m", "benchmarks.mutants", "--inside", group]
        command += [f"--{name}={getattr(options, name)}" for name in ("sample", "seed", "budget")]
        command += [f"--only={key}" for key in options.only] + [f"--tests={path}" for path in options.tests]
        subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
    if not (options.list or options.only or options.tests):
        now = datetime.now(UTC).astimezone()
        head = f"`make mutants`, {now:%Y-%m-%d %H:%M}, {machine()}."
        write(sections_kept() | {"mutants": f"{head}\n\n{section(plan['group'], plan)}"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
