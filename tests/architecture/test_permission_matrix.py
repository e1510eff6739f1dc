"""The matrix: every address, as every role, in one's own programme, in a foreign one and in one that is not there.

What is expected comes from the rights as they are written in ``docs/permissions.md``. Who lacks a permission, and who is nothing in a programme,
gets what a programme that does not exist would answer: the same status, the same page, at the same cost.
"""

import logging
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponseNotFound
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance_app.documents.models import Revision
from governance_app.inbox.models import Notification
from governance_app.programmes.guards import ADMINISTRATORS, FOUNDERS, PUBLIC
from governance_app.programmes.states import Role
from tests.architecture.addresses import Address, addresses
from tests.architecture.conftest import MISSING, World
from tests.architecture.rights import rights

pytestmark = pytest.mark.django_db

INSIDE = [address for address in addresses() if "slug" in address.parts and not address.is_api]
API = [address for address in addresses() if "slug" in address.parts and address.is_api and address.name]
OUTSIDE = [address for address in addresses() if "slug" not in address.parts and not address.is_api]
PEOPLE = ["stranger", *(str(role) for role in Role)]

#: Addresses that ask for more than a role; the world is set up so that everybody in the matrix fulfils it.
ASKS_MORE = {
    "documents:withdraw": "only the one who submitted may withdraw",
    "documents:revoke": "one revokes one's own signature",
    "documents:delegation-revoke": "one ends one's own delegation",
    "gates:condition-met": "a condition is settled by its owner, or by those who may settle all",
    "inbox:comment-withdraw": "one withdraws one's own comment",
    "inbox:attachment-remove": "one takes off what one attached",
}

#: What fills parts of addresses of the whole installation.
ELSEWHERE = {"what": "people", "file": uuid.UUID(int=0)}

#: The roles that reach least and most.
EXTREMES = frozenset({"stranger", Role.PMO, Role.DEPT_HEAD, Role.AUDITOR, Role.VENDOR})
#: Roles that may what few others may; those of the working groups hold the same acts as one another.
SINGULAR = frozenset({Role.PMO, Role.IT_LEAD, Role.CHAIR, Role.KEY_USER, Role.AUDITOR})

#: What calls must bring before they look for what they are about; any version will do.
BROUGHT: dict[str, str] = {
    "api:departments-leave": '{"reason": "理由"}',
    "api:memberships-revoke": '{"reason": "理由"}',
    "api:meetings-item": '{"title": "议题"}',
}
AS_JSON: Any = {"content_type": "application/json", "headers": {"If-Match": "*"}}

#: Who reads the whole page of a refusal, as everybody gets it. The others read a bare one: the page is the same template
#: whatever is asked for, and what may differ is whether one is refused, and after how many statements.
READERS = frozenset({"stranger", Role.TRAINEE})

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)


@pytest.fixture(autouse=True)
def hushed() -> Iterator[None]:
    """Thousands of expected 404s need not be logged."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def bare(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal without the page around it; readers get it whole."""
    if "role" not in request.fixturenames or request.getfixturevalue("role") not in READERS:
        page = "<main>nothing here</main>"
        monkeypatch.setattr("portal.urls.handler404", lambda *_args, **_more: HttpResponseNotFound(page), raising=False)


def allowed(address: Address, role: str, method: str = "") -> bool:
    return role != "stranger" and rights().may(role, address, method)


def plain(response: Any, path: str) -> str:
    """A page without what differs for honest reasons: the form token and the address asked for."""
    return _TOKEN.sub("", response.content.decode()).replace(path, "PATH")


def main(text: str) -> str:
    found = _MAIN.search(text)
    return found.group() if found else text


def turns(every: list[Address], role: str, always: frozenset[str] = EXTREMES) -> list[Address]:
    """All addresses for some roles; the others take turns, so that each address meets some of them."""
    if role in always:
        return every
    return every[PEOPLE.index(role) % 3 :: 3]


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(client: Client, method: str, url: str, data: dict[str, Any]) -> tuple[Any, int]:
    """The answer, and how many statements it took."""
    with CaptureQueriesContext(connection) as statements:
        response = client.post(url, data) if method == "post" else client.get(url)
    return response, len(statements)


def test_the_matrix_is_whole():
    """Every address of a programme that is written in ``docs/permissions.md`` is walked, and no other."""
    written = {route for route, _method in rights().guards if "/<slug:slug>/" in route}
    assert {f"/{address.route}" for address in (*INSIDE, *API)} == written
    assert {address.name for address in INSIDE} >= {*ASKS_MORE, "overview:programme", "requirements:systems-list"}


