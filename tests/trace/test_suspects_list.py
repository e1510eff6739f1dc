"""The list of suspect links costs the same for five rows and for fifty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance_app.trace.models import TraceLink
from tests.conftest import Cast, Specification
from tests.factories.records import PainPointFactory, RequirementFactory
from tests.pages.conftest import OpenAs, open_as

__all__ = ["open_as"]
pytestmark = pytest.mark.django_db


def suspects(cast: Cast, number: int) -> None:
    access = cast.access(cast.it_lead)
    for count in range(number):
        point = PainPointFactory(access=access, department=cast.finance, title=f"痛点 {count}")
        RequirementFactory(access=access, owner_department=cast.personnel, pain_points=[point])
    TraceLink.objects.filter(programme=cast.programme).update(suspect=True, suspect_since=timezone.now())


def test_fifty_rows_cost_what_five_do(cast: Cast, specification: Specification, open_as: OpenAs) -> None:
    url, client = reverse("records:suspects", args=[cast.programme.slug]), open_as(cast.owner)
    suspects(cast, 5)
    with CaptureQueriesContext(connection) as few:
        page = client.get(url)
    rows = page.context["rows"]
    assert {row["who"] for row in rows} >= {f"{cast.personnel.name}部门负责人", "项目经理"}
    suspects(cast, 50)
    with CaptureQueriesContext(connection) as many:
        page = client.get(url)
    assert len(page.context["rows"]) == 50
    assert len(few) == len(many) <= 25
    assert page.context["paging"]["next_url"]
    assert len(client.get(page.context["paging"]["next_url"]).context["rows"]) > 5
    for odd in ("x", "-1", "999"):
        assert client.get(url, {"page": odd}).status_code == 200


def test_a_link_whose_record_is_gone_is_still_a_row(cast: Cast, specification: Specification, open_as: OpenAs) -> None:
    TraceLink.objects.create(
        programme=cast.programme,
        source="nothing:X-1",
        target="requirements:REQ-999",
        fingerprint="0" * 64,
        suspect=True,
        suspect_since=timezone.now(),
    )
    page = open_as(cast.owner).get(reverse("records:suspects", args=[cast.programme.slug]))
    assert [row["source"]["code"] for row in page.context["rows"]] == ["X-1"]
