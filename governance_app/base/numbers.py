"""Numbers as people write and read them."""

from decimal import Decimal

from governance_app.base.canonical import decimal_text

#: More digits than this are no page, version or size.
_MOST_DIGITS = 8


def whole(text: str) -> int | None:
    """The whole number a text from a URL or form stands for, or None; other scripts' digits do not count."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def number_text(value: int | Decimal) -> str:
    """A number with thousands parted, decimals without trailing zeros."""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{Decimal(decimal_text(value)):,f}"