class Nothing:
    """What this person is answered inside a programme that is not there: one page, whatever is asked for."""

    def __init__(self, client: Client, user: Any, world: World) -> None:
        url = reverse("requirements:systems-list", args=[MISSING])
        client.get(url)  # what is kept of one's own work is counted here, not below
        response, self.statements = asked(client, "get", url, {})
        assert response.status_code == 404
        self.text = plain(response, url)
        self.status = response.status_code

    def differs(self, response: Any, statements: int, url: str, *, own: bool = False) -> str:
        """How an answer tells itself from nothing, in words; in one's own programme the menu may show where one is."""
        if response.status_code == 405:
            return ""
        if response.status_code != self.status:
            return f"answers {response.status_code}"
        found, wanted = plain(response, url), self.text
        if own:
            return "" if main(found) == main(wanted) else "shows another page"
        if found != wanted:
            return "shows another page"
        return "" if statements == self.statements else f"takes {statements} statements instead of {self.statements}"


def refused(client: Client, nothing: Nothing, url: str, data: dict[str, Any], *, own: bool) -> list[str]:
    """Faults of an address that must answer as if nothing were there, by reading or else by writing."""
    faults, found = [], set()
    for method in ("get", "post"):
        response, statements = asked(client, method, url, data)
        found.add(response.status_code)
        if fault := nothing.differs(response, statements, url, own=own):
            faults.append(f"{method} {fault}")
        if response.status_code == 404 and method == "get":
            break
    if 404 not in found:
        faults.append(f"answers {found}")
    return faults


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("role", PEOPLE)
def test_own_programme(world: World, role: str):
    """Allowed: an ordinary answer. Not allowed: nothing but what a missing programme answers."""
    user = world.people[role]
    world.own.give_to(user)
    client, faults = signed_in(user), []
    nothing = Nothing(client, user, world)
    # What is not allowed comes first: acts that are leave messages for the page after them.
    for address in sorted(INSIDE, key=lambda address: allowed(address, role)):
        url, data = address.url(world.own.arguments(address.name, user)), world.own.posted(address.name)
        if not allowed(address, role):
            faults += [
                f"{address.label}: {fault}" for fault in refused(client, nothing, url, data, own=role != "stranger")
            ]
            continue
        if address not in turns(INSIDE, role, SINGULAR):
            continue
        response = client.get(url)
        if response.status_code == 405:
            response = client.post(url, data)
        if response.status_code not in {200, 204, 302, 422}:
            faults.append(f"{address.label}: {response.status_code} although allowed")
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("role", PEOPLE)
def test_foreign_programme(world: World, role: str):
    """Another programme, though it exists with all that is named, answers as one that does not."""
    user = world.people[role]
    client, faults = signed_in(user), []
    nothing = Nothing(client, user, world)
    for address in turns(INSIDE, role):
        url, data = address.url(world.other.arguments(address.name, user)), world.other.posted(address.name)
        faults += [f"{address.label}: {fault}" for fault in refused(client, nothing, url, data, own=False)]
    assert not faults, "\n".join(faults)


def test_every_address_of_a_missing_programme_is_one_answer(world: World):
    """What foreign and forbidden addresses are compared with is the same wherever one asks, reading or writing."""
    user = world.people[str(Role.TRAINEE)]
    client, faults = signed_in(user), []
    nothing = Nothing(client, user, world)
    for address in INSIDE:
        url = address.url(world.own.arguments(address.name, user) | {"slug": MISSING})
        found = set()
        for method in ("get", "post"):
            response, statements = asked(client, method, url, world.own.posted(address.name))
            found.add(response.status_code)
            if fault := nothing.differs(response, statements, url):
                faults.append(f"{address.label}: {method} {fault}")
        if 404 not in found:
            faults.append(f"{address.label}: {found}")
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("bare")
def test_what_exists_nowhere_is_not_found(world: World):
    """A code, number, move or colleague's import that is not there, under one's own programme."""
    user = world.people[str(Role.PMO)]
    client, faults = signed_in(user), []
    wrong = {"code": "XX-999", "number": 999, "segment": "9-nothing", "move": "nonsense"}
    wrong |= {"rows": 999_999, "kind": "nothing", "criterion": "XX-G9"}
    for address in INSIDE:
        arguments = world.own.arguments(address.name, user)
        tried = {part: value for part, value in wrong.items() if part in address.parts}
        if "batch" in address.parts:
            tried["batch"] = world.own.arguments(address.name, world.own.author)["batch"]
        for part, value in tried.items():
            url = address.url(arguments | {part: value})
            answers = {client.get(url).status_code, client.post(url).status_code}
            if not answers <= {404, 405} or 404 not in answers:
                faults.append(f"{address.label} {part}={value}: {answers}")
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("bare")
def test_things_of_a_foreign_programme_under_ones_own(world: World):
    """What another programme has, by its code, number or key, is not there under one's own: page by page, call by call.

    Asked by somebody who may, and to whom it belongs there, so that nothing else can be why it is not found.
    """
    faults, asked_for = [], set()
    for address in (*INSIDE, *API):
        for method in address.actions() if address.is_api else ("",):
            role = next((str(role) for role in Role if allowed(address, role, method)), None)
            if role is None or method == "head":
                continue
            user = world.people[role]
            for place in (world.own, world.other):
                place.give_to(user)
            own, other = (place.arguments(address.name, user) for place in (world.own, world.other))
            client = signed_in(user)
            cache.clear()  # so many calls at once would be answered with the limit on writing
            for part in {part for part in address.parts if own[part] != other[part]} - {"slug"}:
                url, foreign = address.url(own | {part: other[part]}), world.other.posted(address.name)
                if method:
                    body = BROUGHT.get(address.name, "{}")
                    found = {client.generic(method.upper(), url, body, **AS_JSON).status_code}
                else:
                    found = {client.get(url).status_code, client.post(url, foreign).status_code}
                asked_for.add(part)
                if not found <= {404, 405} or 404 not in found:
                    faults.append(f"{address.label} {method} {part}={other[part]} as {role}: {found}")
    assert not faults, "\n".join(faults)
    assert asked_for >= {"code", "number", "name", "pack", "batch", "drawing", "signature_hash"}


