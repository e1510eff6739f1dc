"""Times as people write them in a log: today 08:40, yesterday 17:05, 11-20 15:48.

Two zones, kept apart: moments are told in the zone of the person who reads, days that bind (dates due, waivers,
delegations) are days of the enterprise, whoever looks at them. So the reader's zone is not made Django's current one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance_app.base.clock import this_moment

_reader: ContextVar[ZoneInfo | None] = ContextVar("reader", default=None)


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of this name, or None where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def text_in(moment: datetime, name: str) -> str:
    """The moment to the second in the zone of this name, as a signature keeps it; without such a zone the enterprise's."""
    return moment.astimezone(zone_named(name) or timezone.get_default_timezone()).isoformat(timespec="seconds")


def reader_zone() -> tzinfo:
    """The zone of the person who reads; the enterprise's where nobody does or theirs is unknown."""
    return _reader.get() or timezone.get_current_timezone()


@contextmanager
def read_in(name: str) -> Iterator[None]:
    """Tell moments in the zone of this name for as long as the block lasts."""
    token = _reader.set(zone_named(name))
    try:
        yield
    finally:
        _reader.reset(token)


def zone_text(now: datetime | None = None) -> str:
    """The reader's zone in words: ``Beijing time (UTC+8)``, others by their place."""
    zone = reader_zone()
    offset = (now or this_moment()).astimezone(zone).strftime("%z")
    hours, minutes = f"{offset[0]}{int(offset[1:3])}", offset[3:5]
    utc = f"UTC{hours}" + (f":{minutes}" if minutes != "00" else "")
    place = str(zone).rpartition("/")[2].replace("_", " ")
    name = _("Beijing time") if str(zone) == "Asia/Shanghai" else place
    return _("%(zone)s (%(offset)s)") % {"zone": name, "offset": utc}


class Clock:
    """Moments in the reader's zone as seen from one of them: what all rows of a page share is worked out once."""

    def __init__(self, now: datetime | None = None) -> None:
        self.zone = reader_zone()
        self.today = (now or this_moment()).astimezone(self.zone).date()
        self.yesterday = self.today - timedelta(days=1)

    @cached_property
    def _today(self) -> str:
        return _("today %(clock)s")

    @cached_property
    def _yesterday(self) -> str:
        return _("yesterday %(clock)s")

    def text(self, moment: datetime) -> str:
        """A moment in short form."""
        local = moment.astimezone(self.zone)
        day = local.date()
        if day.year != self.today.year and day not in {self.today, self.yesterday}:
            return day.isoformat()
        clock = local.isoformat()[11:16]
        if day == self.today:
            return self._today % {"clock": clock}
        if day == self.yesterday:
            return self._yesterday % {"clock": clock}
        return f"{day.isoformat()[5:]} {clock}"

    def full(self, moment: datetime) -> str:
        """A moment in full, with its zone."""
        local = moment.astimezone(self.zone).isoformat(" ", "seconds")
        return f"{local[:19]} {local[19:]}"

    def html(self, moment: datetime) -> SafeString:
        """The short form, the full one a pointer away."""
        text = escape(self.text(moment))
        return SafeString(f'<time datetime="{moment.isoformat()}" title="{self.full(moment)}">{text}</time>')


def when_text(moment: datetime, now: datetime | None = None) -> str:
    """A moment in short form, in the reader's zone."""
    return Clock(now).text(moment)


def week_ends(since: date, weeks: int = 12) -> Sequence[datetime]:
    """This moment and the same one in each week before it, oldest first; none that lies before ``since``."""
    now = this_moment()
    ends = (now - timedelta(weeks=back) for back in range(weeks - 1, -1, -1))
    return [end for end in ends if end == now or timezone.localdate(end) >= since]


def when_full(moment: datetime) -> str:
    """A moment in full, with its zone."""
    return Clock().full(moment)
