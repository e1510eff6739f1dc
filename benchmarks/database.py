"""The database entry both contestants use: SQLite as `make run` sets it up, PostgreSQL as production does."""

import os

from portal.settings.urls import database_from_url


def database_entry(address: str) -> dict[str, object]:
    """The entry for a ``postgresql://`` address, or for the path of a SQLite file."""
    if address.startswith("postgresql://"):
        return database_from_url(address)
    os.environ.setdefault("SECRET_KEY", "only-for-benchmarks")
    from portal.settings import embedded  # noqa: PLC0415 - it reads the environment when imported

    return {**embedded.DATABASES["default"], "NAME": address}
