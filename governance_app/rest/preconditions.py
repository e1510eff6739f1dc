"""Versions as entity tags: nobody overwrites what they have not seen (RFC 9110, RFC 6585)."""

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request

from governance_app.rest.problems import Problem


def entity_tag(version: int) -> str:
    """The entity tag of a record's version."""
    return f'"{version}"'


def version_asked(request: Request, present: int, *, needed: bool) -> int | None:
    """The version the caller means to change, for the service to check under its lock; None for any.

    Refuses a version that is not the present one, and, where ``needed``, a request that names none.
    """
    header = request.headers.get("If-Match")
    if header is None:
        if needed:
            raise Problem(
                "version-missing", _("Send the version you mean to change: If-Match with the ETag you were given.")
            )
        return None
    tags = parse_etags(header)
    if tags == ["*"]:
        return None
    if entity_tag(present) not in tags:
        raise Problem(
            "version-changed",
            _("This has been changed in the meantime; its present version is %(version)s. Nothing was saved.")
            % {"version": present},
            extra={"version": present},
        )
    return present


def seen_already(request: Request, tag: str) -> bool:
    """Whether the caller holds this version."""
    header = request.headers.get("If-None-Match", "")
    tags = [part.removeprefix("W/") for part in parse_etags(header)]
    return tags == ["*"] or tag in tags
