"""Many rows of one model at once, past the ORM's statement building, which costs more than the rows themselves.

The database checks them as it checks any row: constraints and foreign keys stay in force. No signal is sent.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connections, models, router


@models.ForeignKey.register_lookup
@models.Field.register_lookup
class Among(models.Lookup):
    """``among``: what ``in`` does, with all texts or numbers in one parameter. A parameter each takes its time."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """An array for PostgreSQL, a JSON text elsewhere."""
        left, values = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s)", (*values, list(self.rhs))
        texts = json.dumps(list(self.rhs))
        return f"{left} IN (SELECT value FROM json_each(%s))", (*values, texts)  # noqa: S608 - a column's name


def rows_insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values for the fields named. Must run in a transaction.

    SQLite takes one prepared statement row by row, PostgreSQL a stream; both give back no keys.
    """
    fields = [model._meta.get_field(name) for name in names]
    connection = connections[router.db_for_write(model)]
    columns = zip(*rows, strict=True)
    ready = [_stored(field, column, connection) for field, column in zip(fields, columns, strict=False)]
    if not ready:
        return
    stored = list(zip(*ready, strict=True))
    table = _table(model, names, connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Past Django's cursor, so that its errors must be made Django's here.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} FROM STDIN") as stream:
                for row in stored:
                    stream.write_row(row)
        else:
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", stored)  # noqa: S608 - names from the models


def rows_copy(model: type[models.Model], names: Sequence[str], rows: models.QuerySet[Any]) -> None:
    """Insert what a query of values selects, in the order of the fields named; nothing leaves the database."""
    connection = connections[router.db_for_write(model)]
    select, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_table(model, names, connection)} {select}", values)


def _table(model: type[models.Model], names: Sequence[str], connection: Any) -> str:
    quote = connection.ops.quote_name
    columns = [quote(model._meta.get_field(name).column) for name in names]  # type: ignore[union-attr]
    return f"{quote(model._meta.db_table)} ({', '.join(columns)})"


def rows_hold(model: type[models.Model], keys: Iterable[Any]) -> set[Any]:
    """Keep rows from being deleted until the transaction ends, whoever may change them; gives the keys there are.

    What the database does for a foreign key when a transaction is committed: done before, nobody waits for it then.
    """
    rows = model._base_manager.filter(pk__among=sorted(keys)).order_by("pk").values_list("pk")
    connection = connections[router.db_for_write(model)]
    select, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{select} FOR KEY SHARE" if connection.vendor == "postgresql" else select, values)
        return {key for (key,) in cursor.fetchall()}


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
