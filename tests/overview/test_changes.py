"""What changed in a week: grouped, counted exactly, in the reader's language."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance_app.base.clock import told_at
from governance_app.overview.selectors.changes import changes_between
from tests.conftest import Cast, Specification
from tests.factories.records import SystemFactory
from tests.gates.conftest import Committee, committee
from tests.pages.conftest import OpenAs, open_as
from tests.pages.reading import links, text

__all__ = ["committee", "open_as"]
pytestmark = pytest.mark.django_db


def page_of(cast: Cast) -> str:
    return reverse("overview:changes", args=[cast.programme.slug])


def test_acts_of_a_kind_are_one_line_with_their_number(cast: Cast, specification: Specification) -> None:
    for number in range(20):
        SystemFactory(access=cast.access(cast.it_lead), name=f"系统 {number}")
    now = timezone.now()
    with CaptureQueriesContext(connection) as queries:
        found = {row.act: row for row in changes_between(cast.programme.slug, now - timedelta(days=7), now)}
    assert len(queries) == 2
    assert found["systems.created"].count == 23
    assert len(found["systems.created"].latest) == 3
    assert found["systems.created"].people == ["李工"]


def test_only_this_week_and_this_programme(cast: Cast, open_as: OpenAs) -> None:
    with told_at(timezone.now() - timedelta(days=10)):
        SystemFactory(access=cast.access(cast.it_lead), name="上周的系统")
    SystemFactory(access=cast.access(cast.it_lead), name="本周的系统")
    client = open_as(cast.owner)
    now = text(client.get(page_of(cast)))
    assert "本周的系统" in now
    assert "上周的系统" not in now
    before = client.get(page_of(cast), {"back": "1"})
    assert "上周的系统" in text(before)
    assert "本周的系统" not in text(before)
    assert before.context["later_url"]
    other = open_as(cast.stranger).get(reverse("overview:changes", args=[cast.other_programme.slug]))
    assert "本周的系统" not in text(other)


@pytest.mark.parametrize("back", ["-1", "x", "99999999999", "0", ""])
def test_an_odd_week_is_no_error(cast: Cast, open_as: OpenAs, back: str) -> None:
    assert open_as(cast.owner).get(page_of(cast), {"back": back}).status_code == 200


def test_it_speaks_the_readers_language(cast: Cast, specification: Specification, open_as: OpenAs) -> None:
    client = open_as(cast.owner)
    assert "新建需求 " in text(client.get(page_of(cast)))
    english = client.get(page_of(cast), headers={"accept-language": "en"})
    assert " created requirement " in text(english)


def test_a_review_leads_to_its_page(cast: Cast, committee: Committee, open_as: OpenAs) -> None:
    review = committee.call()
    url = reverse("gates:review", args=[cast.programme.slug, "1-requirements", review.number])
    client = open_as(cast.owner)
    assert url in links(client.get(page_of(cast)))
    assert client.get(url).status_code == 200
