"""Databases of the suite: migrated once for a state of the migrations, then copied to every process that tests.

The migrated database is kept between runs, on SQLite as a file in the system's folder for temporary files, on
PostgreSQL as a database of the cluster that others are made from.
"""

import ast
import contextlib
import fcntl
import hashlib
import importlib.util
import inspect
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from governance_app.ledger.triggers import triggers_install, triggers_remove

ROOT = Path(__file__).resolve().parents[1]
#: How many migrated databases are kept: one for each branch someone goes to and fro between.
KEPT = 6


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"sevengate-migrated-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One process at a time; the others wait here for what the first one makes."""
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _source(module: ModuleType) -> bytes:
    return Path(inspect.getfile(module)).read_bytes()


def _own_modules(source: bytes) -> Iterator[str]:
    """Modules of the product that a migration imports: what they do is part of what it does."""
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        yield from (name for name in names if (ROOT / name.partition(".")[0]).is_dir())


def state() -> str:
    """A name for what migrating makes: the migrations, what they import, the libraries they run on."""
    digest, modules = hashlib.sha256(), set()
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        source = _source(inspect.getmodule(type(migration)))
        digest.update(repr(key).encode() + source)
        if (ROOT / key[0]).is_dir() or b"_app" in source:
            modules |= set(_own_modules(source))
    for name in sorted(modules):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin:
            digest.update(name.encode() + Path(spec.origin).read_bytes())
    for path in (Path(__file__), ROOT / "uv.lock"):
        digest.update(path.read_bytes())
    digest.update(repr([*settings.INSTALLED_APPS, connection.vendor]).encode())
    return digest.hexdigest()[:20]


def _name(database: BaseDatabaseWrapper) -> str:
    """What the database of this process is called."""
    return str(database.creation._get_test_db_name())


def _turn_to(database: BaseDatabaseWrapper, name: str) -> None:
    """Let the process work on this database from now on."""
    database.close()
    settings.DATABASES[database.alias]["NAME"] = database.settings_dict["NAME"] = name


def _migrate(database: BaseDatabaseWrapper, name: str) -> None:
    """Make a database of this name by running every migration, and leave it."""
    test: dict[str, Any] = database.settings_dict["TEST"]
    before, wanted = database.settings_dict["NAME"], test["NAME"]
    test["NAME"] = name
    database.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    test["NAME"] = wanted
    _turn_to(database, before)


def _on_sqlite(database: BaseDatabaseWrapper) -> None:
    kept, name = _folder() / f"{state()}.sqlite3", _name(database)
    with _alone():
        if not kept.exists():
            _migrate(database, name)
            _turn_to(database, name)
            half = kept.with_suffix(".half")
            half.unlink(missing_ok=True)
            with database.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(half)])
            half.rename(kept)
            database.close()
            Path(name).unlink()
        kept.touch()
        newest = sorted(_folder().glob("*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in newest[KEPT:]:
            old.unlink()
        shutil.copyfile(kept, name)
    _turn_to(database, name)


def _on_postgresql(database: BaseDatabaseWrapper) -> None:
    kept, name = f"sevengate_migrated_{state()}", _name(database)
    quote = database.ops.quote_name
    with _alone():
        with database._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept])
            made = cursor.fetchone()
        if not made:
            _migrate(database, name)
        with database._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            if not made:
                cursor.execute(f"ALTER DATABASE {quote(name)} RENAME TO {quote(kept)}")
            cursor.execute(f"DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(kept)}")
    _turn_to(database, name)


class Empty:
    """The database as the migrations leave it, to be put back after a test whose writes nothing rolls back."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        self._script = ""
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            connection.connection.backup(self._kept)
        else:
            self._script = self._written()

    def _written(self) -> str:
        """What empties every table and writes again what the migrations wrote."""
        quote, lines = connection.ops.quote_name, []
        with connection.cursor() as cursor:
            tables = [name for name in connection.introspection.table_names(cursor) if name != "django_migrations"]
            lines.append(f"TRUNCATE {', '.join(map(quote, tables))}")
            for table in tables:
                cursor.execute(f"SELECT * FROM {quote(table)}")
                columns = ", ".join(quote(column.name) for column in cursor.description)
                places = ", ".join(["%s"] * len(cursor.description))
                statement = f"INSERT INTO {quote(table)} ({columns}) VALUES ({places})"
                lines += [cursor.mogrify(statement, row) for row in cursor.fetchall()]
        return ";\n".join(lines)

    def restore(self) -> None:
        """Put it back. The ledger's guards refuse to have it emptied, so they step aside for it."""
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            self._kept.backup(connection.connection)
            return
        with transaction.atomic():
            triggers_remove(connection)
            with connection.cursor() as cursor:
                cursor.execute(self._script)
            triggers_install(connection)


@contextlib.contextmanager
def copied() -> Iterator[Empty]:
    """A migrated database of one's own, for as long as the block lasts."""
    before = connection.settings_dict["NAME"]
    (_on_sqlite if connection.vendor == "sqlite" else _on_postgresql)(connection)
    yield Empty()
    name = connection.settings_dict["NAME"]
    _turn_to(connection, before)
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")
