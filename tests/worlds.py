"""Worlds kept: what a fixture writes is remembered the first time, and afterwards written again as it was.

A world is built by the services once in each process. Its rows are then replayed: same keys, same hashes, in a few
milliseconds. Where something else stands in the database already, a world of its own is remembered for that.
"""

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache as remembered
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.utils import timezone

from governance_app.files.models import StoredFile

T = TypeVar("T")
Row = tuple[Any, ...]
#: Rows by their key, by table.
State = dict[str, dict[Any, Row]]


@dataclass(frozen=True)
class Table:
    """A table with the columns that are written."""

    name: str
    key: str
    columns: tuple[str, ...]
    #: Whether keys rise, so that the highest tells whether a row was written.
    rising: bool

    @property
    def quoted(self) -> str:
        """The columns, quoted."""
        return ", ".join(f'"{column}"' for column in self.columns)


@remembered
def tables() -> tuple[Table, ...]:
    """The tables of all apps; what a migrated database holds already is left out."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.proxy or not meta.managed or model in {Permission, ContentType}:
            continue
        key = meta.pk
        columns = [f.column for f in meta.local_concrete_fields if f is not key and not f.generated]
        rising = isinstance(key, models.IntegerField)
        found.append(Table(meta.db_table, key.column, (key.column, *columns), rising))
    return tuple(found)


@remembered
def _counting() -> str:
    return " UNION ALL ".join(
        f"""SELECT count(*), {f'max("{table.key}")' if table.rising else "0"} FROM "{table.name}\""""
        for table in tables()
    )


def outline() -> tuple[Row, ...]:
    """How many rows each table has, and its highest key: whether anything was written, at the cost of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_counting())
        return tuple(cursor.fetchall())


def _read(table: Table) -> dict[Any, Row]:
    """All rows, as the database keeps them."""
    if connection.vendor == "sqlite":
        # The plus hides the column's declared type, from which values would be made.
        columns = ", ".join(f'+"{column}"' for column in table.columns)
        rows = connection.connection.execute(f'SELECT {columns} FROM "{table.name}"').fetchall()
    else:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {table.quoted} FROM "{table.name}"')
            rows = cursor.fetchall()
    return {row[0]: row for row in rows}


def _state() -> State:
    return {table.name: _read(table) for table in tables()}


def _inserting(table: Table) -> str:
    places = ", ".join(["?" if connection.vendor == "sqlite" else "%s"] * len(table.columns))
    return f'INSERT INTO "{table.name}" ({table.quoted}) VALUES ({places})'


def _changing(table: Table) -> str:
    place = "?" if connection.vendor == "sqlite" else "%s"
    changes = ", ".join(f'"{column}" = {place}' for column in table.columns[1:])
    return f'UPDATE "{table.name}" SET {changes} WHERE "{table.key}" = {place}'


class _Pickler(pickle.Pickler):
    """Keeps a value; what belongs to the world beneath is named instead of kept."""

    def __init__(self, stream: io.BytesIO, beneath: dict[str, Any]) -> None:
        super().__init__(stream)
        self._names = {id(thing): name for name, thing in beneath.items()}

    def persistent_id(self, thing: Any) -> str | None:
        return self._names.get(id(thing)) if isinstance(thing, models.Model) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, beneath: dict[str, Any]) -> None:
        super().__init__(stream)
        self._beneath = beneath

    def persistent_load(self, name: str) -> Any:
        return self._beneath[name]


@dataclass
class World:
    """The rows and files a fixture wrote, and the value it gave."""

    value: bytes
    #: Statements with the rows they are run for.
    written: list[tuple[str, list[Row]]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    #: All of it as one text, where the database takes that.
    script: str = ""

    def replay(self) -> None:
        """Write all of it again."""
        with transaction.atomic():
            if connection.vendor == "sqlite":
                for statement, rows in self.written:
                    connection.connection.executemany(statement, rows)
            elif self.script:
                with connection.cursor() as cursor:
                    cursor.execute(self.script)
        for name, data in self.files.items():
            place = Path(default_storage.path(name))
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)


def _compared(before: State, after: State) -> list[tuple[str, list[Row]]]:
    written = []
    for table in tables():
        old, new = before[table.name], after[table.name]
        assert old.keys() <= new.keys(), f"a world removes rows of {table.name}: it cannot be kept"
        if added := [row for key, row in new.items() if key not in old]:
            written.append((_inserting(table), added))
        if changed := [row for key, row in new.items() if key in old and old[key] != row]:
            written.append((_changing(table), [(*row[1:], row[0]) for row in changed]))
    return written


def _script(written: list[tuple[str, list[Row]]]) -> str:
    with connection.cursor() as cursor:
        return ";\n".join(cursor.mogrify(statement, row) for statement, rows in written for row in rows)


_KEPT: dict[Any, World] = {}


def kept(name: str, make: Callable[[], T], beneath: dict[str, Any] | None = None) -> T:
    """What ``make`` gives, with all that it writes; ``beneath`` names things of the world this one stands on."""
    found = beneath or {}
    # Made anew on another day: dates are reckoned from today.
    place = (name, timezone.localdate(), outline())
    if place in _KEPT:
        world = _KEPT[place]
        world.replay()
        # What was counted for a state of the ledger in another test is not true of this one.
        cache.clear()
        value: T = _Unpickler(io.BytesIO(world.value), found).load()
        return value
    before = _state()
    value = make()
    written, stream = _compared(before, _state()), io.BytesIO()
    _Pickler(stream, found).dump(value)
    files = {}
    for stored in StoredFile.objects.exclude(pk__in=before[StoredFile._meta.db_table]):
        files[stored.content.name] = Path(stored.content.path).read_bytes()
    script = "" if connection.vendor == "sqlite" else _script(written)
    _KEPT[place] = World(stream.getvalue(), written, files, script)
    return value
