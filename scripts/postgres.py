"""A PostgreSQL cluster in a folder of its own, for tests and benchmarks; the machine's own clusters are left alone.

``scripts/with-postgres COMMAND…``         start, run the command, stop and delete; its exit status is the command's
``scripts/postgres.py start FOLDER``       start and leave running; prints the address
``scripts/postgres.py stop FOLDER``        stop it and delete the folder

The command finds the address in ``SEVENGATE_TEST_POSTGRES`` and ``DATABASE_URL``. The cluster trades durability for
speed unless ``POSTGRES_OPTIONS`` says otherwise (``POSTGRES_OPTIONS="-c fsync=on -c synchronous_commit=on"``).
"""

import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Self

ROLE = "sevengate"
START_SECONDS = 60
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
}


class ClusterError(Exception):
    """The cluster cannot be made or started; the text says why."""


def programs() -> Path:
    """The folder of the newest installed PostgreSQL server. Raises ``ClusterError`` when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if postgres := shutil.which("postgres"):
        return Path(postgres).resolve().parent
    raise ClusterError("PostgreSQL is not installed: run `make setup-test`")


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def as_server_user(command: list[str], *, dies_with_us: bool = False) -> list[str]:
    """The command under an account PostgreSQL accepts: it refuses root. Ends with its parent if so asked."""
    prefix = []
    if os.geteuid() == 0:
        prefix += ["--reuid=postgres", "--regid=postgres", "--init-groups"]
    if dies_with_us:
        prefix += ["--pdeathsig", "INT"]
    return ["setpriv", *prefix, "--", *command] if prefix else command


class Cluster:
    """One cluster in one folder; as a context manager it lives as long as the block."""

    def __init__(self, folder: Path | None = None) -> None:
        self.home = folder or Path(tempfile.mkdtemp(prefix="sevengate-postgres-"))
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.bin = programs()
        self.port = free_port()
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the cluster's one ready-made database."""
        return f"postgresql://{ROLE}@127.0.0.1:{self.port}/{ROLE}"

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to find the cluster."""
        return {"SEVENGATE_TEST_POSTGRES": self.url, "DATABASE_URL": self.url}

    def create(self) -> None:
        """Make the cluster's files. Raises ``ClusterError`` with initdb's words."""
        self.home.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.home, account.pw_uid, account.pw_gid)
        made = subprocess.run(
            as_server_user(
                [
                    str(self.bin / "initdb"),
                    f"--pgdata={self.data}",
                    f"--username={ROLE}",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                    "--no-instructions",
                ]
            ),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise ClusterError(f"initdb failed:\n{made.stdout}{made.stderr}")
        lines = [f"{name} = '{value}'" for name, value in SETTINGS.items()]
        lines += [f"port = {self.port}", f"unix_socket_directories = '{self.home}'"]
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write("\n".join(lines) + "\n")

    def _arguments(self) -> list[str]:
        return [str(self.bin / "postgres"), "-D", str(self.data), *shlex.split(os.environ.get("POSTGRES_OPTIONS", ""))]

    def start(self, *, detached: bool = False) -> None:
        """Start the server and wait until it answers. A session of its own keeps the terminal's Ctrl-C from it."""
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                as_server_user(self._arguments(), dies_with_us=not detached),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise ClusterError(f"PostgreSQL did not start:\n{self.log.read_text(errors='replace')}")
            time.sleep(0.05)
        subprocess.run([self._client("createdb"), *self._address(), ROLE], cwd="/", check=True)

    def _answers(self) -> bool:
        command = [self._client("pg_isready"), "-q", *self._address(), "-d", "postgres"]
        return subprocess.run(command, cwd="/", check=False).returncode == 0

    def _client(self, name: str) -> str:
        return str(self.bin / name)

    def _address(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", ROLE]

    def stop(self) -> None:
        """Stop the server at once, whoever is connected, and delete the folder."""
        pid_file = self.data / "postmaster.pid"
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            try:
                self._server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait(timeout=20)
        elif pid_file.exists():
            stop = [str(self.bin / "pg_ctl"), "stop", "-D", str(self.data), "-m", "fast", "-s", "-w"]
            subprocess.run(as_server_user(stop), cwd="/", check=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.create()
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def run_command(command: list[str], environment: Mapping[str, str]) -> int:
    """Run a command in the foreground and return its exit status; a request to end is passed on and waited for."""
    child = subprocess.Popen(command, env={**os.environ, **environment})

    def pass_on(number: int, _: FrameType | None) -> None:
        child.send_signal(number)

    # Ctrl-C reaches the command by the terminal already; passing it on would make it two.
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None),
        signal.SIGTERM: signal.signal(signal.SIGTERM, pass_on),
    }
    try:
        status = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 - status if status < 0 else status


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main(arguments: list[str]) -> int:
    """Do what the command line asks; returns the exit status."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    match arguments:
        case ["run", _, *_]:
            with Cluster() as cluster:
                return run_command(arguments[1:], cluster.environment)
        case ["start", folder]:
            cluster = Cluster(Path(folder).resolve())
            if cluster.data.exists():
                raise ClusterError(f"there is a cluster in {folder} already: stop it first")
            cluster.create()
            cluster.start(detached=True)
            print(cluster.url)
            return 0
        case ["stop", folder]:
            Cluster(Path(folder).resolve()).stop()
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ClusterError as problem:
        sys.exit(f"postgres: {problem}")
