"""Programmes set up, described and staffed with departments by programs, under the rules of the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from zeal import zeal_ignore

from governance_app.people.models import Department, User
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.states import Role
from tests.api.conftest import Caller
from tests.factories.people import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
Call = Callable[..., Caller]

PROGRAMMES = "/api/v1/programmes/"
NEW = {
    "code": "XD-2026-01",
    "name": "新程办公集成项目",
    "organisation": "新程实业",
    "start_date": "2026-03-02",
    "firm": "growing",
    "packs": ["onboarding"],
}


@pytest.fixture
def founder(caller: Call, db: None) -> Caller:
    user: User = UserFactory(username="founder")
    user.user_permissions.add(Permission.objects.get(codename="add_programme"))
    return caller(User.objects.get(pk=user.pk))


def test_a_programme_is_set_up_once_from_what_the_templates_offer(founder: Caller) -> None:
    finance = DepartmentFactory(code="CW", name="财务中心")
    offered = founder.get("/api/v1/programme-templates/").json()
    assert NEW["firm"] in [row["code"] for row in offered["firms"]]
    assert set(NEW["packs"]) <= {row["code"] for row in offered["packs"]}
    seed = next(code for code in offered["firms"][0]["departments"] if code in offered["seeds"])
    body = {**NEW, "departments": {seed: "CW"}}
    with zeal_ignore():  # each role and record of the template tells the documents, as one by one it would
        made = founder.post(PROGRAMMES, body, Idempotency_Key="p-1")
    assert made.status_code == 201, made.json()
    assert founder.post(PROGRAMMES, body, Idempotency_Key="p-1").json() == made.json()
    programme = Programme.objects.get(code=NEW["code"])
    assert finance in programme.departments.all()
    assert Membership.objects.get(programme=programme).role == Role.PMO
    assert founder.get(made["Location"]).json() == made.json()
    assert founder.get(PROGRAMMES).json()["results"] == [made.json()]
    assert founder.post(PROGRAMMES, body).status_code == 422


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"firm": "none"}, "firm"),
        ({"packs": ["none"]}, "packs"),
        ({"departments": {"NONE": "CW"}}, "departments"),
        ({"departments": {"FIN": "NONE"}}, "departments"),
        ({"code": ""}, "code"),
        ({"slug": "new"}, "slug"),
        ({"start_date": "2026-02-30"}, "start_date"),
        ({"user_count": -1}, "user_count"),
        ({"end_date": "2027-01-01"}, "end_date"),
    ],
)
def test_what_cannot_be_set_up_is_named_and_leaves_nothing(
    founder: Caller, changed: dict[str, Any], field: str
) -> None:
    before = (Programme.objects.count(), Department.objects.count())
    answer = founder.post(PROGRAMMES, {**NEW, **changed})
    assert answer.status_code == 422, answer.json()
    assert list(answer.json()["errors"]) == [field]
    assert (Programme.objects.count(), Department.objects.count()) == before


def test_only_founders_set_up_programmes(caller: Call, cast: Any) -> None:
    before = Programme.objects.count()
    for person in (cast.owner, cast.nobody):
        assert caller(person).post(PROGRAMMES, NEW).status_code == 404
        assert caller(person).get("/api/v1/programme-templates/").status_code == 404
    assert Programme.objects.count() == before


def test_basic_facts_change_with_version_and_reason(caller: Call, cast: Any) -> None:
    owner = caller(cast.owner)
    shown = owner.get("basics/")
    tag = shown["ETag"]
    assert owner.patch("basics/", {"user_count": 900, "reason": "并购"}).status_code == 428
    assert owner.patch("basics/", {"user_count": 900, "reason": " "}, If_Match=tag).status_code == 422
    changed = owner.patch("basics/", {"user_count": 900, "reason": "并购"}, If_Match=tag)
    assert changed.status_code == 200, changed.json()
    assert changed.json() == {**shown.json(), "user_count": 900}
    assert owner.patch("basics/", {"user_count": 901, "reason": "并购"}, If_Match=tag).status_code == 412
    late = {"end_date": "2001-01-01", "reason": "缩短"}
    refused = owner.patch("basics/", late, If_Match=changed["ETag"])
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["end_date"])
    assert caller(cast.auditor).get("basics/").json()["user_count"] == 900
    assert caller(cast.auditor).patch("basics/", late, If_Match=changed["ETag"]).status_code == 404


def test_a_department_joins_and_leaves(caller: Call, cast: Any) -> None:
    owner = caller(cast.owner)
    legal = DepartmentFactory(code="FW", name="法务部")
    assert owner.post("departments/", {"code": "NONE"}).status_code == 422
    made = owner.post("departments/", {"code": "FW"})
    assert made.status_code == 201, made.json()
    assert owner.get(made["Location"]).json() == made.json()
    assert owner.post("departments/", {"code": "FW"}).status_code == 422
    assert owner.post("departments/FW/leave/", {"reason": ""}).status_code == 422
    assert owner.post("departments/FW/leave/", {"reason": "撤销"}).status_code == 204
    assert owner.post("departments/FW/leave/", {"reason": "撤销"}).status_code == 404
    assert legal not in cast.programme.departments.all()
    held = owner.post("departments/D-IT/leave/", {"reason": "撤销"})
    assert (held.status_code, held.json()["code"]) == (409, "in-use")
    assert caller(cast.auditor).post("departments/", {"code": "FW"}).status_code == 404
