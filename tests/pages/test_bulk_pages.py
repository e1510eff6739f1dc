"""Acts on many records at once: a page that says what will happen, all or nothing."""

from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from zeal import zeal_ignore

from governance_app.documents.models import Revision
from requirements_app.models import Requirement
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.pages.addresses import address
from tests.pages.conftest import OpenAs
from tests.pages.reading import body, errors, text

pytestmark = pytest.mark.django_db


def test_many_records_are_changed_after_a_page_that_says_so(cast: Cast, owner: Client, three):
    base, bulk = address(cast, REQUIREMENTS), address(cast, REQUIREMENTS, "bulk")
    chosen = {"act": "set:priority", "pk": ["REQ-001", "REQ-003"]}
    asked = owner.post(bulk, chosen)
    assert asked.status_code == 200
    assert "REQ-001、REQ-003" in text(asked)
    assert set(Requirement.objects.values_list("priority", flat=True)) == {"high", "low", "medium"}, "nothing yet"
    form = dict_of_hidden(asked)
    assert form["pk"] == ["REQ-001", "REQ-003"]
    nothing = owner.post(bulk, form)
    assert nothing.status_code == 422
    assert errors(nothing)
    assert dict_of_hidden(nothing) == form, "what was picked is kept"
    with one_by_one():
        done = owner.post(bulk, {**form, "priority": "low", "reason": "预算"}, follow=True)
    assert done.redirect_chain[-1][0] == base
    assert set(Requirement.objects.values_list("priority", flat=True)) == {"low"}
    assert Requirement.objects.get(code="REQ-002").version == 1
    assert Requirement.objects.get(code="REQ-001").history.first().history_change_reason == "预算"


def one_by_one() -> AbstractContextManager[None]:
    """An act on many is done to each by the service that does it to one: its queries are meant to grow."""
    return zeal_ignore([{"model": "*", "field": "get()"}])


def dict_of_hidden(page: Any) -> dict[str, Any]:
    """What a page's form carries unseen."""
    found: dict[str, list[str]] = {}
    for name, value in page.context["hidden"]:
        assert f'<input type="hidden" name="{name}" value="{value}">' in body(page)
        found.setdefault(name, []).append(value)
    return {name: values if name == "pk" else values[0] for name, values in found.items()}


def test_a_move_of_many_is_all_or_nothing_and_names_the_one_it_failed_at(cast: Cast, owner: Client, three):
    bulk = address(cast, REQUIREMENTS, "bulk")
    confirmed = {"confirmed": "1", "pk": ["REQ-001", "REQ-002"]}
    with one_by_one():
        assert owner.post(bulk, {**confirmed, "act": "move:agree"}).status_code == 302
    assert set(Requirement.objects.filter(state="agreed").values_list("code", flat=True)) == {"REQ-001", "REQ-002"}
    confirmed["pk"] = ["REQ-003", "REQ-001"]
    with one_by_one():
        answer = owner.post(bulk, {**confirmed, "act": "move:agree"})
    assert answer.status_code == 422
    assert "REQ-001" in errors(answer)[0]
    assert Requirement.objects.get(code="REQ-003").state == "draft"
    answer = owner.post(bulk, {**confirmed, "act": "move:withdraw"})
    assert answer.status_code == 422, "a reason is needed"
    with one_by_one():
        assert owner.post(bulk, {**confirmed, "act": "move:withdraw", "reason": "并入"}).status_code == 302
    assert Requirement.objects.filter(state="withdrawn").count() == 2


def test_bulk_acts_that_are_none_are_not_found(cast: Cast, owner: Client, open_as: OpenAs, three):
    bulk = address(cast, REQUIREMENTS, "bulk")
    for act in ("", "set:title", "set:state", "set:programme", "move:explode", "delete:all"):
        assert owner.post(bulk, {"act": act, "pk": ["REQ-001"], "confirmed": "1"}).status_code == 404, act
    answer = owner.post(bulk, {"act": "set:priority", "pk": ["REQ-999"], "confirmed": "1", "priority": "low"})
    assert answer.status_code == 422
    assert owner.post(bulk, {"act": "set:priority"}).status_code == 302
    for user in (cast.key_user, cast.auditor):
        assert open_as(user).post(bulk, {"act": "set:priority", "pk": ["REQ-001"]}).status_code == 404
        assert not open_as(user).get(address(cast, REQUIREMENTS)).context["bulk"]


def test_a_bulk_act_warns_of_the_signing_it_ends(owner: Client, specification: Specification):
    revision = specification.submit()
    bulk = address(specification.cast, REQUIREMENTS, "bulk")
    code = specification.requirements[0].code
    asked = owner.post(bulk, {"act": "set:priority", "pk": [code]})
    assert "1" in text(asked)
    assert asked.context["consequence"]
    owner.post(bulk, {**dict_of_hidden(asked), "priority": "low"})
    assert Revision.objects.get(pk=revision.pk).state == "superseded"
