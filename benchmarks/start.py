"""How long `make run` takes until a page is served, in a copy of the tree. `python -m benchmarks.start`."""

import argparse
import hashlib
import os
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.report import note, table, verdict
from benchmarks.serving import ROOT, Visitor
from scripts.postgres import free_port

BAR = 5.0
MOST_SECONDS = 180
PAGE = "/accounts/login/"


def copy_tree(target: Path) -> None:
    """All files of the project but what is ignored; the virtual environment is shared."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode()
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    (target / ".venv").symlink_to(ROOT / ".venv")


def installed() -> bool:
    """Whether the virtual environment is up to date: otherwise `make run` would change it."""
    lines = [
        f"{hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}  {name}" for name in ("uv.lock", "pyproject.toml")
    ]
    stamp = ROOT / ".venv" / ".installed"
    return stamp.exists() and stamp.read_text().split() == " ".join(lines).split()


def served(folder: Path) -> float:
    """Seconds from `make run` until the sign-in page is there."""
    port = free_port()
    environment = {**os.environ, "PORT": str(port)}
    for name in ("MAKELEVEL", "MAKEFLAGS", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"):
        environment.pop(name, None)
    with (folder / "make.log").open("wb") as log:
        start = time.monotonic()
        server = subprocess.Popen(
            ["make", "run"], cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            while True:
                seconds = time.monotonic() - start
                if _answers(port):
                    return seconds
                if server.poll() is not None or seconds > MOST_SECONDS:
                    raise RuntimeError("not served: " + (folder / "make.log").read_text(errors="replace")[-2000:])
                time.sleep(0.02)
        finally:
            _stop(server)


def _answers(port: int) -> bool:
    try:
        return Visitor(port).get(PAGE).status == 200
    except OSError:
        return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    # As Ctrl-C in a terminal does: to the whole group.
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGINT)
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def main() -> None:
    """The first time, then several more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="starts after the first")
    options = parser.parse_args()
    if not installed():
        print("Not measured: the virtual environment is not up to date; `make setup` first.")
        return
    print(
        "Seconds from `make run` until the sign-in page is served, in a fresh copy of the tree with the packages "
        "installed. The first time makes the database, the static files and the demo programme.\n",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="sevengate-bench-") as name:
        folder = Path(name)
        copy_tree(folder)
        first = served(folder)
        note(f"  first start: {first:.1f} s")
        later = []
        for number in range(options.rounds):
            later.append(served(folder))
            note(f"  start {number + 2}: {later[-1]:.1f} s")
    second = statistics.median(later)
    rows = [
        ["first time", f"{first:.1f}", "", ""],
        [
            "second time and later",
            f"{second:.1f}",
            f"{min(later):.1f} to {max(later):.1f}",
            verdict(second <= BAR, "≤ 5 s"),
        ],
    ]
    print(table(["", "seconds, median", "spread", "bar"], rows))


if __name__ == "__main__":
    main()
