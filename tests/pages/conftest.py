"""The demonstration told once for a module, and people at their browsers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from governance_app.people.models import User
from governance_app.programmes.demo import Stage, story_load
from requirements_app.models import Requirement
from tests.conftest import Cast, Specification, planned
from tests.factories.records import RequirementFactory
from tests.samples import later_written
from tests.worlds import kept

OpenAs = Callable[[User], Client]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The demonstration in the middle of phase 1, in a transaction that the module's end rolls back."""
    with django_db_blocker.unblock(), translation.override("zh-hans"), transaction.atomic():
        yield kept("demonstration", lambda: story_load(stage_phase=1))
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
def owner(cast: Cast, open_as: OpenAs) -> Client:
    return open_as(cast.owner)


@pytest.fixture
def three(cast: Cast) -> list[Requirement]:
    """High and functional in finance, low and data in IT, medium and security in finance."""
    access = cast.access(cast.owner)
    return [
        RequirementFactory(access=access, title="订单同步", owner_department=cast.finance, priority="high"),
        RequirementFactory(access=access, title="归档", owner_department=cast.it, priority="low", kind="data"),
        RequirementFactory(
            access=access,
            title="单点登录",
            owner_department=cast.finance,
            priority="medium",
            kind="security",
            acceptance="",
        ),
    ]


@pytest.fixture
def specification(specification: Specification) -> Specification:
    """With a record of every other kind beside it: what is tested here is tested of all kinds."""
    kept("planned", lambda: planned(specification.cast), specification.cast.things)
    kept("later phases", lambda: later_written(specification.cast), specification.cast.things)
    return specification
