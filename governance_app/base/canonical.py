"""Canonical JSON (RFC 8785) and the hashes taken of it: the form in which anything is signed or chained."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import rfc8785


def plain(value: Any) -> Any:
    """``value`` with every part in a form JSON holds exactly.

    Decimals become their shortest plain text (``12.50`` → ``"12.5"``), dates and times ISO text; lazy
    strings become text, sets lists in an order of their own. Refuses floats and bytes (``TypeError``), whose
    text depends on who writes it, and keys that become the same text (``ValueError``).
    """
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | bytes | bytearray | memoryview):
        raise TypeError(f"{type(value).__name__} has no exact text; use Decimal, or decode or hash it")
    if isinstance(value, Mapping | Sequence | set | frozenset):
        return _parts(value)
    return str(value)


def _parts(value: Any) -> Any:
    if isinstance(value, Mapping):
        parts = {str(key): plain(part) for key, part in value.items()}
        if len(parts) != len(value):
            raise ValueError("a key stands twice once it is text")
        return parts
    if isinstance(value, Sequence):
        return [plain(part) for part in value]
    # The order a set is walked in differs from process to process.
    return sorted((plain(part) for part in value), key=rfc8785.dumps)


def decimal_text(value: Decimal) -> str:
    """Shortest plain text of a decimal: no exponent, no trailing zeros."""
    # Minus nought equals nought, so both have one text.
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical(value: Any) -> bytes:
    """Canonical JSON of ``value`` as UTF-8 bytes (RFC 8785)."""
    return rfc8785.dumps(plain(value))


def sha256_hex(data: bytes) -> str:
    """SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def content_hash(value: Any) -> str:
    """SHA-256 of the canonical JSON of ``value``."""
    return sha256_hex(canonical(value))
