"""What stands before every page: who gets through, and what the page is given."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from governance_app.programmes.guards import (
    ADMINISTRATORS,
    FOUNDERS,
    PUBLIC,
    SIGNED_IN,
    administers,
    founders,
    public,
    requires,
    signed_in,
)
from tests.conftest import Cast
from tests.factories.people import UserFactory
from tests.factories.programmes import MembershipFactory

pytestmark = pytest.mark.django_db

EDIT, READ = "requirements.edit", "requirements.view"


def page(request: Any, access: Any, *args: Any, **parts: Any) -> HttpResponse:
    """A page that shows what it was given."""
    assert request.access is access
    return HttpResponse(f"{access.programme.slug} {len(request.accesses)} {sorted(parts.items())}")


def asked(view: Callable[..., Any], user: Any, slug: str = "office", **parts: Any) -> str:
    request = RequestFactory().get("/")
    request.user = user
    try:
        return view(request, slug, **parts).content.decode()
    except Http404:
        return "404"


def test_a_page_opens_for_those_whose_role_allows_the_act_and_for_nobody_else(cast: Cast) -> None:
    view = requires(EDIT)(page)
    found = {name: asked(view, person) for name, person in cast.people.items()}
    opened = {name for name, answer in found.items() if answer != "404"}
    assert opened == {"owner", "it_lead"}
    assert found["owner"] == "office 1 []"


def test_one_of_several_acts_is_enough(cast: Cast) -> None:
    assert asked(requires(EDIT, READ)(page), cast.auditor) != "404"
    assert asked(requires(EDIT, "gates.close")(page), cast.auditor) == "404"


def test_what_one_may_elsewhere_counts_for_nothing_here(cast: Cast) -> None:
    assert asked(requires(EDIT)(page), cast.stranger) == "404"
    assert asked(requires(EDIT)(page), cast.stranger, "plant") == "plant 1 []"
    assert asked(requires(EDIT)(page), cast.owner, "nowhere") == "404"
    MembershipFactory(programme=cast.other_programme, user=cast.owner, role="auditor")
    assert asked(requires(EDIT)(page), cast.owner) == "office 2 []"
    assert asked(requires(EDIT)(page), cast.owner, "plant") == "404"


def test_the_page_gets_the_parts_of_its_address(cast: Cast) -> None:
    assert asked(requires(READ)(page), cast.owner, code="REQ-001") == "office 1 [('code', 'REQ-001')]"


@pytest.mark.parametrize(
    ("guard", "permission"), [(founders, "add_programme"), (administers, "add_user"), (administers, "add_department")]
)
def test_the_whole_installation_takes_permissions_of_django(guard: Any, permission: str) -> None:
    view = guard(lambda request: HttpResponse("open"))
    request = RequestFactory().get("/")
    request.user = UserFactory()
    with pytest.raises(Http404):
        view(request)
    request.user = UserFactory(is_superuser=True)
    assert view(request).content == b"open"


def test_every_guard_says_what_it_asks_for() -> None:
    def bare() -> Any:
        return lambda request: HttpResponse()

    assert requires(EDIT, READ)(page).permission == (EDIT, READ)
    assert signed_in(bare()).permission == SIGNED_IN
    assert founders(bare()).permission == FOUNDERS
    assert administers(bare()).permission == ADMINISTRATORS
    opened = public(bare())
    assert opened.permission == PUBLIC
    assert opened.login_required is False
