"""Every view names its permission; these decorators enforce it and let tests read it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

from governance_app.people.models import User
from governance_app.programmes.rules import Access, may_administer, may_found
from governance_app.programmes.selectors import accesses_of

P = ParamSpec("P")
PUBLIC = "public"
SIGNED_IN = "signed-in"
FOUNDERS = "founders"
ADMINISTRATORS = "administrators"


class MemberRequest(HttpRequest):
    """A request by someone signed in, inside a programme."""

    user: User
    access: Access
    accesses: list[Access]


MemberView = Callable[Concatenate[MemberRequest, Access, P], HttpResponseBase]


def requires(*acts: str) -> Callable[[MemberView[P]], Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]]:
    """Let only members through whose roles allow the act, or one of several.

    The view is called with the request and the access; everyone else gets the 404 of a missing programme.
    """

    def decorate(view: MemberView[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            # One query for all of the person's programmes, which the page's shell lists anyway; whether this one
            # is missing or closed to them shows neither in the answer nor in its cost.
            accesses = accesses_of(request.user)
            access = next((access for access in accesses if access.programme.slug == slug), None)
            if access is None or not any(access.may(act) for act in acts):
                raise Http404
            request.access, request.accesses = access, accesses  # type: ignore[attr-defined]
            return view(request, access, *args, **kwargs)  # type: ignore[arg-type]

        guarded.permission = acts  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]", guarded)

    return decorate


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view anyone signed in may open; what it shows starts from what they may see."""
    view.permission = SIGNED_IN  # type: ignore[attr-defined]
    return view


def founders(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those through who may set up programmes; everyone else gets the 404 of a missing page."""
    return _installation(view, may_found, FOUNDERS)


def administers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those through who may set up departments and people; everyone else gets the 404 of a missing page."""
    return _installation(view, may_administer, ADMINISTRATORS)


def _installation(
    view: Callable[..., HttpResponseBase], may: Callable[[Any], bool], permission: str
) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    guarded.permission = permission  # type: ignore[attr-defined]
    return guarded


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view anyone may open without signing in."""
    opened: Any = login_not_required(view)
    opened.permission = PUBLIC
    return opened  # type: ignore[no-any-return]
