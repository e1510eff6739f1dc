"""Departments and people come in from a table: all rows or none, and nobody's account is changed."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance_app.base.tabular import table_read, table_write
from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.people.imports import DEPARTMENTS, PEOPLE, TableKind, table_check, table_write_rows
from governance_app.people.models import Department, User
from tests.factories.people import DepartmentFactory, UserFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

TREE = "code,名称,parent\nA-IT,信息部,A\nA,总部,\n"
STAFF = "username,display_name,Employee number,department\nada,艾达,E1,A\nbo,博,,\n"


def checked(kind: TableKind, text: str) -> list[Any]:
    return table_check(kind, table_read(text.encode(), "a.csv"))


def written(kind: TableKind, text: str, actor: Any) -> int:
    return table_write_rows(kind=kind, table=table_read(text.encode(), "a.csv"), digest="ab" * 32, actor=actor)


def test_departments_and_people_are_entered_once_and_stand_in_the_ledger() -> None:
    actor = UserFactory(username="root")
    assert written(DEPARTMENTS, TREE, actor) == 2
    department = Department.objects.get(code="A-IT")
    assert department.parent == Department.objects.get(code="A")
    assert written(PEOPLE, STAFF, actor) == 2
    ada = User.objects.get(username="ada")
    assert (ada.display_name, ada.employee_number, ada.department.code) == ("艾达", "E1", "A")
    assert not ada.has_usable_password()
    assert not ada.memberships.exists()
    assert not ada.is_staff
    assert User.objects.get(username="bo").employee_number is None
    assert written(PEOPLE, STAFF, actor) == 0, "the same file again changes nothing"
    assert [row.act for row in Entry.objects.order_by("sequence")] == ["departments.entered", "people.entered"]


@pytest.mark.parametrize(
    ("kind", "text", "faulty"),
    [
        (DEPARTMENTS, "code,name\nA,甲\nA,乙\n", [3]),
        (DEPARTMENTS, "code,name,parent\nA,甲,B\nB,乙,A\n", [2, 3]),
        (DEPARTMENTS, "code,name,parent\nA,甲,NONE\n,乙,\n", [2, 3]),
        (DEPARTMENTS, "code,name\nOLD,别名\n", [2]),
        (PEOPLE, "username,display_name\nold,别名\nnew,\n", [2, 3]),
        (PEOPLE, "username,display_name,employee_number\na,甲,E9\nb,乙,E9\nc,丙,E0\n", [3, 4]),
        (PEOPLE, "username,display_name,email,department\na b,甲,x,NONE\n", [2]),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_written(kind: TableKind, text: str, faulty: list[int]) -> None:
    DepartmentFactory(code="OLD", name="旧部")
    UserFactory(username="old", display_name="旧人", employee_number="E0")
    before = (Department.objects.count(), User.objects.count())
    assert [row.number for row in checked(kind, text) if row.faults] == faulty
    with pytest.raises(Refusal) as caught:
        written(kind, text, None)
    assert caught.value.code == "faulty"
    assert (Department.objects.count(), User.objects.count()) == before
    assert not Entry.objects.exists()


@pytest.mark.parametrize("text", ["code,colour\nA,red\n", "code\nA\n", "code,Code,name\nA,A,甲\n", ""])
def test_a_table_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        checked(DEPARTMENTS, text)


def administrator() -> Client:
    user = UserFactory()
    user.user_permissions.add(*Permission.objects.filter(codename__in=("add_user", "add_department")))
    client = Client()
    client.force_login(user)
    return client


def test_the_page_shows_first_and_writes_then() -> None:
    client, url = administrator(), reverse("overview:directory", args=["departments"])
    assert url in client.get(reverse("overview:programmes")).content.decode()
    assert client.get(url).status_code == 200
    file = SimpleUploadedFile("a.xlsx", table_write(["code", "名称"], [["A", "甲"], ["B", "乙"]], "xlsx"))
    page = client.post(url, {"file": file})
    assert page.context["counts"] == {"new": 2, "stands": 0, "faulty": 0}
    assert not Department.objects.exists(), "looking writes nothing"
    other = administrator()
    assert other.post(page.context["apply_url"]).status_code == 404, "a file is its uploader's"
    DepartmentFactory(code="A", name="别名")
    late = client.post(page.context["apply_url"])
    assert late.status_code == 422
    assert late.context["counts"]["faulty"] == 1
    Department.objects.get(code="A").delete()
    assert client.post(page.context["apply_url"]).status_code == 302
    assert set(Department.objects.values_list("code", flat=True)) == {"A", "B"}


def test_faulty_files_cannot_be_applied_and_others_have_no_such_page() -> None:
    client, url = administrator(), reverse("overview:directory", args=["people"])
    page = client.post(url, {"file": SimpleUploadedFile("a.csv", b"username,display_name\nada,\n")})
    assert (page.context["apply_url"], page.context["counts"]["faulty"]) == ("", 1)
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"file": SimpleUploadedFile("a.csv", b"x,y\n1,2\n")}).status_code == 422
    assert client.get(reverse("overview:directory", args=["nothing"])).status_code == 404
    template = client.get(reverse("overview:directory-template", args=["people"]), {"format": "xlsx"})
    assert table_read(template.content, "a.xlsx").headers == [str(column.title) for column in PEOPLE.columns]
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.get(url).status_code == 404
