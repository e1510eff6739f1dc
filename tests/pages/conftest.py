"""The demonstration told once for a module, and people at their browsers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from governance_app.people.models import User
from governance_app.programmes.demo import Stage, story_load
from tests.conftest import Specification, planned

OpenAs = Callable[[User], Client]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The demonstration in the middle of phase 1, in a transaction that the module's end rolls back."""
    with django_db_blocker.unblock(), translation.override("zh-hans"), transaction.atomic():
        yield story_load(stage_phase=1)
        transaction.set_rollback(True)


@pytest.fixture
def open_as() -> OpenAs:
    """A browser in which a person is signed in, speaking the portal's language."""

    def open_for(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_for


@pytest.fixture
def specification(specification: Specification) -> Specification:
    """With a record of every other kind beside it: what is tested here is tested of all kinds."""
    planned(specification.cast)
    return specification
