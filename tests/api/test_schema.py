"""The OpenAPI document is valid, complete, and readable in both languages."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from governance_app.records.registry import record_kinds
from tests.api.conftest import Caller
from tests.architecture.addresses import addresses

pytestmark = pytest.mark.django_db


def test_it_is_valid_and_without_a_warning() -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO(), stderr=StringIO())


def test_it_holds_every_operation(owner: Caller) -> None:
    answer = owner.get("/api/v1/schema/")
    assert answer.status_code == 200
    schema = answer.json()
    assert schema["openapi"].startswith("3.1")
    found = {(row["operationId"], method) for methods in schema["paths"].values() for method, row in methods.items()}
    declared = {
        (method, action)
        for address in addresses()
        if address.name.startswith("api:") and getattr(address.view, "actions", None)
        for method, action in address.actions().items()
        if method != "head"
    }
    assert {method for _id, method in found} == {method for method, _action in declared}
    total = sum(
        len(set(address.actions()) - {"head"})
        for address in addresses()
        if address.name.startswith("api:") and getattr(address.view, "actions", None)
    )
    assert len(found) == total


def test_errors_permissions_and_versions_are_documented(owner: Caller) -> None:
    for path, methods in owner.get("/api/v1/schema/").json()["paths"].items():
        for method, row in methods.items():
            answers = row["responses"]
            assert {"401", "404", "429"} <= set(answers), path
            assert row["x-permission"]
            assert row["summary"]
            for status, answer in answers.items():
                if status >= "4":
                    assert list(answer["content"]) == ["application/problem+json"]
            needed = (
                {part["name"] for part in row["parameters"] if part.get("required")} if "parameters" in row else set()
            )
            if method in {"put", "patch", "delete"}:
                assert {"412", "428"} <= set(answers)
                assert "If-Match" in needed


def test_fields_of_a_kind_stand_in_the_document(owner: Caller) -> None:
    parts = owner.get("/api/v1/schema/").json()["components"]["schemas"]
    for kind in record_kinds:
        name = kind.model.__name__
        assert set(kind.fields) < set(parts[name]["properties"])
        assert set(parts[f"{name}Request"]["properties"]) == {*kind.fields, "change_reason"}


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "需求"), ("en", "Requirements")])
def test_documentation_page(caller: Callable[..., Caller], cast: Any, language: str, word: str) -> None:
    person = caller(cast.auditor, Accept_Language=language)
    page = person.get("/api/v1/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert word in text
    assert "/api/v1/programmes/{slug}/requirements/{code}/move/" in text
    assert 'id="problem-version-missing"' in text
    assert "requirements.edit" in text


def test_both_take_signing_in(caller: Callable[..., Caller]) -> None:
    unknown = caller(None)
    assert unknown.get("/api/v1/schema/").status_code == 401
    assert unknown.get("/api/v1/docs/").status_code == 302
