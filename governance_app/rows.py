"""Many rows of one model at once, past the ORM's statement building, which costs more than the rows themselves.

The database checks them as it checks any row: constraints and foreign keys stay in force. No signal is sent.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connections, models, router


def rows_insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values for the fields named. Must run in a transaction.

    SQLite takes one prepared statement row by row, PostgreSQL a stream; both give back no keys.
    """
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in names]
    columns = zip(*rows, strict=True)
    stored = list(zip(*[_stored(field, column, connection) for field, column in zip(fields, columns, strict=False)], strict=True))
    if not stored:
        return
    quote = connection.ops.quote_name
    table = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as stream:
                for row in stored:
                    stream.write_row(row)
        else:
            # Every name comes from the models.
            cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(fields))})", stored)  # noqa: S608


def highest_key(model: type[models.Model]) -> int:
    """The highest primary key there is: rows inserted from now on have higher ones, in the order they are given."""
    return model._default_manager.aggregate(highest=models.Max("pk"))["highest"] or 0


def _stored(field: Any, column: Iterable[Any], connection: Any) -> list[Any]:
    """A column's values as the database takes them; what comes again is made once."""
    # Text is taken as it is.
    taken = str if type(field) in {models.CharField, models.TextField} else None
    prepare: Callable[..., Any] = field.get_db_prep_save
    known: dict[Any, Any] = {}
    made = []
    for value in column:
        if type(value) is taken:
            made.append(value)
            continue
        # Only kinds whose equals are the same to any field: 1 and True, 1.0 and 1.00 are not.
        if type(value) is str or type(value) is int:
            if value not in known:
                known[value] = prepare(value, connection=connection)
            made.append(known[value])
        else:
            made.append(prepare(value, connection=connection))
    return made
