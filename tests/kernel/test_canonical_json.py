"""The one form in which anything is hashed: equal content gives equal bytes, everywhere and always."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from governance_app.base.canonical import canonical, content_hash, decimal_text, sha256_hex
from governance_app.phases import Phase
from governance_app.programmes.states import Role

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(TEXT, parts, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_it_says_the_same_as_the_value(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(TEXT, st.integers(0, 99), max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    backwards = dict(reversed(value.items()))
    assert canonical(backwards) == canonical(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_equal_decimals_have_one_text(value: Decimal) -> None:
    text = decimal_text(value)
    assert Decimal(text) == value
    assert decimal_text(value.normalize()) == text
    assert decimal_text(value.quantize(Decimal("0.000001"))) == text
    assert "E" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12.50", "12.5"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("0.00", "0"),
        ("-0.00", "0"),
        ("-1.10", "-1.1"),
    ],
)
def test_a_decimal_is_written_shortest(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


def test_dates_times_and_lazy_texts_become_text() -> None:
    value = {
        "day": date(2026, 11, 20),
        "moment": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "title": gettext_lazy("Phase"),
        "role": Role.PMO,
        "phase": Phase.DESIGN,
        "amount": Decimal("3.10"),
    }
    assert json.loads(canonical(value)) == {
        "day": "2026-11-20",
        "moment": "2026-11-20T09:30:00.000000+00:00",
        "title": str(gettext_lazy("Phase")),
        "role": "pmo",
        "phase": 2,
        "amount": "3.1",
    }


def test_a_float_is_refused_wherever_it_stands() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical({"rows": [{"minutes": 1.5}]})


def test_bytes_are_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        canonical({"body": b"abc"})


def test_a_number_json_cannot_hold_exactly_is_refused() -> None:
    with pytest.raises(ValueError, match="9007199254740993"):
        canonical(2**53 + 1)


def test_two_keys_that_become_one_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        canonical({1: "a", "1": "b"})


def test_a_set_has_one_order_in_every_process() -> None:
    code = (
        "from governance_app.base.canonical import canonical\n"
        "print(canonical({'财务部', '人力资源部', 'IT', 'b', 'a', 7, 10}).decode(), end='')"
    )
    texts = {
        subprocess.run(  # noqa: S603 - a program of our own
            [sys.executable, "-X", "utf8", "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(texts) == 1
    assert sorted(map(str, json.loads(texts.pop()))) == sorted(["财务部", "人力资源部", "IT", "b", "a", "7", "10"])


def test_it_follows_the_standard_to_the_byte() -> None:
    # Examples in the manner of RFC 8785, 3.2.2 and 3.2.3: escapes, no blanks, keys by UTF-16 code units.
    assert canonical({"\u20ac": 1, "\r": 2, "1": 3, "\U0001f600": 4, "\ufb33": 5, "\x80": 6, "ö": 7}) == (
        '{"\\r":2,"1":3,"\x80":6,"ö":7,"€":1,"😀":4,"\ufb33":5}'.encode()
    )
    assert canonical('€$\x0f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()
    assert canonical([None, True, False]) == b"[null,true,false]"


def test_the_hash_is_taken_of_those_bytes() -> None:
    assert content_hash({"b": 1, "a": "关"}) == sha256_hex('{"a":"关","b":1}'.encode())
