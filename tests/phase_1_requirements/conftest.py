"""The demonstration told once for a module."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from governance_app.programmes.demo import Stage, story_load
from tests.worlds import kept


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The demonstration in the middle of phase 1, in a transaction that the module's end rolls back."""
    with django_db_blocker.unblock(), translation.override("zh-hans"), transaction.atomic():
        yield kept("demonstration", lambda: story_load(stage_phase=1))
        transaction.set_rollback(True)
