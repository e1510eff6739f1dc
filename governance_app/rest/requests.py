"""How a request says who asks, and what may come as its body."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ParseError, PermissionDenied
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

from governance_app.rest.problems import Problem, too_large


class Session(SessionAuthentication):
    """The session of the pages. Whoever writes must send the CSRF token."""

    def authenticate_header(self, request: Request) -> str:
        """Named, so that someone not signed in is answered 401."""
        return "Session"

    def enforce_csrf(self, request: Request) -> None:
        """Refuse a write without the token."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as fault:
            raise Problem("csrf", _("Send the CSRF token of your session as X-CSRFToken.")) from fault


class Json(JSONParser):
    """JSON of bearable size and depth."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Read the body."""
        length = str((parser_context or {})["request"].META.get("CONTENT_LENGTH") or "0")
        if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise too_large()
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as fault:
            raise ParseError(_("The body is nested too deeply.")) from fault
