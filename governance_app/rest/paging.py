"""Long lists page by page: a cursor holds the last row's place, so that no row is skipped or seen twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from governance_app.rest.operations import Parameter
from governance_app.rest.problems import Problem, invalid_parameter

DEFAULT_SIZE = 50
LARGEST_SIZE = 200
_SALT = "sevengate.cursor"


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is sorted: a path of fields, then one that no two rows share."""

    name: str
    path: str
    tie: str

    @property
    def falls(self) -> bool:
        """Whether the largest comes first."""
        return self.name.startswith("-")

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Sort; rows without a value stand last in either direction, on every database."""
        field = F(self.path)
        first = field.desc(nulls_last=True) if self.falls else field.asc(nulls_last=True)
        return rows.order_by(first, self.tie)

    def after(self, value: Any, tie: Any) -> Q:
        """The rows behind the one with these values."""
        behind = Q(**{f"{self.tie.lstrip('-')}__{'lt' if self.tie.startswith('-') else 'gt'}": tie})
        if value is None:
            return Q(**{f"{self.path}__isnull": True}) & behind
        further = Q(**{f"{self.path}__{'lt' if self.falls else 'gt'}": value})
        return further | (Q(**{self.path: value}) & behind) | Q(**{f"{self.path}__isnull": True})


class CursorPages(BasePagination):
    """Pages of a queryset.

    The view names its ``orderings`` (name → path of fields), the standard ``ordering``, and as ``tie`` a field no two
    rows share.
    """

    def __init__(self) -> None:
        self.next_url: str | None = None
        #: The row behind the page, for lists whose rows are compared with the one that follows.
        self.following: Any = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """The rows of the page asked for."""
        order, size = _order(request, view.orderings, view.ordering, view.tie), _size(request)
        rows = order.apply(queryset)
        if cursor := request.query_params.get("cursor"):
            rows = rows.filter(order.after(*_place(cursor, order, queryset.model)))
        found = list(rows[: size + 1])
        if len(found) > size:
            self.following = found[size]
            last = found[size - 1]
            place = [order.name, _text(_value(last, order.path)), _text(_value(last, order.tie.lstrip("-")))]
            self.next_url = replace_query_param(
                request.build_absolute_uri(), "cursor", signing.dumps(place, salt=_SALT)
            )
        return found[:size]

    def get_paginated_response(self, data: Any) -> Response:
        """The page with the address of the next one."""
        return Response({"next": self.next_url, "results": data})

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        """The page in the schema."""
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": {"type": ["string", "null"], "format": "uri"}, "results": schema},
        }

    @staticmethod
    def parameters(view: Any) -> tuple[Parameter, ...]:
        """What can be asked of a list that comes in pages."""
        paging = (
            Parameter("cursor", _("The place of the next page, as given in “next”")),
            Parameter("page_size", _("Rows a page, from 1 to 200; 50 without it"), kind="integer"),
        )
        if len(view.orderings) < 2:  # noqa: PLR2004 - one order is no choice
            return paging
        names = tuple(name for plain in view.orderings for name in (plain, f"-{plain}"))
        return (*paging, Parameter("ordering", _("The field to sort by; a minus puts the largest first"), names))


class WholeList(CursorPages):
    """A short list, whole; in the same form as a page."""

    @staticmethod
    def parameters(view: Any) -> tuple[Parameter, ...]:
        """Nothing can be asked."""
        return ()


def _order(request: Request, orderings: Mapping[str, str], standard: str, tie: str) -> Order:
    wanted = request.query_params.get("ordering") or standard
    name = wanted.removeprefix("-")
    if name not in orderings:
        text = gettext("“%(value)s” is not allowed; choose one of: %(allowed)s.")
        raise invalid_parameter("ordering", text % {"value": wanted, "allowed": ", ".join(orderings)})
    return Order(wanted, orderings[name], tie)


def _size(request: Request) -> int:
    text = request.query_params.get("page_size", str(DEFAULT_SIZE))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= LARGEST_SIZE:
        raise invalid_parameter("page_size", gettext("The page size must be a number from 1 to 200."))
    return int(text)


def _place(cursor: str, order: Order, model: Any) -> tuple[Any, Any]:
    try:
        name, value, tie = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError) as fault:
        raise _invalid_cursor() from fault
    if name != order.name:
        raise _invalid_cursor()
    return _parsed(model, order.path, value), _parsed(model, order.tie.lstrip("-"), tie)


def _invalid_cursor() -> Problem:
    return Problem("invalid-cursor", gettext("This cursor belongs to another list; begin again without it."))


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part) if row is not None else None
    return row


def _text(value: Any) -> str | int | None:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)


def _parsed(model: Any, path: str, value: Any) -> Any:
    parts: Sequence[str] = path.split("__")
    for part in parts[:-1]:
        model = model._meta.get_field(part).related_model
    return model._meta.get_field(parts[-1]).to_python(value)