def test_without_signing_in(world: World):
    """Everything but what is public leads to the sign-in page, whether it exists or not."""
    client, entrance = Client(), reverse("account_login")
    user = world.people[str(Role.PMO)]
    told = Notification.objects.get(user=user)
    urls = [address.url({"number": told.pk, **ELSEWHERE}) for address in OUTSIDE if address.permission != PUBLIC]
    for address in INSIDE:
        arguments = world.own.arguments(address.name, user)
        urls += [address.url(arguments | {"slug": slug}) for slug in (world.own.programme.slug, MISSING)]
    for url in urls:
        for response in (client.get(url), client.post(url)):
            assert response.status_code == 302, url
            assert response.headers["Location"].startswith(entrance), url


@pytest.mark.parametrize("role", PEOPLE)
def test_every_action_of_the_api(world: World, role: str):
    """The same table for programs: an ordinary answer or a fault named, or what a missing programme answers."""
    user, faults = world.people[role], []
    world.own.give_to(user)
    client = signed_in(user)
    own, other = world.own.programme.slug, world.other.programme.slug
    world.own.give_to(user)
    for address in API:
        cache.clear()  # so many questions at once would be answered with the limit on writing
        for method in address.actions():
            if method == "head":
                continue
            may, label = allowed(address, role, method), f"{address.label} {method}"
            answers = {}
            for slug, place in ((own, world.own), (other, world.other), (MISSING, world.own)):
                if slug == own or address in turns(API, role):
                    url = address.url(place.arguments(address.name, user) | {"slug": slug})
                    answers[slug] = client.generic(method.upper(), url, "{}", content_type="application/json")
            if may and answers[own].status_code in {401, 404, *range(500, 600)}:
                faults.append(f"{label}: {answers[own].status_code} although allowed")
            # A refusal of the person (not asked, not called) is 403 too; only what takes signatures or votes may give one.
            if (
                may
                and answers[own].status_code == 403
                and not address.name.startswith(("api:revisions-", "api:reviews-"))
            ):
                faults.append(f"{label}: forbidden although allowed")
            if may:
                answers.pop(own)
            if {answer.status_code for answer in answers.values()} - {404}:
                faults.append(f"{label}: {[answer.status_code for answer in answers.values()]} instead of 404")
            if len({answer.content for answer in answers.values()}) > 1:
                faults.append(f"{label}: forbidden, foreign and missing can be told apart")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["stranger", str(Role.VENDOR), str(Role.PMO)])
def test_addresses_outside_programmes(world: World, role: str):
    """Public pages answer everybody; pages across programmes everyone signed in, those of founders none of these."""
    content_hash = Revision.objects.filter(document__programme=world.own.programme).get().content_hash
    told = Notification.objects.get(user=world.people[role])
    filled = {"content_hash": content_hash, "uidb36": "1", "key": "x-y", "number": told.pk, **ELSEWHERE}
    for person, client in (("anonymous", Client()), (role, signed_in(world.people[role]))):
        for address in OUTSIDE:
            if person == "anonymous" and address.permission != PUBLIC:
                continue
            response = client.get(address.url(filled))
            expected = {200, 302, 405}
            if address.permission in {FOUNDERS, ADMINISTRATORS}:
                expected = {404, 405}  # nobody of the matrix may set up programmes or people
            assert response.status_code in expected, f"{address.label} for {person}: {response.status_code}"


def test_the_public_check_of_a_hash_tells_nothing_of_the_programme(world: World):
    revision = Revision.objects.filter(document__programme=world.own.programme).get()
    body = Client().get(reverse("documents:check", args=[revision.content_hash])).content.decode()
    programme = world.own.programme
    for secret in (programme.name, programme.slug, programme.code, world.own.author.display_name):
        assert secret not in body
    assert Client().get(reverse("documents:check", args=["0" * 64])).status_code == 404
