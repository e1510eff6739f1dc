"""The url conf walked to its leaves: every address with the permission its view declares.

What guards which address is written from here into ``docs/permissions.md``, so that a change of it is read by somebody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """One url pattern; ``name`` carries its namespaces."""

    route: str
    name: str
    view: Any
    parts: tuple[str, ...]
    pattern: Any = field(repr=False, default=None)

    @property
    def permission(self) -> Any:
        """What the view declares: acts, "public", "signed-in", or None."""
        return getattr(self.view, "permission", None)

    @property
    def label(self) -> str:
        """What stands in a failure."""
        return self.name or self.route

    @property
    def is_api(self) -> bool:
        """Whether this is a view of the API."""
        return hasattr(self.view, "cls")

    def actions(self) -> dict[str, str]:
        """Methods of an API view with the names of their functions."""
        if getattr(self.view, "actions", None):
            # The framework adds HEAD to them with the first request; it is answered as GET is.
            return {method: name for method, name in self.view.actions.items() if method != "head"}
        names = getattr(self.view.cls, "http_method_names", [])
        return {name: name for name in names if name != "options" and hasattr(self.view.cls, name)}

    def permission_of(self, function: str) -> Any:
        """What one function of an API view declares, or its class for all of them."""
        found = getattr(getattr(self.view.cls, function), "permission", None)
        if found is not None:
            return found
        found = getattr(self.view.cls, "permission", None)
        if isinstance(found, dict):
            found = found.get(function)
        return found if found is not None else self.permission

    def declared(self) -> dict[str, Any]:
        """What each method of an API view declares; a page declares one thing for all of them, under no name."""
        if not self.is_api:
            return {"": self.permission}
        return {method: self.permission_of(function) for method, function in self.actions().items()}

    def url(self, arguments: dict[str, Any]) -> str:
        """The address with its parts filled in."""
        return str(reverse(self.name, kwargs={name: arguments[name] for name in self.parts}))


def addresses(*, leave_out: tuple[str, ...] = ("admin",)) -> list[Address]:
    """Every address but those of the namespaces left out."""
    return list(_walk(get_resolver().url_patterns, "", (), leave_out))


def _walk(
    patterns: list[Any], before: str, spaces: tuple[str, ...], leave_out: tuple[str, ...], parts: tuple[str, ...] = ()
) -> Iterator[Address]:
    for item in patterns:
        route = before + str(item.pattern)
        inside = (*parts, *item.pattern.converters, *_groups(item.pattern))
        if isinstance(item, URLResolver):
            if item.namespace in leave_out:
                continue
            below = (*spaces, item.namespace) if item.namespace else spaces
            yield from _walk(item.url_patterns, route, below, leave_out, inside)
        elif isinstance(item, URLPattern):
            name = ":".join((*spaces, item.name)) if item.name else ""
            yield Address(route, name, item.callback, inside, item.pattern)


def _groups(pattern: Any) -> tuple[str, ...]:
    """Names of the groups of a regular expression; a path names its parts by converters."""
    if pattern.converters or not hasattr(pattern, "_regex"):
        return ()
    return tuple(pattern.regex.groupindex)
