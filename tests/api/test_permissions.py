"""Who may ask what: as owner, reader, stranger, nobody, and without signing in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance_app.programmes.registry import actions
from governance_app.records.registry import record_kinds
from tests.api.conftest import Caller
from tests.architecture.addresses import Address, addresses

pytestmark = pytest.mark.django_db

#: What an auditor may have made: it proves the records to an outsider and changes none of them.
PROVING = {"documents.evidence", "ledger.checkpoint"}
#: What stands for the parts of addresses; all of it is there for those who may see it.
PARTS = {
    "code": "REQ-001",
    "number": "1",
    "name": "requirements-specification-1",
    "signature_hash": "0" * 64,
    "rows": "1",
    "pack": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}
INSIDE = [address for address in addresses() if address.name.startswith("api:") and "slug" in address.parts]
CALLS = [(address, method) for address in INSIDE for method in address.actions() if method != "head"]


def url(address: Address, slug: str) -> str:
    code = address.name.removeprefix("api:").rpartition("-")[0]
    kind = record_kinds.get(code)
    parts = {**PARTS, "slug": slug, "code": f"{kind.prefix}-{1:0{kind.width}d}" if kind else "specification"}
    return address.url(parts)


def test_there_is_something_to_test() -> None:
    assert len(CALLS) > 40


def test_a_stranger_learns_nothing(specification: Any, stranger: Caller, cast: Any) -> None:
    """The answer about a programme one is not in is that about one that is not there, at the same cost."""
    specification.submit()
    stranger.get("requirements/")
    for address, method in CALLS:
        cache.clear()  # so many questions at once would be answered with the limit on writing
        with CaptureQueriesContext(connection) as one:
            foreign = stranger.ask(method, url(address, cast.programme.slug), {})
        with CaptureQueriesContext(connection) as other:
            missing = stranger.ask(method, url(address, "nowhere"), {})
        assert foreign.status_code == missing.status_code == 404, (method, address)
        assert foreign.content == missing.content, (method, address)
        assert len(one) == len(other), (method, address)


def test_no_role_no_answer(caller: Callable[..., Caller], cast: Any) -> None:
    nobody = caller(cast.nobody)
    for address, method in CALLS:
        cache.clear()
        assert nobody.ask(method, url(address, cast.programme.slug), {}).status_code == 404, (method, address)


def test_unknown_people_are_told_to_sign_in(caller: Callable[..., Caller], cast: Any) -> None:
    unknown = caller(None)
    for address, method in CALLS:
        answer = unknown.ask(method, url(address, cast.programme.slug), {})
        assert answer.status_code == 401, (method, address)
        assert answer["WWW-Authenticate"] == "Session"
        assert answer.json()["code"] == "signed-out"


def test_a_role_without_the_act_gets_the_answer_of_a_stranger(
    specification: Any, reader: Caller, stranger: Caller, cast: Any
) -> None:
    access = cast.access(cast.auditor)
    for address, method in CALLS:
        place = url(address, cast.programme.slug)
        answer = reader.ask(method, place, {})
        if any(access.may(act) for act in address.permission_of(address.actions()[method])):
            if method == "get":
                assert answer.status_code in {200, 404}, "404 only where there is no revision or signature yet"
            else:
                taking = set(address.permission_of(address.actions()[method])) <= PROVING
                assert taking or answer.status_code == 404, address
        else:
            assert answer.status_code == 404, (method, address)
            assert answer.content == stranger.ask(method, place, {}).content, (method, address)


def test_people_who_left_are_out(specification: Any, owner: Caller, cast: Any) -> None:
    assert owner.get("requirements/").status_code == 200
    cast.owner.is_active = False
    cast.owner.save()
    assert owner.get("requirements/").status_code in {401, 404}


def test_every_action_declares_acts_of_the_matrix() -> None:
    for address, method in CALLS:
        acts = address.permission_of(address.actions()[method])
        assert isinstance(acts, tuple), address
        assert acts, address
        assert all(act in actions for act in acts), address


def test_methods_an_address_does_not_know(
    specification: Any, caller: Callable[..., Caller], stranger: Caller, cast: Any
) -> None:
    """Members are told so; strangers are not even told that there is an address."""
    for address in INSIDE:
        place = url(address, cast.programme.slug)
        acts = {act for name in address.actions().values() for act in address.permission_of(name)}
        person = next(person for person in (cast.owner, cast.chair) if acts & set(cast.access(person).acts))
        owner = caller(person)
        for method in sorted({"get", "post", "put", "patch", "delete"} - set(address.actions())):
            answer = owner.ask(method, place, {})
            assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed"), (method, address)
            assert stranger.ask(method, place, {}).status_code == 404, (method, address)
        cache.clear()
        assert owner.ask("options", place).status_code == 405


def test_writing_takes_the_csrf_token(specification: Any, caller: Callable[..., Caller], cast: Any) -> None:
    guarded = caller(cast.owner, csrf=True)
    refused = guarded.post("systems/", {"name": "门户"})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    assert guarded.get("systems/").status_code == 200
    guarded.client.get("/")
    token = guarded.client.cookies["csrftoken"].value
    assert guarded.post("systems/", {"name": "门户"}, X_CSRFToken=token).status_code == 201


def test_records_of_another_programme_are_not_there(
    specification: Any, caller: Callable[..., Caller], cast: Any
) -> None:
    """Codes are the same in every programme; each sees its own."""
    other = caller(cast.stranger, cast.other_programme)
    assert other.get("systems/").json()["results"] == []
    assert other.get("systems/SYS-001/").status_code == 404
    made = other.post("systems/", {"name": "工厂系统"}).json()
    assert made["code"] == "SYS-001"
    assert other.get("systems/SYS-001/").json()["name"] == "工厂系统"
    refused = other.post("pain-points/", {"title": "x", "process": "y", "department": "D-FIN"})
    assert "department" in refused.json()["errors"]
