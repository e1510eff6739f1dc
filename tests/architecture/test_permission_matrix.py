"""The matrix: every address, as every role, in one's own programme, in a foreign one and in one that is not there.

What is expected comes from the permission table alone. Who lacks a permission, and who is nothing in a programme,
gets what a programme that does not exist would answer: the same status, the same page, at the same cost.
"""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance_app.documents.models import Revision
from governance_app.programmes.guards import PUBLIC, SIGNED_IN
from governance_app.programmes.registry import actions
from governance_app.programmes.states import Role
from governance_app.records.registry import record_kinds
from tests.architecture.addresses import Address, addresses
from tests.architecture.conftest import MISSING, Place, World

pytestmark = pytest.mark.django_db

INSIDE = [address for address in addresses() if "slug" in address.parts and not address.is_api]
OUTSIDE = [address for address in addresses() if "slug" not in address.parts and not address.is_api]
PEOPLE = ["stranger", *(str(role) for role in Role)]

#: Addresses that ask for more than a role; the world is set up so that everybody in the matrix fulfils it.
ASKS_MORE = {"documents:withdraw": "only the one who submitted may withdraw"}

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)


def allowed(address: Address, role: str) -> bool:
    if role == "stranger" or not isinstance(address.permission, tuple):
        return False
    return any(Role(role) in actions[act].roles for act in address.permission)


def plain(response: Any, path: str, slug: str) -> str:
    """A page without what differs for honest reasons: the form token and the address asked for."""
    text = response.content.decode()
    return _TOKEN.sub("", text).replace(path, "PATH").replace(slug, "SLUG")


def main(text: str) -> str:
    found = _MAIN.search(text)
    return found.group() if found else text


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def posted(address: Address, place: Place) -> dict[str, Any]:
    """Something to post that a permitted person gets an ordinary answer to."""
    page = address.name.rpartition(":")[2]
    kind = next((kind for kind in record_kinds if page.startswith(f"{kind.slug}-")), None)
    if kind is not None and page.endswith("-bulk"):
        return {"act": f"set:{kind.bulk[0]}", "pk": place.codes[kind.slug]}
    return {}


def in_missing(place: Place) -> Place:
    """The same place in a programme that is not there."""
    programme = type(place.programme)(slug=MISSING)
    return replace(place, programme=programme)


def asked(client: Client, method: str, url: str, data: dict[str, Any]) -> tuple[Any, int]:
    """The answer, and how many statements it took."""
    with CaptureQueriesContext(connection, ) as statements:
        response = client.post(url, data) if method == "post" else client.get(url)
    return response, len(statements)


def test_the_matrix_is_not_empty():
    assert len(INSIDE) > 90
    assert {address.name for address in INSIDE} >= {*ASKS_MORE, "overview:programme", "requirements:systems-list"}


@pytest.mark.parametrize("role", PEOPLE)
def test_own_programme(world: World, role: str):
    """Allowed: an ordinary answer. Not allowed: nothing but what a missing programme answers."""
    user = world.people[role]
    Revision.objects.filter(document__programme=world.own.programme).update(submitted_by=user)
    client, faults = signed_in(user), []
    for address in INSIDE:
        arguments = world.own.arguments(address.name, user)
        url, data = address.url(arguments), posted(address, world.own)
        if allowed(address, role):
            response = client.get(url)
            if response.status_code == 405:
                response = client.post(url, data)
            if response.status_code not in {200, 204, 302, 422}:
                faults.append(f"{address.label}: {response.status_code} although allowed")
            continue
        missing = address.url(arguments | {"slug": MISSING})
        found = {}
        for method in ("get", "post"):
            response, statements = asked(client, method, url, data)
            nothing, fewest = asked(client, method, missing, data)
            found[method] = response.status_code
            if response.status_code != nothing.status_code:
                faults.append(f"{address.label}: {method} {response.status_code}, missing {nothing.status_code}")
            elif main(plain(response, url, world.own.programme.slug)) != main(plain(nothing, missing, MISSING)):
                faults.append(f"{address.label}: {method} tells itself from a missing programme")
        if 404 not in found.values() or not set(found.values()) <= {404, 405}:
            faults.append(f"{address.label}: {found} although not allowed")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", PEOPLE)
