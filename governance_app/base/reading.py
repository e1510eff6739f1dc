"""What several parts of one page ask for is read once: criteria, key figures and navigation know nothing of one another."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """As a block or a decorator around what only reads: ``once`` keeps what it has read until the end of it."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


@contextmanager
def shared_reading() -> Iterator[None]:
    """As ``one_reading``, joining the one that is going on where there is one: for what reads in many small functions."""
    if _kept.get() is not None:
        yield
        return
    with one_reading():
        yield


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` returns; inside one reading, what it returned under this key before."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found
