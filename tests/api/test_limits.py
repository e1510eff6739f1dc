"""Who asks too often is told when to ask again."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.settings import api_settings

from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def rates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few requests a minute."""
    monkeypatch.setattr(api_settings, "DEFAULT_THROTTLE_RATES", {"reading": "3/min", "writing": "2/min"})


@pytest.mark.usefixtures("rates")
def test_reading_and_writing_are_counted_apart(
    specification: Any, owner: Caller, caller: Callable[..., Caller], cast: Any
) -> None:
    for _time in range(3):
        assert owner.get("requirements/").status_code == 200
    stopped = owner.get("requirements/")
    assert (stopped.status_code, stopped.json()["code"]) == (429, "too-many-requests")
    assert 0 < int(stopped["Retry-After"]) <= 60
    for number in range(2):
        assert owner.post("systems/", {"name": f"门户 {number}"}).status_code == 201
    assert owner.post("systems/", {"name": "门户"}).status_code == 429
    assert caller(cast.it_lead).get("requirements/").status_code == 200, "each person has a count of their own"


def test_the_rates_of_the_product_are_generous() -> None:
    assert api_settings.DEFAULT_THROTTLE_RATES == {"reading": "600/min", "writing": "120/min"}
