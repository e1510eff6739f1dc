"""When a delegation serves, on the day itself and on the one beside it: on delegations never saved."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance_app.signoff.models import Delegation
from governance_app.signoff.rules import delegation_serves

FIRST, LAST = date(2026, 11, 20), date(2026, 11, 24)
DAY = timedelta(days=1)
KIND = "requirements-specification"


def serves(today: date, **values: object) -> bool:
    delegation = Delegation(**{"starts_on": FIRST, "ends_on": LAST, "scope": [], **values})
    return delegation_serves(delegation, today=today, kind=KIND)


@pytest.mark.parametrize(
    ("today", "expected"),
    [(FIRST - DAY, False), (FIRST, True), (FIRST + DAY, True), (LAST, True), (LAST + DAY, False)],
    ids=["the day before", "its first day", "within", "its last day", "the day after"],
)
def test_it_serves_from_its_first_day_to_its_last(today: date, expected: bool) -> None:
    assert serves(today) is expected


def test_one_that_was_revoked_serves_no_more() -> None:
    assert not serves(FIRST, revoked_at=datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize(("scope", "expected"), [([], True), ([KIND], True), (["gate-1-minutes"], False)])
def test_its_scope_names_kinds_and_none_means_all(scope: list[str], expected: bool) -> None:
    assert serves(FIRST, scope=scope) is expected
