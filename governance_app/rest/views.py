"""The base of every resource: who asks, what may be asked, how a body is read and an answer made."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from governance_app.errors import Malformed
from governance_app.rest.operations import Operation, Permission
from governance_app.rest.paging import CursorPages, WholeList
from governance_app.rest.preconditions import entity_tag, seen_already
from governance_app.rest.problems import Problem, invalid, invalid_parameter, not_found


class Resource(ViewSet):
    """A resource of the API. Its actions are declared with ``operation``; ``admit`` lets people in.

    ``resource`` stands in addresses, ``title`` in the documentation; ``orderings`` (name → path of fields) is
    what its lists can be sorted by, ``ordering`` the standard, ``tie`` a field no two rows share.
    """

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    resource = ""
    title: Any = ""
    pagination_class: type[CursorPages] = CursorPages
    orderings: Mapping[str, str] = {"id": "id"}
    ordering = "id"
    tie = "id"

    @classmethod
    def as_view(cls, actions: Any = None, **initkwargs: Any) -> Any:
        """The view, carrying the permissions of its actions as the views of pages do."""
        view: Any = super().as_view(actions, **initkwargs)
        view.permission = cls.permission_of(actions.values())
        return view

    @classmethod
    def permission_of(cls, names: Any) -> Permission:
        """All acts of which one opens one of the actions."""
        declared: list[Permission] = [getattr(cls, name).permission for name in names]
        words = [permission for permission in declared if isinstance(permission, str)]
        return words[0] if words else tuple(dict.fromkeys(act for acts in declared for act in acts))

    @property
    def operation(self) -> Operation | None:
        """What the present action declares; None for a method the address does not know."""
        return getattr(getattr(self, self.action or "", None), "operation", None)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Sign-in and limits first, then the permission the action declares."""
        super().initial(request, *args, **kwargs)
        declared = self.operation
        self.admit(request, declared.permission if declared else self.permission_of(set(self.action_map.values())))
        self._check_query(request)

    def _check_query(self, request: Request) -> None:
        """Refuse parameters the action does not declare: a mistyped filter must not answer with everything."""
        declared = self.operation
        known = {parameter.name for parameter in declared.parameters} if declared else set()
        if declared and declared.many:
            known |= {parameter.name for parameter in self.pagination_class.parameters(self)}
        for name, values in request.query_params.lists():
            if name not in known:
                raise invalid_parameter(name, _("There is no such parameter here."))
            if any("\0" in value for value in values):
                raise invalid_parameter(name, _("A parameter contains a character that is not allowed in text."))

    def admit(self, request: Request, permission: Permission) -> None:
        """Let the person in or raise; everyone signed in, unless a resource asks for more."""

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Answers are for the one who asked and never kept without asking again."""
        found = super().finalize_response(request, response, *args, **kwargs)
        found.setdefault("Cache-Control", "private, no-cache")
        return found

    def body(self, serializer: BaseSerializer[Any]) -> dict[str, Any]:
        """The body as an object whose members are all fields of the serializer."""
        data = self.request.data
        if not isinstance(data, Mapping):
            raise Problem(Malformed.code, _("The body must be a JSON object."))
        known = serializer.fields  # type: ignore[attr-defined]
        unknown = {str(name): [_("There is no such field.")] for name in data if name not in known}
        if unknown:
            raise invalid(unknown)
        return dict(data)

    def taken(self) -> dict[str, Any]:
        """The body as the action's serializer understands it."""
        takes = self._declared("takes")
        self.body(takes())
        serializer = takes(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def answer(self, thing: Any, *, version: int | None = None, headers: Mapping[str, str] | None = None) -> Response:
        """The action's answer, with the version as its entity tag."""
        more = dict(headers or {})
        if version is not None:
            more["ETag"] = entity_tag(version)
            if self.request.method == "GET" and seen_already(self.request, more["ETag"]):
                return Response(status=304, headers=more)
        return Response(self._declared("gives")(thing).data, status=self._declared("status"), headers=more)

    def page(self, queryset: Any, shape: Callable[[Any], Any] = lambda row: row) -> Response:
        """The page of the list that was asked for; ``shape`` makes of a row what the serializer takes."""
        pages = self.pagination_class()
        rows = [shape(row) for row in pages.paginate_queryset(queryset, self.request, self)]
        return pages.get_paginated_response(self._declared("gives")(rows, many=True).data)

    def whole(self, rows: list[Any]) -> Response:
        """A short list."""
        return WholeList().get_paginated_response(self._declared("gives")(rows, many=True).data)

    def _declared(self, name: str) -> Any:
        return getattr(self.operation, name)


class Nothing(APIView):
    """Every address below the API that is none."""

    schema = None

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> NoReturn:
        """Whatever is asked, there is nothing."""
        raise not_found()
