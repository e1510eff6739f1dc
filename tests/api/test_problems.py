"""Errors are problem details, in the language asked for."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from governance_app.errors import REFUSALS, Conflict, Forbidden, Missing, Stale
from governance_app.rest.problems import MEDIA_TYPE, TITLES, refused, statuses
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db


def provoke(owner: Caller) -> dict[int, Any]:
    return {
        400: owner.get("requirements/?ordering=colour"),
        404: owner.get("requirements/REQ-999/"),
        405: owner.delete("requirements/"),
        406: owner.get("requirements/", Accept="text/csv"),
        409: owner.post("requirements/REQ-001/move/", {"move": "reopen", "reason": "再看"}),
        412: owner.delete("requirements/REQ-001/", If_Match='"9"'),
        415: owner.client.post(f"{owner.base}systems/", "a", content_type="text/plain", headers=owner.headers),
        422: owner.post("requirements/", {}),
        428: owner.delete("requirements/REQ-001/"),
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_error_has_one_form(specification: Any, caller: Callable[..., Caller], cast: Any, language: str) -> None:
    answers = provoke(caller(cast.owner, Accept_Language=language))
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer["Content-Type"] == MEDIA_TYPE
        problem = answer.json()
        assert list(problem)[:5] == ["type", "title", "status", "detail", "code"]
        assert problem["status"] == status
        assert problem["type"] == f"/api/v1/docs/#problem-{problem['code']}"
        assert statuses()[problem["code"]] == status
        with translation.override(language):
            assert problem["title"] == str(TITLES[status])
        assert answer["Content-Language"] == language
        chinese = re.search("[\u4e00-\u9fff]", problem["title"] + problem["detail"])
        assert bool(chinese) == (language == "zh-hans"), problem


def test_fields_are_told_in_the_language_too(specification: Any, caller: Callable[..., Caller], cast: Any) -> None:
    chinese = caller(cast.owner, Accept_Language="zh-hans").post("requirements/", {}).json()
    english = caller(cast.owner, Accept_Language="en").post("requirements/", {}).json()
    assert set(chinese["errors"]) == set(english["errors"]) == {"title", "owner_department"}
    assert english["errors"]["title"] == ["This field is required."]
    assert chinese["errors"]["title"] != english["errors"]["title"]


@pytest.mark.parametrize("body", ["{", "[]", '"text"', "1", "null", "[" * 100_000, "NaN", "\xff"])
def test_bodies_that_are_no_object(owner: Caller, body: str) -> None:
    answer = owner.client.post(f"{owner.base}systems/", body.encode("latin-1"), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_bodies_of_unbearable_size(owner: Caller, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = owner.post("systems/", {"name": "x" * 200})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing/", "/api/v1/programmes", "/api/v1/schema", "nothing/"])
@pytest.mark.parametrize("method", ["get", "post", "delete", "options"])
def test_addresses_that_are_none(owner: Caller, path: str, method: str) -> None:
    answer = owner.ask(method, path, {})
    assert (answer.status_code, answer["Content-Type"]) == (404, MEDIA_TYPE)


@pytest.mark.parametrize("query", ["q=%00", "priority=%00", "cursor=%00", "ordering=%00"])
def test_characters_that_no_text_has(owner: Caller, query: str) -> None:
    assert owner.get(f"requirements/?{query}").status_code == 400


def test_answers_are_not_kept_by_anyone_between(specification: Any, owner: Caller) -> None:
    for answer in (owner.get("requirements/"), owner.get("requirements/REQ-999/")):
        assert answer["Cache-Control"] == "private, no-cache"


def test_every_code_by_which_something_refuses_is_explained(owner: Caller) -> None:
    page = owner.client.get("/api/v1/docs/").content.decode()
    assert len(REFUSALS) > 80
    for code, status in statuses().items():
        assert f'id="problem-{code}"' in page
        assert status in TITLES


def test_a_code_means_one_thing() -> None:
    with pytest.raises(ImproperlyConfigured, match="stale"):
        Conflict.coded("stale")
    assert REFUSALS["stale"] is Stale


def test_statuses_come_from_the_class() -> None:
    seen = {
        code: refused(kind("x", fields={"a": ["b"]}), if_match=False).status_code for code, kind in REFUSALS.items()
    }
    assert seen == {code: 422 if kind.status == 404 else kind.status for code, kind in REFUSALS.items()}
    assert refused(Missing("x"), if_match=False).code == refused(Forbidden("x"), if_match=False).code == "not-found"
    changed = refused(Stale("x"), if_match=True)
    assert (changed.code, changed.status_code) == ("version-changed", 412)
