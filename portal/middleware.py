"""What is refused before any page sees it, and in whose time zone pages speak."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase

from governance_app.base.times import read_in

_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class ZeroBytes:
    """Answers 400 to a page's request that carries a zero byte: no text of a database can hold one.

    The API looks for them itself, to answer in its own form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at the address."""
        if not request.path_info.startswith("/api/"):
            _refuse(
                [request.path_info, *(value for values in request.GET.lists() for value in (values[0], *values[1]))]
            )
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Look at what a form posts."""
        if request.method == "POST" and request.content_type in _FORMS and not request.path_info.startswith("/api/"):
            _refuse(value for values in request.POST.lists() for value in values[1])


class ReaderZone:
    """Pages tell moments in the zone of whoever reads them; days that bind stay the enterprise's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at who reads."""
        with read_in(getattr(request.user, "time_zone", "") or ""):
            return self.get_response(request)


def _refuse(texts: Any) -> None:
    if any("\0" in text for text in texts):
        raise SuspiciousOperation("a zero byte in a request")
