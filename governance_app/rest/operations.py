"""What an action of the API declares about itself: who may call it, what it takes and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from rest_framework.serializers import BaseSerializer

#: Acts of the permission matrix of which one is needed, or a word for what needs none.
Permission = tuple[str, ...] | str
Action = Callable[..., Any]

#: What the actions that most resources have are called.
TITLES = {
    "list": _("List"),
    "retrieve": _("Read"),
    "create": _("Create"),
    "update": _("Replace"),
    "partial_update": _("Change"),
    "destroy": _("Remove"),
    "history": _("History"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of the query string; ``many`` may stand several times, ``choices`` lists what it may be."""

    name: str
    text: Any
    choices: tuple[str, ...] = ()
    many: bool = False
    kind: Literal["string", "integer"] = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An action: the permission it takes, the serializers of its body and its answer, and how it behaves.

    ``if_match`` says whether the version to be changed may or must be named, ``keyed`` takes an idempotency key, ``tagged``
    answers with the record's version; ``conflicts`` may be refused for the state things are in.
    """

    permission: Permission
    title: Any = ""
    takes: type[BaseSerializer[Any]] | None = None
    gives: type[BaseSerializer[Any]] | None = None
    many: bool = False
    status: int = 200
    parameters: tuple[Parameter, ...] = ()
    if_match: Literal["", "may", "must"] = ""
    keyed: bool = False
    tagged: bool = False
    conflicts: bool = False


def operation(permission: Permission, **declared: Any) -> Callable[[Action], Action]:
    """Declare an action of a resource. ``permission`` can be read from the function, as from a page's view."""

    def declare(action: Action) -> Action:
        @wraps(action)
        def declared_action(*args: Any, **kwargs: Any) -> Any:
            return action(*args, **kwargs)

        title = declared.pop("title", "") or TITLES.get(action.__name__, "")
        declared_action.permission = permission  # type: ignore[attr-defined]
        declared_action.operation = Operation(  # type: ignore[attr-defined]
            permission=permission, title=title, **declared
        )
        return declared_action

    return declare
