"""The responsibility matrix on the page of the task force, and in the specification."""

import pytest
from django.test import Client

from governance_app.programmes.models import WorkItem
from governance_app.programmes.services.work import work_standard, work_write
from requirements_app.specification.documents import SPECIFICATION
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def at(cast: Cast, rest: str = "") -> str:
    return f"/programmes/{cast.programme.slug}/members/{rest}"


def test_an_empty_matrix_is_started_with_the_standard_one(cast: Cast, client: Client):
    client.force_login(cast.owner)
    assert 'action="' + at(cast, "work/standard/") in client.get(at(cast)).content.decode()
    assert client.post(at(cast, "work/standard/")).status_code == 302
    page = client.get(at(cast)).content.decode()
    assert "sg-matrix" in page
    assert "work/standard/" not in page


def test_what_was_typed_stays_and_the_sentence_stands_at_its_field(cast: Cast, client: Client):
    client.force_login(cast.owner)
    bad = {"title": "割接", "phase": "6", "accountable": "pmo", "responsible": ["pmo"]}
    page = client.post(at(cast, "work/new/"), bad)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["responsible"]
    assert "割接" in page.content.decode()
    assert not WorkItem.objects.exists()
    assert client.post(at(cast, "work/new/"), bad | {"responsible": ["ops"]}).status_code == 302
    assert "WI-01 割接" in client.get(at(cast, "work/")).content.decode()
    assert client.post(at(cast, "work/WI-01/remove/"), {"version": "1"}).status_code == 302
    assert not WorkItem.objects.exists()


def test_others_of_the_staff_read_and_do_not_write(cast: Cast, client: Client):
    work_standard(programme=cast.programme, actor=cast.owner)
    client.force_login(cast.it_lead)
    page = client.get(at(cast)).content.decode()
    assert "WI-01" in page
    assert "work/new/" not in page
    assert client.get(at(cast, "work/WI-01/edit/")).status_code == 404


def test_the_specification_prints_the_matrix(cast: Cast):
    values = {"title": "割接", "phase": 6, "accountable": "pmo", "responsible": ["ops"]}
    work_write(programme=cast.programme, code=None, values=values, version=None, actor=cast.owner)
    assert SPECIFICATION.content(cast.programme)["responsibilities"] == [
        {"code": "WI-01", "phase": 6, "consulted": [], "informed": [], **values}
    ]
