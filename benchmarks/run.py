"""Measure what is promised, into ``benchmarks/RESULTS.md``: `make bench`, or `make bench ARGS="pages storm"` for a part.

A part measured alone replaces its own section and leaves the others as they are. Each part is a module of its own
that prints its section: ``python -m benchmarks.pages --help`` tells what it takes.
"""

import argparse
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
PARTS = {
    "pages": "Pages",
    "storm": "Sign-off storm",
    "imports": "Import",
    "document": "A 30-page paper",
    "changes": "A baseline of 2,000 requirements",
    "start": "Start",
}
#: Sections that a command of their own writes: `make mutants`.
ELSEWHERE = {"mutants": "Mutants"}
LIMIT_SECONDS = 3600


def main() -> int:
    """Run the parts asked for and write the report; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all unless named")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    sections = sections_kept()
    failed = []
    for part in options.parts or PARTS:
        print(f"bench: {part}", file=sys.stderr, flush=True)
        text = measure(part)
        if text is None:
            failed.append(part)
        else:
            sections[part] = text
            write(sections)
    if failed:
        print(f"bench: not measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def measure(part: str) -> str | None:
    """One part's section, or None when it failed."""
    environment = {**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    before = os.getloadavg()[0]
    command = [sys.executable, "-m", f"benchmarks.{part}"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=LIMIT_SECONDS
        )
    except subprocess.SubprocessError as problem:
        print(f"bench: {part}: {problem}", file=sys.stderr)
        return None
    now = datetime.now(UTC).astimezone()
    busy = f"load of the machine {before:.1f} before, {os.getloadavg()[0]:.1f} after"
    head = f'`make bench ARGS="{part}"`, {now:%Y-%m-%d %H:%M}, {machine()}; {busy}.'
    return f"{head}\n\n{done.stdout.strip()}\n"


def machine() -> str:
    """The machine and what it runs, in general words."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    parts = [
        f"{os.cpu_count()} cores ({platform.machine()}), {gigabytes:.0f} GiB, {platform.system()}",
        f"Python {platform.python_version()}",
        f"Django {version('django')}",
        f"granian {version('granian')}",
        f"SQLite {sqlite3.sqlite_version}",
    ]
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    server = str(servers[-1]) if servers else shutil.which("postgres")
    if server:
        told = subprocess.run([server, "--version"], check=False, capture_output=True, text=True).stdout
        parts.append("PostgreSQL " + (re.search(r"\d[\d.]*", told) or [""])[0])
    return ", ".join(parts)


def sections_kept() -> dict[str, str]:
    """The sections of the last report, by their parts."""
    if not RESULTS.exists():
        return {}
    names = {title: part for part, title in (PARTS | ELSEWHERE).items()}
    pieces = re.split(r"^## (.+)$", RESULTS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        names[title]: text.strip() + "\n"
        for title, text in zip(pieces[::2], pieces[1::2], strict=True)
        if title in names
    }


def write(sections: dict[str, str]) -> None:
    """The report with all sections there are."""
    lines = [
        "# What is promised, measured",
        "",
        "Written by `make bench`. Absolute times drift on shared machines: what counts is the ratio to a floor measured in",
        "the same run, processor time a request from the operating system's accounting, or a count. Bars are those of the",
        "product's promises; a bar missed is said as it is.",
        "",
    ]
    text = "\n".join(lines)
    for part, title in (PARTS | ELSEWHERE).items():
        if part in sections:
            text += f"\n## {title}\n\n{sections[part].strip()}\n"
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
