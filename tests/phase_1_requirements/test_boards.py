"""The research board: its sums are exact, and each figure leads to the list that holds as many."""

from decimal import Decimal
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from requirements_app.models import PainPoint
from requirements_app.needs.rules import costs
from tests.conftest import Cast, Specification

AMOUNTS = st.decimals(min_value=0, max_value=999_999, places=2)
POINTS = st.lists(
    st.builds(
        PainPoint,
        process=st.sampled_from("甲乙丙丁"),
        minutes_lost=AMOUNTS,
        people_affected=st.integers(0, 100_000),
        times_per_month=AMOUNTS,
    ),
    max_size=12,
)


@given(points=POINTS)
def test_groups_add_up_to_the_whole_without_rounding(points: list[PainPoint]):
    whole = sum((point.minutes_per_month for point in points), Decimal(0))
    groups = costs(points, lambda point: point.process)
    assert sum((group.minutes for group in groups), Decimal(0)) == whole
    assert sum(group.count for group in groups) == len(points)
    assert {group.key for group in groups} == {point.process for point in points}
    assert [group.minutes for group in groups] == sorted((group.minutes for group in groups), reverse=True)
    for group in groups:
        assert group.minutes == sum(point.minutes_per_month for point in points if point.process == group.key)


def test_one_group_costs_what_its_one_pain_point_costs():
    point: Any = SimpleNamespace(process="报销", minutes_per_month=Decimal(12 * 40 * 22))
    assert [(row.key, row.hours) for row in costs([point], lambda row: row.process)] == [("报销", 176)]


@pytest.mark.django_db
def test_each_figure_leads_to_a_list_of_as_many(cast: Cast, specification: Specification, client: Client):
    client.force_login(cast.auditor)
    page = client.get("/programmes/office/1-requirements/board/").context
    figures = [(row["url"], row["count"]) for table in page["cost"]["tables"] for row in table["rows"]]
    figures += [(row["url"], row["count"]) for table in page["requirements"]["tables"] for row in table["rows"]]
    figures += [(cell["url"], cell["count"]) for row in page["requirements"]["rows"] for cell in row["cells"]]
    figures += [(row["sent_url"], row["sent"]) for row in page["interactions"]["rows"]]
    shown = [(url, count) for url, count in figures if count]
    assert len(shown) > 6
    # One of each list's filters is enough: the lists themselves are tested elsewhere.
    for _filter, same in groupby(sorted(shown), key=lambda row: row[0].partition("=")[0]):
        url, count = next(same)
        assert client.get(url).context["paging"]["total"] == count, url


@pytest.mark.django_db
def test_the_map_shows_each_interaction_where_it_runs(cast: Cast, specification: Specification, client: Client):
    client.force_login(cast.auditor)
    page = client.get("/programmes/office/1-requirements/interactions/map/")
    cells = [cell for row in page.context["blocks"][0]["rows"] for cell in row["cells"] if cell]
    assert [[flow["text"] for flow in cell] for cell in cells] == [["001"]]
    assert "<svg" in page.content.decode()
    client.force_login(cast.stranger)
    assert client.get("/programmes/office/1-requirements/interactions/map/").status_code == 404
