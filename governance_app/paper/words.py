"""Words for codes, days, figures and hashes, as papers show them; templates reach them through the ``paper`` tag library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

from governance_app.registry import Registry

#: What stands where nothing is known: never a nought, never an empty cell.
NOTHING = "—"

#: The words for the codes that records keep, by domain: ``section.field`` for those of a document's sections.
paper_labels: Registry[Mapping[str, Any]] = Registry("paper labels")

#: The watermark of each state that has one, in both languages at once.
WATERMARKS: Mapping[str, str] = {"draft": "草稿 DRAFT", "superseded": "已取代 SUPERSEDED", "void": "作废 VOID"}


def paper_html(template: str, context: Mapping[str, Any], *, language: str) -> str:
    """The paper's HTML in ``language`` (``zh-hans`` or ``en``), with no request and no database."""
    with translation.override(language):
        return render_to_string(template, {**context, "language": language})


def words_of(domain: str, choices: Mapping[Any, Any]) -> None:
    """Declare the words of a domain. Documents may share a section; the same words twice are one declaration."""
    words = {str(code): word for code, word in choices.items()}
    if paper_labels.get(domain) != words:
        paper_labels.add(domain, words)


def label(code: object, domain: str) -> str:
    """The word for ``code``; an unknown code is shown as it is, an empty one as a dash."""
    if code in (None, ""):
        return NOTHING
    return str(paper_labels[domain].get(str(code), code))


def hash_short(value: str) -> str:
    """The first eight digits of a hash, as tables show it."""
    return value[:8]


def hash_ends(value: str) -> str:
    """Both ends of a hash, as the foot of every page shows it."""
    return f"{value[:8]}…{value[-8:]}" if len(value) > 16 else value  # noqa: PLR2004 - eight digits at each end


def hash_groups(value: str) -> str:
    """The whole hash in groups of eight digits, to be compared by eye."""
    return " ".join(value[start : start + 8] for start in range(0, len(value), 8))


def day(value: date | str | None) -> str:
    """A date as ``2026-11-24``; the time of day, if any, is left out."""
    if value in (None, ""):
        return NOTHING
    return str(value)[:10]


def moment(value: str) -> str:
    """A moment as ``2026-11-24 20:47 +08:00``: one that bears the portal's or a signer's zone keeps it, UTC is told here."""
    if not value:
        return NOTHING
    found = datetime.fromisoformat(value)
    if not found.utcoffset():
        found = found.astimezone(timezone.get_default_timezone())
    text = found.isoformat(" ", "minutes")
    return f"{text[:16]} {text[16:]}"


def decimal_of(value: object) -> Decimal | None:
    """``value`` as a decimal, or None if it is no number."""
    if value in (None, ""):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def figure(value: object, places: int | None = None) -> str:
    """A number with thousands parted (``8,412``), rounded to ``places`` if given; a dash if there is none."""
    number = decimal_of(value)
    if number is None:
        return NOTHING if value in (None, "") else str(value)
    return f"{number:,f}" if places is None else f"{number:,.{places}f}"


def relative_change(baseline: object, target: object) -> str:
    """By how many per cent a goal moves its figure, with sign: 52 → 4 is ``−92.3%``.

    The ratio is (target − baseline) / baseline of the figure as it stands. A throughput 50 % higher is a
    time 33 % shorter, so the figure is never turned over to suit the sentence. From nought there is no ratio.
    """
    before, after = decimal_of(baseline), decimal_of(target)
    if before is None or after is None or before == 0:
        return NOTHING
    change = (after - before) / abs(before) * 100
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{abs(change):.1f}%"


def page_words() -> tuple[str, str, str]:
    """What stands before, between and after the two numbers of “page 3 of 30”."""
    before, between, after = re.split(
        r"\x00|\x01", gettext("Page %(page)s of %(pages)s") % {"page": "\x00", "pages": "\x01"}
    )
    return before, between, after
