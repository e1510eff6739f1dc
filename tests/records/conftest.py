"""Importing as the people of the cast."""

from collections.abc import Callable
from typing import Any

import pytest

from governance_app.exchange.models import ImportBatch
from governance_app.people.models import User
from governance_app.records.imports import batch_apply, batch_upload
from governance_app.records.registry import RecordKind
from tests.conftest import Cast, Specification, planned
from tests.samples import later_written
from tests.worlds import kept

Upload = Callable[..., ImportBatch]


@pytest.fixture
def upload(cast: Cast) -> Upload:
    """Upload a file as the programme manager, or as ``user``; the check has been done when it is short."""

    def do(kind: RecordKind, data: bytes, name: str = "rows.csv", user: User | None = None) -> ImportBatch:
        return batch_upload(kind=kind, access=cast.access(user or cast.owner), name=name, data=data)

    return do


@pytest.fixture
def imported(cast: Cast, upload: Upload) -> Upload:
    """Upload a file and write it; fails when a row is faulty."""

    def do(kind: RecordKind, data: bytes, name: str = "rows.csv", user: User | None = None) -> ImportBatch:
        batch = upload(kind, data, name, user)
        assert batch.state == "ready", batch.report
        return batch_apply(batch=batch, access=cast.access(user or cast.owner))

    return do


def count(kind: RecordKind) -> int:
    """How many records of a kind there are."""
    return kind.model._default_manager.count()


def every(kind: RecordKind) -> list[dict[str, Any]]:
    """All records of a kind as plain values, without what any save changes."""
    return [
        {name: value for name, value in row.items() if name not in {"id", "updated_at"}}
        for row in kind.model._default_manager.order_by("programme_id", "code").values()
    ]


@pytest.fixture
def specification(specification: Specification) -> Specification:
    """With a record of every other kind beside it: what is tested here is tested of all kinds."""
    kept("planned", lambda: planned(specification.cast), specification.cast.things)
    kept("later phases", lambda: later_written(specification.cast), specification.cast.things)
    return specification
