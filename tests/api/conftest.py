"""People at the API, and bodies made from the declarations of record kinds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.utils.encoding import iri_to_uri

from governance_app.people.models import Department, User
from governance_app.programmes.models import Programme
from governance_app.records.registry import RecordKind
from tests.conftest import Specification, planned
from tests.gates.conftest import committee, findings  # noqa: F401 - fixtures of gates
from tests.proof.conftest import key_folder, keys  # noqa: F401 - fixtures of checkpoints and packs
from tests.worlds import kept


@pytest.fixture(autouse=True)
def unlimited() -> None:
    """Limits are counted in the cache, which outlives a test."""
    cache.clear()


@dataclass
class Caller:
    """One person asking about one programme. Paths are below the programme unless they begin with a slash."""

    client: Client
    base: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str = "", data: Any = None, **headers: str) -> Any:
        url = path if path.startswith(("/", "http")) else f"{self.base}{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {} if data is None else {"data": data, "content_type": "application/json"}
        call = getattr(self.client, method)
        return call(iri_to_uri(url), **body, headers={**self.headers, **named})

    def get(self, path: str = "", **headers: str) -> Any:
        return self.ask("get", path, **headers)

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.ask("post", path, {} if data is None else data, **headers)

    def put(self, path: str, data: Any, **headers: str) -> Any:
        return self.ask("put", path, data, **headers)

    def patch(self, path: str, data: Any, **headers: str) -> Any:
        return self.ask("patch", path, data, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.ask("delete", path, **headers)


@pytest.fixture
def caller(cast: Any) -> Callable[..., Caller]:
    """Ask as somebody; ``csrf`` lets the token be checked as it is outside tests."""

    def make(user: User | None, programme: Programme | None = None, *, csrf: bool = False, **headers: str) -> Caller:
        client = Client(enforce_csrf_checks=csrf)
        if user is not None:
            client.force_login(user)
        return Caller(client, f"/api/v1/programmes/{(programme or cast.programme).slug}/", headers)

    return make


@pytest.fixture
def owner(caller: Callable[..., Caller], cast: Any) -> Caller:
    """The programme manager, who may write everything."""
    return caller(cast.owner)


@pytest.fixture
def reader(caller: Callable[..., Caller], cast: Any) -> Caller:
    """The auditor, who reads everything and writes nothing."""
    return caller(cast.auditor)


@pytest.fixture
def stranger(caller: Callable[..., Caller], cast: Any) -> Caller:
    """Someone of another programme."""
    return caller(cast.stranger)


#: Texts that must name something there is.
_NAMES_SOMETHING = {("actions", "review")}


def _codes(target: Any, programme: Programme) -> list[str]:
    if target is Department:
        return list(programme.departments.order_by("code").values_list("code", flat=True))
    if target is User:
        people = User.objects.filter(memberships__programme=programme)
        return list(people.order_by("username").values_list("username", flat=True))
    return list(target.objects.filter(programme=programme).order_by("code").values_list("code", flat=True))


def sample(kind: RecordKind, programme: Programme) -> dict[str, Any]:
    """A body that creates a record of the kind: numbers and dates rise from field to field, no code comes twice."""
    used: dict[Any, int] = {}
    values: dict[str, Any] = {}
    for place, name in enumerate(kind.fields):
        row = kind.field(name)
        if row.is_relation and row.related_model is kind.model:
            values[name] = None
        elif row.is_relation:
            target = row.related_model
            if target is kind.model:
                values[name] = None
                continue
            codes = _codes(target, programme)
            number = used.get(target, 0)
            used[target] = number + 1
            values[name] = codes[:2] if row.many_to_many else codes[number % len(codes)]
        elif (kind.slug, name) in _NAMES_SOMETHING:
            values[name] = ""
        elif row.choices:
            values[name] = row.flatchoices[0][0]
        elif isinstance(row, models.BooleanField):
            values[name] = True
        elif isinstance(row, models.DecimalField):
            values[name] = f"{place}.{'5' * min(row.decimal_places, 1):0<{row.decimal_places}}"
        elif isinstance(row, models.IntegerField):
            values[name] = place + 1
        elif isinstance(row, models.DateField):
            values[name] = (date(2026, 3, 1) + timedelta(days=place)).isoformat()
        else:
            values[name] = f"文{place} & <b>"
    return values


@pytest.fixture
def specification(specification: Specification) -> Specification:
    """With a record of every other kind beside it: what is tested here is tested of all kinds."""
    kept("planned", lambda: planned(specification.cast), specification.cast.things)
    return specification
