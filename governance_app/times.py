"""Times as people write them in a log: today 08:40, yesterday 17:05, 11-20 15:48."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def when_text(moment: datetime, now: datetime | None = None) -> str:
    """A moment in short form, in the reader's zone."""
    local = timezone.localtime(moment)
    today = timezone.localtime(now or timezone.now()).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return _("today %(clock)s") % {"clock": clock}
    if local.date() == today - timedelta(days=1):
        return _("yesterday %(clock)s") % {"clock": clock}
    if local.year == today.year:
        return f"{local:%m-%d} {clock}"
    return f"{local:%Y-%m-%d}"


def when_full(moment: datetime) -> str:
    """A moment in full, with its zone."""
    local = timezone.localtime(moment)
    offset = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M:%S} {offset[:3]}:{offset[3:]}"


def when_html(moment: datetime) -> SafeString:
    """The short form, the full one a pointer away."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), when_full(moment), when_text(moment)
    )
