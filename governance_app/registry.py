"""Registries: what apps declare about themselves, read at start and closed before the first request."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

_ALL: list["Registry[object]"] = []


class Registry(Generic[T]):
    """Things of one sort by their code, in the order in which they were declared; with ``order`` in that of this key.

    Refuses (``ImproperlyConfigured``) a code declared twice and anything declared once it is closed.
    """

    def __init__(self, name: str, order: Callable[[T], Any] | None = None) -> None:
        self.name = name
        self.order = order
        self._items: dict[str, T] = {}
        self._closed = False
        _ALL.append(self)  # type: ignore[arg-type]

    def add(self, code: str, item: T) -> T:
        """Declare ``item`` under ``code`` and give it back."""
        if self._closed:
            raise ImproperlyConfigured(f"{self.name}: {code} was declared after start-up")
        if code in self._items:
            raise ImproperlyConfigured(f"{self.name}: {code} is declared twice")
        self._items[code] = item
        return item

    def get(self, code: str) -> T | None:
        """The thing declared under ``code``, or None."""
        return self._items.get(code)

    def __getitem__(self, code: str) -> T:
        return self._items[code]

    def __contains__(self, code: str) -> bool:
        return code in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def items(self) -> Iterable[tuple[str, T]]:
        """Code and thing, in their order."""
        return self._items.items()

    def codes(self) -> list[str]:
        """All codes, in their order."""
        return list(self._items)

    def close(self) -> None:
        """Take no more declarations; what is there is put in order."""
        order = self.order
        if order is not None:
            self._items = dict(sorted(self._items.items(), key=lambda pair: order(pair[1])))
        self._closed = True


def close_all() -> None:
    """Close every registry; called once when all apps are ready."""
    for registry in _ALL:
        registry.close()
