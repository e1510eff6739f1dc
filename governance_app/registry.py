"""Registries: what apps declare about themselves, read at start and closed before the first request."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

_ALL: list["Registry[object]"] = []


class Registry(Generic[T]):
    """Things of one sort by their code, in the order in which they were declared.

    Refuses (``ImproperlyConfigured``) a code declared twice and anything declared once it is closed.
    """

    def __init__(self, name: str) -> None:
        self.name = name
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
        """Code and thing, in the order of declaration."""
        return self._items.items()

    def codes(self) -> list[str]:
        """All codes, in the order of declaration."""
        return list(self._items)

    def close(self) -> None:
        """Take no more declarations."""
        self._closed = True


def close_all() -> None:
    """Close every registry; called once when all apps are ready."""
    for registry in _ALL:
        registry.close()
