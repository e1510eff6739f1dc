"""Setting up a programme and keeping its people, as pages: for the owner, for readers, for strangers."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from zeal import zeal_ignore

from governance_app.ledger.models import Entry
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.registry import firm_kinds, scenario_packs
from governance_app.programmes.selectors import programme_version
from governance_app.programmes.states import Role
from requirements_app.models import Requirement
from tests.conftest import Cast
from tests.factories.people import DepartmentFactory, UserFactory
from tests.factories.programmes import MembershipFactory
from tests.pages.conftest import OpenAs
from tests.pages.reading import body, links, main, text

pytestmark = pytest.mark.django_db

NEW = "/programmes/new/"
VALUES = {
    "code": "XD-2026.01",
    "name": "新程办公集成项目",
    "organisation": "新程实业",
    "start_date": "2026-03-02",
    "firm": "growing",
    "packs": ["expenses"],
}


def address(cast: Cast, page: str, *parts: Any) -> str:
    return reverse(f"overview:{page}", args=[cast.programme.slug, *parts])


@pytest.fixture
def founder(cast: Cast) -> Any:
    cast.nobody.user_permissions.add(Permission.objects.get(codename="add_programme"))
    return cast.nobody


def test_the_page_tells_what_each_choice_brings(founder: Any, open_as: OpenAs):
    page = open_as(founder).get(NEW)
    said = text(page)
    for row in (*firm_kinds, *scenario_packs):
        assert str(row.title) in said
        assert str(row.text) in said
    assert "报销单一次提交，自动生成凭证草稿" in said


def test_a_programme_is_set_up_and_its_overview_opens(cast: Cast, founder: Any, open_as: OpenAs):
    client = open_as(founder)
    empty = client.get(reverse("overview:programmes"))
    assert empty.context["programmes"] == []
    assert NEW in links(empty)
    # Each record is written by the service of its own, which locks and counts for itself.
    with zeal_ignore():
        answer = client.post(NEW, VALUES | {"department-FIN": cast.finance.code})
    made = Programme.objects.get(code="XD-2026.01")
    assert (made.slug, answer.headers["Location"]) == ("xd-2026-01", reverse("overview:programme", args=["xd-2026-01"]))
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert cast.finance in made.departments.all()
    assert Requirement.objects.filter(programme=made, owner_department=cast.finance).exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "office", "slug": "office"}, "slug"),
        ({"code": "a b"}, "code"),
        ({"slug": "new"}, "slug"),
        ({"firm": "nothing"}, "firm"),
        ({"packs": ["nothing"]}, "packs"),
        ({"start_date": "2026-02-30"}, "start_date"),
        ({"user_count": "-1"}, "user_count"),
        ({"department-FIN": "NOWHERE"}, "department-FIN"),
    ],
)
def test_bad_input_is_named_at_its_field_and_kept(founder: Any, open_as: OpenAs, changed: Any, field: str):
    before = Programme.objects.count()
    page = open_as(founder).post(NEW, VALUES | changed)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert "新程办公集成项目" in body(page)
    assert Programme.objects.count() == before


@pytest.mark.parametrize("who", ["owner", "auditor", "stranger", "nobody"])
def test_without_the_permission_there_is_no_such_page(cast: Cast, open_as: OpenAs, who: str):
    client = open_as(getattr(cast, who))
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, VALUES).status_code == 404
    assert NEW not in links(client.get(reverse("overview:programmes")))


def test_a_role_is_given_to_someone_found(cast: Cast, open_as: OpenAs):
    client, url = open_as(cast.owner), address(cast, "members-new")
    assert url in links(client.get(address(cast, "members")))
    UserFactory(username="ada", display_name="艾达")
    assert "艾达" in main(client.get(url, {"q": "艾"}))
    bare = client.post(f"{url}?person=ada", {"role": "key_user"})
    assert bare.status_code == 422
    assert "department" in bare.context["form"].errors
    answer = client.post(f"{url}?person=ada", {"role": "key_user", "department": cast.it.code})
    assert answer.status_code == 302
    row = Membership.objects.get(user__username="ada")
    assert (row.role, row.department) == (Role.KEY_USER, cast.it)
    again = client.post(f"{url}?person=ada", {"role": "key_user", "department": cast.it.code})
    assert again.status_code == 422
    assert client.get(f"{url}?person=nobody-there").status_code == 404


def test_more_people_than_fit_are_not_all_shown(cast: Cast, open_as: OpenAs):
    for _number in range(22):
        UserFactory(display_name="同名")
    page = open_as(cast.owner).get(address(cast, "members-new"), {"q": "同名"})
    assert len(page.context["found"]) == 20
    assert page.context["more"]


def test_a_role_is_revoked_after_a_question(cast: Cast, open_as: OpenAs):
    client, row = open_as(cast.owner), Membership.objects.get(programme=cast.programme, user=cast.key_user)
    url = address(cast, "members-revoke", row.pk)
    assert url in links(client.get(address(cast, "members")))
    asked = client.get(url)
    assert str(cast.key_user) in main(asked)
    assert Membership.objects.filter(pk=row.pk).exists(), "asking revokes nothing"
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "调任"}).status_code == 302
    assert not Membership.objects.filter(pk=row.pk).exists()
    assert Entry.objects.get(act="member.removed").subject == f"user:{cast.key_user.username}"


def test_the_last_manager_stays_and_a_leaving_one_is_led_out(cast: Cast, open_as: OpenAs):
    client, row = open_as(cast.owner), Membership.objects.get(programme=cast.programme, user=cast.owner)
    url = address(cast, "members-revoke", row.pk)
    refused = client.post(url, {"reason": "调任"})
    assert refused.status_code == 422
    assert "调任" in body(refused)
    MembershipFactory(programme=cast.programme, user=cast.nobody, role=Role.PMO)
    assert client.post(url, {"reason": "调任"}).headers["Location"] == reverse("overview:programmes")
    assert client.get(address(cast, "members")).status_code == 404


def test_departments_join_and_leave(cast: Cast, open_as: OpenAs):
    client, department = open_as(cast.owner), DepartmentFactory(code="D-LEG", name="法务部")
    assert client.post(address(cast, "departments-new"), {"department": "D-LEG"}).status_code == 302
    assert department in cast.programme.departments.all()
    url = address(cast, "departments-remove", "D-LEG")
    assert url in links(client.get(address(cast, "members")))
    assert client.post(url, {"reason": "不再涉及"}).status_code == 302
    assert department not in cast.programme.departments.all()
    kept = client.post(address(cast, "departments-remove", cast.finance.code), {"reason": "不再涉及"})
    assert kept.status_code == 422
    assert str(cast.finance_head) in text(kept)


def test_basic_facts_are_changed_once_for_a_page_shown(cast: Cast, open_as: OpenAs):
    client, url = open_as(cast.owner), address(cast, "edit")
    version = client.get(url).context["version"]
    assert version == programme_version(cast.programme)
    values = {"name": "新名称", "organisation": "华辰集团", "start_date": "2026-01-05", "reason": "更名"}
    assert client.post(url, values | {"version": version}).status_code == 302
    stale = client.post(url, values | {"version": version, "name": "又一名称"})
    assert stale.status_code == 422
    assert "又一名称" in body(stale)
    assert Programme.objects.get(pk=cast.programme.pk).name == "新名称"


@pytest.mark.parametrize("who", ["auditor", "it_lead", "chair", "finance_head"])
def test_readers_see_the_task_force_and_no_act_on_it(cast: Cast, open_as: OpenAs, who: str):
    client = open_as(getattr(cast, who))
    page = client.get(address(cast, "members"))
    offered = links(page)
    row = Membership.objects.get(programme=cast.programme, user=cast.key_user)
    for url in (
        address(cast, "members-new"),
        address(cast, "members-revoke", row.pk),
        address(cast, "departments-new"),
        address(cast, "departments-remove", cast.it.code),
        address(cast, "edit"),
    ):
        assert url not in offered
        assert client.get(url).status_code == 404
