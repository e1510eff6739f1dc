"""Giving the records of a programme their numbers, each once."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from governance_app.errors import Invalid
from governance_app.programmes.models import CodeCounter, Programme

#: Digits a code's number may have.
LONGEST_NUMBER = 6


def code_next(programme: Programme, prefix: str, width: int = 3) -> str:
    """The next code under a prefix, ``REQ-001``; inside a transaction, whose end frees the counter."""
    return codes_next(programme, prefix, 1, width)[0]


def codes_lock(programme: Programme, prefix: str) -> CodeCounter:
    """A prefix's counter, locked: until the transaction ends nobody else is given one of its codes."""
    CodeCounter.objects.get_or_create(programme=programme, prefix=prefix)
    return CodeCounter.objects.select_for_update().get(programme=programme, prefix=prefix)


def codes_next(
    programme: Programme, prefix: str, count: int, width: int = 3, counter: CodeCounter | None = None
) -> list[str]:
    """The next ``count`` codes under a prefix, taken at once; with ``counter`` its lock is held already."""
    counter = counter or codes_lock(programme, prefix)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{prefix}-{number:0{width}d}" for number in range(first, first + count)]


def code_fits(prefix: str, code: str, width: int = 3) -> bool:
    """Whether a code is the prefix and a number from 1, written as the portal writes it.

    ``REQ-1`` and ``REQ-001`` would be two codes for one number, so only one of them fits.
    """
    head, _dash, number = code.rpartition("-")
    fits = head == prefix and number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    return fits and int(number) > 0 and number == f"{int(number):0{width}d}"


def code_form_text(prefix: str, width: int = 3) -> str:
    """How a code must be written, told to someone who wrote it otherwise."""
    return _("The code must read like %(example)s: the number in %(width)s digits or more, without zeros to spare.") % {
        "example": f"{prefix}-{1:0{width}d}",
        "width": width,
    }


def code_claim(programme: Programme, prefix: str, code: str, width: int = 3) -> None:
    """Take one code given from outside: see ``codes_claim``."""
    codes_claim(programme, prefix, [code], width)


def codes_claim(
    programme: Programme, prefix: str, codes: Iterable[str], width: int = 3, counter: CodeCounter | None = None
) -> None:
    """Take codes given from outside, so that they are never given again. Refuses one that does not fit."""
    highest = 0
    for code in codes:
        if not code_fits(prefix, code, width):
            text = code_form_text(prefix, width)
            raise Invalid(text, fields={"code": [text]})
        highest = max(highest, int(code.rpartition("-")[2]))
    if not highest:
        return
    counter = counter or codes_lock(programme, prefix)
    counter.last = max(counter.last, highest)
    counter.save(update_fields=["last"])
