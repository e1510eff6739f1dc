"""The OpenAPI document: drawn from what the actions declare, their errors included. Alone imports the library."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance_app.rest.operations import Operation, Parameter
from governance_app.rest.problems import MEDIA_TYPE, TITLES, ProblemSerializer, statuses

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class PortalSessionScheme(SessionScheme):  # type: ignore[no-untyped-call]
    """The pages' session, in the schema."""

    target_class = "governance_app.rest.requests.Session"
    name = "session"


class ResourceSchema(AutoSchema):
    """Reads an action's declaration. Views that declare none stay out of the document."""

    view: Any

    @property
    def _operation(self) -> Operation | None:
        return getattr(self.view, "operation", None)

    def is_excluded(self) -> bool:
        """Leave out what declares nothing."""
        return self._operation is None

    def get_operation_id(self) -> str:
        """Resource and action."""
        return f"{self.view.resource}_{self.view.action}".replace("-", "_")

    def get_tags(self) -> list[str]:
        """One tag a resource."""
        return [self.view.resource]

    def get_summary(self) -> str:
        """What the action is called."""
        return f"{self.view.title}: {self._declared.title}"

    def get_extensions(self) -> dict[str, Any]:
        """The acts of the permission matrix of which one is needed."""
        return {"x-permission": self._declared.permission}

    @property
    def _declared(self) -> Operation:
        declared = self._operation
        if declared is None:
            raise LookupError(f"{self.view} declares nothing")
        return declared

    def get_request_serializer(self) -> Any:
        """What the action takes."""
        return self._declared.takes

    def get_response_serializers(self) -> Any:
        """What the action gives when all goes well."""
        gives = self._declared.gives
        if gives is not None and self._declared.many:
            return {self._declared.status: gives(many=True)}
        return {self._declared.status: gives}

    def get_override_parameters(self) -> list[Any]:
        """Query string and headers."""
        declared = self._declared
        listed: tuple[Parameter, ...] = declared.parameters
        if declared.many:
            listed = (*listed, *self.view.pagination_class.parameters(self.view))
        found = [
            OpenApiParameter(
                parameter.name,
                {"string": str, "integer": int}[parameter.kind],
                description=str(parameter.text),
                enum=parameter.choices or None,
                many=parameter.many,
            )
            for parameter in listed
        ]
        if declared.if_match:
            found.append(
                _header("If-Match", _("The ETag of the version to be changed"), required=declared.if_match == "must")
            )
        if declared.keyed:
            found.append(_header("Idempotency-Key", _("The same key twice does the work once")))
        if declared.tagged:
            found.append(_header("ETag", _("The record's version"), response=[declared.status]))
        if declared.keyed:
            found.append(_header("Location", _("Address of what was made"), response=[declared.status]))
        return found

    def _get_paginator(self) -> Any:
        return self.view.pagination_class() if self._declared.many else None

    def _get_pagination_parameters(self) -> list[Any]:
        return []

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        found: dict[str, Any] = super()._get_response_bodies(direction)
        component = self.resolve_serializer(ProblemSerializer, direction)
        for answer in found.values():
            answer["description"] = answer["description"] or _("Done")
        for status in self._problems():
            found[str(status)] = {
                "description": str(TITLES[status]),
                "content": {MEDIA_TYPE: {"schema": component.ref}},
            }
        return dict(sorted(found.items()))

    def _problems(self) -> list[int]:
        declared = self._declared
        found = {400, 401, 404, 406, 429}
        if self.method != "GET":
            found |= {403, 422}
        if declared.takes is not None:
            found |= {413, 415}
        if declared.if_match:
            found |= {409, 412}
        if declared.if_match == "must":
            found.add(428)
        if declared.conflicts:
            found |= {403, 409}
        return sorted(found)


def _header(name: str, text: str, *, required: bool = False, response: Any = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=text, required=required, response=response)


def drop_enum_ids(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Choices stay where they are used: take away the marks by which the library would gather them."""
    _drop(result)
    return result


def _drop(node: Any) -> None:
    if isinstance(node, dict):
        node.pop("x-spec-enum-id", None)
        for part in node.values():
            _drop(part)
    elif isinstance(node, list):
        for part in node:
            _drop(part)


@lru_cache(maxsize=4)
def document(language: str) -> dict[str, Any]:
    """The OpenAPI document in a language; the same for everyone and for the life of the process."""
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
    return dict(generator.get_schema(request=None, public=True))


class SchemaView(APIView):
    """The OpenAPI document."""

    schema = None

    def get(self, request: Request) -> Response:
        """Give it in the reader's language."""
        return Response(document(get_language() or ""), content_type="application/vnd.oai.openapi+json")


def docs_context(schema_url: str) -> dict[str, Any]:
    """The document for people: resources with their operations, and the problems there are."""
    schema = document(get_language() or "")
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method, row in methods.items():
            groups.setdefault(row["tags"][0], []).append(_shown(schema, path, method, row))
    return {
        "title": _("API"),
        "schema_url": schema_url,
        "groups": [
            {"name": name, "title": rows[0]["resource"], "operations": sorted(rows, key=_place)}
            for name, rows in groups.items()
        ],
        "problems": [{"code": code, "status": status, "title": TITLES[status]} for code, status in statuses().items()],
    }


def _place(row: Mapping[str, Any]) -> tuple[str, int]:
    return row["path"], _METHODS.index(row["method"])


def _shown(schema: Mapping[str, Any], path: str, method: str, row: Mapping[str, Any]) -> dict[str, Any]:
    resource, _colon, title = row["summary"].partition(": ")
    body = row.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    permission = row.get("x-permission", ())
    return {
        "id": row["operationId"],
        "method": method.upper(),
        "path": path,
        "resource": resource,
        "title": title,
        "permission": [permission] if isinstance(permission, str) else permission,
        "parameters": [part for part in row.get("parameters", ()) if part["in"] != "path"],
        "fields": _fields(schema, body),
        "answers": [{"status": status, "text": answer["description"]} for status, answer in row["responses"].items()],
    }


def _fields(schema: Mapping[str, Any], body: Mapping[str, Any]) -> list[dict[str, Any]]:
    name = body.get("$ref", "").rpartition("/")[2]
    component = schema["components"]["schemas"].get(name, {})
    needed = component.get("required", ())
    return [
        {"name": field, "text": part.get("description", "") or part.get("title", ""), "required": field in needed}
        for field, part in component.get("properties", {}).items()
        if not part.get("readOnly")
    ]
