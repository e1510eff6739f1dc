"""Errors as problem details (RFC 9457), in the language of the request."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from governance_app.errors import REFUSALS, Invalid, Malformed, Missing, Refusal, Stale, TooLarge

MEDIA_TYPE = "application/problem+json"

#: The title of a problem, by status.
TITLES = {
    400: _("The request was not understood"),
    401: _("Not signed in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Not possible here"),
    406: _("No such format"),
    409: _("Not possible in the present state"),
    412: _("Changed in the meantime"),
    413: _("Too large"),
    415: _("Not JSON"),
    422: _("Not valid"),
    428: _("The version is missing"),
    429: _("Too many requests"),
}

#: The codes of the protocol itself, with their status. Those by which services refuse come from ``errors.REFUSALS``.
PROTOCOL = {
    "invalid-parameter": 400,
    "invalid-cursor": 400,
    "signed-out": 401,
    "csrf": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "not-acceptable": 406,
    "version-changed": 412,
    "unsupported-media-type": 415,
    "version-missing": 428,
    "too-many-requests": 429,
}


def statuses() -> dict[str, int]:
    """Every code a problem may carry, with its status."""
    return dict(sorted((PROTOCOL | {code: kind.status for code, kind in REFUSALS.items()}).items()))


_LIBRARY: tuple[tuple[type[exceptions.APIException], str], ...] = (
    (exceptions.ParseError, Malformed.code),
    (exceptions.NotAuthenticated, "signed-out"),
    (exceptions.AuthenticationFailed, "signed-out"),
    (exceptions.MethodNotAllowed, "method-not-allowed"),
    (exceptions.NotAcceptable, "not-acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported-media-type"),
    (exceptions.Throttled, "too-many-requests"),
)


class Problem(exceptions.APIException):
    """An error with its code; ``errors`` names fields, ``extra`` adds members, ``wait`` is in seconds."""

    def __init__(
        self,
        code: str,
        text: str,
        *,
        errors: Mapping[str, list[str]] | None = None,
        extra: Mapping[str, Any] | None = None,
        wait: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(text, code)
        self.code, self.text, self.errors = code, text, dict(errors or {})
        self.extra, self.wait = dict(extra or {}), wait
        self.status_code = status or PROTOCOL.get(code) or REFUSALS[code].status

    def body(self) -> dict[str, Any]:
        """The members of the problem, in the order of the standard."""
        return {
            "type": f"{reverse('api:docs')}#problem-{self.code}",
            "title": str(TITLES.get(self.status_code, TITLES[422])),
            "status": self.status_code,
            "detail": self.text,
            "code": self.code,
            **({"errors": self.errors} if self.errors else {}),
            **self.extra,
        }


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong. Some problems carry more members: ``changes``, ``problems``, ``version``."""

    type = serializers.CharField(help_text=_("Address of the explanation"))
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text=_("A sentence for the user"))
    code = serializers.CharField(help_text=_("The problem for programs"))
    errors: Any = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text=_("Sentences by field"),
    )


def not_found() -> Problem:
    """The one answer for what is missing, foreign or forbidden: nothing in it tells them apart."""
    return Problem("not-found", gettext("Nothing was found here, or you may not see it."))


def invalid_parameter(name: str, text: str) -> Problem:
    """A part of the query string, or a header, that cannot be asked."""
    return Problem("invalid-parameter", text, errors={name: [text]})


def too_large() -> Problem:
    """A body of more than may be sent."""
    return Problem(TooLarge.code, gettext("The body is too large."))


def invalid(errors: Mapping[str, list[str]]) -> Problem:
    """Fields that are not valid, each with its sentences."""
    first = next((texts[0] for texts in errors.values() if texts), "")
    return Problem(Invalid.code, first, errors=errors)


def refused(refusal: Refusal, *, if_match: bool) -> Problem:
    """What a service refuses, as a problem."""
    code, status = refusal.code, refusal.status
    if status == Missing.status:
        if not refusal.fields:
            return not_found()
        status = Invalid.status
    extra = {name: _plain(value) for name, value in refusal.extra.items()}
    wait = extra.pop("wait", None)
    if isinstance(refusal, Stale) and if_match:
        code, status = "version-changed", PROTOCOL["version-changed"]
    return Problem(code, str(refusal), errors=_texts(refusal.fields), extra=extra, wait=wait, status=status)


def _texts(fields: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name or "__all__": [str(text) for text in texts] for name, texts in fields.items()}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(part) for name, part in asdict(value).items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, int | float) else str(value)


def _flat(detail: Any, name: str = "") -> dict[str, list[str]]:
    """The errors of a serializer, nested ones under dotted names."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for key, part in detail.items():
            found.update(_flat(part, f"{name}.{key}" if name else str(key)))
        return found
    texts = detail if isinstance(detail, list) else [detail]
    return {name or "__all__": [str(text) for text in texts]}


def _problem(fault: Exception, *, if_match: bool) -> Problem | None:
    if isinstance(fault, Problem):
        return fault
    if isinstance(fault, Refusal):
        return refused(fault, if_match=if_match)
    if isinstance(fault, Http404 | PermissionDenied | exceptions.NotFound | exceptions.PermissionDenied):
        return not_found()
    if isinstance(fault, RequestDataTooBig):
        return too_large()
    if isinstance(fault, exceptions.ValidationError):
        return invalid(_flat(fault.detail))
    for library, code in _LIBRARY:
        if isinstance(fault, library):
            return Problem(code, str(fault.detail), wait=getattr(fault, "wait", None))
    return None


def handler(fault: Exception, context: Mapping[str, Any]) -> Response | None:
    """What the framework calls with an exception; None leaves it to the server's own error page."""
    problem = _problem(fault, if_match="If-Match" in context["request"].headers)
    if problem is None:
        return None
    headers = {}
    if getattr(fault, "auth_header", None):
        headers["WWW-Authenticate"] = str(fault.auth_header)  # type: ignore[attr-defined]
    if problem.wait is not None:
        headers["Retry-After"] = str(max(1, round(problem.wait)))
    return Response(problem.body(), status=problem.status_code, headers=headers, content_type=MEDIA_TYPE)