def test_foreign_programme(world: World, role: str):
    """Another programme, though it exists with all that is named, answers as one that does not."""
    user = world.people[role]
    client, faults = signed_in(user), []
    for address in INSIDE:
        arguments = world.other.arguments(address.name, user)
        url, missing = address.url(arguments), address.url(arguments | {"slug": MISSING})
        data, found = posted(address, world.other), {}
        for method in ("get", "post"):
            response, statements = asked(client, method, url, data)
            nothing, fewest = asked(client, method, missing, data)
            found[method] = response.status_code
            if response.status_code != nothing.status_code or statements != fewest:
                faults.append(
                    f"{address.label}: {method} {response.status_code} in {statements} statements, "
                    f"missing {nothing.status_code} in {fewest}"
                )
            elif plain(response, url, world.other.programme.slug) != plain(nothing, missing, MISSING):
                faults.append(f"{address.label}: {method} tells itself from a missing programme")
        if 404 not in found.values() or not set(found.values()) <= {404, 405}:
            faults.append(f"{address.label}: {found} in a foreign programme")
    assert not faults, "\n".join(faults)


def test_things_of_a_foreign_programme_under_ones_own(world: World):
    """One's own programme in the address does not open another's records, revisions or imports."""
    user = world.people[str(Role.PMO)]
    client, faults = signed_in(user), []
    wrong = {"code": "XX-999", "number": 999, "segment": "9-nothing", "move": "nonsense"}
    for address in INSIDE:
        arguments = world.own.arguments(address.name, user)
        tried = {part: value for part, value in wrong.items() if part in address.parts}
        if "batch" in address.parts:
            foreign = world.other.arguments(address.name, user)
            mates = world.own.arguments(address.name, world.own.author)
            tried |= {"batch": foreign["batch"]}
            answers = [client.get(address.url(arguments | {"batch": mates["batch"]}))]
            answers.append(client.post(address.url(arguments | {"batch": mates["batch"]})))
            if 404 not in {answer.status_code for answer in answers}:
                faults.append(f"{address.label} opens a colleague's import")
        for part, value in tried.items():
            url = address.url(arguments | {part: value})
            answers = {client.get(url).status_code, client.post(url).status_code}
            if not answers <= {404, 405} or 404 not in answers:
                faults.append(f"{address.label} {part}={value}: {answers}")
    assert not faults, "\n".join(faults)


def test_without_signing_in(world: World):
    """Everything but what is public leads to the sign-in page, whether it exists or not."""
    client, faults = Client(), []
    entrance = reverse("account_login")
    user = world.people[str(Role.PMO)]
    for address in INSIDE:
        arguments = world.own.arguments(address.name, user)
        for slug in (world.own.programme.slug, MISSING):
            url = address.url(arguments | {"slug": slug})
            for response in (client.get(url), client.post(url)):
                if response.status_code != 302 or not response.headers["Location"].startswith(entrance):
                    faults.append(f"{address.label}: {response.status_code}")
    for address in OUTSIDE:
        if address.permission != SIGNED_IN:
            continue
        response = client.get(address.url({}))
        if response.status_code != 302 or not response.headers["Location"].startswith(entrance):
            faults.append(f"{address.label}: {response.status_code}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["stranger", str(Role.VENDOR), str(Role.PMO)])
def test_addresses_outside_programmes(world: World, role: str):
    """Public pages answer everybody; pages across programmes answer everyone signed in."""
    content_hash = Revision.objects.filter(document__programme=world.own.programme).get().content_hash
    filled = {"content_hash": content_hash, "uidb36": "1", "key": "x-y"}
    for person, client in (("anonymous", Client()), (role, signed_in(world.people[role]))):
        for address in OUTSIDE:
            if person == "anonymous" and address.permission != PUBLIC:
                continue
            response = client.get(address.url(filled))
            assert response.status_code in {200, 302, 405}, f"{address.label} for {person}: {response.status_code}"


def test_the_public_check_of_a_hash_tells_nothing_of_the_programme(world: World):
    revision = Revision.objects.filter(document__programme=world.own.programme).get()
    body = Client().get(reverse("documents:check", args=[revision.content_hash])).content.decode()
    programme = world.own.programme
    for secret in (programme.name, programme.slug, programme.code, world.own.author.display_name):
        assert secret not in body
    assert Client().get(reverse("documents:check", args=["0" * 64])).status_code == 404
