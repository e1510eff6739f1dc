"""Moments are told in the zone of whoever reads them; days that bind are the enterprise's."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from governance_app.base.times import read_in, reader_zone, when_full, when_text, zone_text
from governance_app.people.models import User
from tests.conftest import Cast
from tests.factories.records import SystemFactory
from tests.pages.conftest import OpenAs, open_as
from tests.pages.reading import text

__all__ = ["open_as"]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Shanghai", "2026-11-24 12:00:00 +08:00"),
        ("Europe/Berlin", "2026-11-24 05:00:00 +01:00"),
        ("America/New_York", "2026-11-23 23:00:00 -05:00"),
        ("Asia/Kolkata", "2026-11-24 09:30:00 +05:30"),
    ],
)
def test_a_moment_is_told_in_the_readers_zone(zone: str, told: str) -> None:
    with read_in(zone):
        assert when_full(NOON) == told
    assert when_full(NOON) == "2026-11-24 12:00:00 +08:00"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Asia", "x" * 40])
def test_a_zone_that_is_none_is_the_enterprises(zone: str) -> None:
    with read_in(zone):
        assert str(reader_zone()) == "Asia/Shanghai"


def test_yesterday_is_yesterday_where_one_reads() -> None:
    moment, now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert when_text(moment, now).startswith("今天")
    with read_in("Europe/Berlin"):
        assert when_text(moment, now).startswith("昨天")


def test_days_that_bind_do_not_move_with_the_reader() -> None:
    before = timezone.localdate()
    with read_in("Pacific/Kiritimati"):
        assert timezone.localdate() == before
        assert timezone.get_current_timezone_name() == "Asia/Shanghai"


def test_the_zone_is_named_with_its_offset() -> None:
    assert zone_text(NOON) == "北京时间（UTC+8）"
    with read_in("Asia/Kolkata"):
        assert zone_text(NOON) == "Kolkata（UTC+5:30）"
    with read_in("America/New_York"):
        assert zone_text(NOON) == "New York（UTC-5）"


@pytest.mark.django_db
def test_pages_speak_in_the_readers_zone_and_say_which(cast: Cast, open_as: OpenAs) -> None:
    record = SystemFactory(access=cast.access(cast.owner))
    url = reverse("requirements:systems-detail", args=[cast.programme.slug, record.code])
    client = open_as(cast.owner)
    here = text(client.get(url))
    assert "+08:00" in here
    assert "北京时间（UTC+8）" in here
    User.objects.filter(pk=cast.owner.pk).update(time_zone="America/New_York")
    there = text(client.get(url))
    assert "+08:00" not in there
    assert "New York（UTC-" in there
    assert "+08:00" in text(open_as(cast.chair).get(url)), "the next reader is told in theirs"
