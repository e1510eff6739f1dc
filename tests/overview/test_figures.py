"""Key figures: charts with words, and how they developed week by week."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance_app.base.clock import told_at
from governance_app.base.histories import counts_at
from governance_app.base.times import week_ends
from governance_app.overview.registry import figures
from governance_app.paper.charts import Part, bar_svg, parts_svg, percent, ring_svg, spark_svg
from governance_app.phases import Phase
from governance_app.records.services import record_remove, record_revise
from governance_app.signoff.selectors import outstanding_at
from governance_app.trace.models import TraceLink
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import System
from tests.conftest import Cast, Specification
from tests.factories.records import PainPointFactory, RequirementFactory, SystemFactory
from tests.pages.conftest import OpenAs, open_as

__all__ = ["open_as"]
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("value", "of", "shown"), [(0, 5, 0), (1, 1000, 1), (999, 1000, 99), (5, 5, 100), (9, 5, 100), (1, 0, 0)]
)
def test_no_share_claims_either_end_too_soon(value: int, of: int, shown: int) -> None:
    assert percent(value, of) == shown


@pytest.mark.parametrize(
    "chart",
    [
        spark_svg([(DAY, 1), (DAY, 3)], "从 1 到 3 <b>", target=5),
        spark_svg([(DAY, 2)], "一周"),
        spark_svg([(DAY, 0), (DAY, 0)], "零"),
        bar_svg(40, "百分之四十", target=90),
        parts_svg([Part("高", 1), Part("低", 0)], "高 1"),
        ring_svg(75, "四分之三"),
    ],
)
def test_a_chart_says_in_words_what_it_draws_and_styles_nothing_inline(chart: str) -> None:
    assert 'role="img"' in chart
    assert re.search(r'aria-label="[^"]+"', chart)
    assert "<b>" not in chart
    assert "style=" not in chart
    assert "nan" not in chart.lower()


def test_a_line_stays_within_its_box() -> None:
    drawn = re.search(r'points="([^"]+)"', spark_svg([(DAY, 0), (DAY, 50), (DAY, 900)], "x", target=1000))
    assert drawn
    heights = [float(point.split(",")[1]) for point in drawn.group(1).split()]
    assert heights == sorted(heights, reverse=True)
    assert all(0 <= height <= 28 for height in heights)


def test_weeks_end_now_and_none_lies_before_the_programme() -> None:
    ends = week_ends(timezone.localdate() - timedelta(days=15))
    assert len(ends) == 3
    assert ends[-1] - ends[0] == timedelta(days=14)
    assert len(week_ends(timezone.localdate() + timedelta(days=3))) == 1
    assert len(week_ends(date(2000, 1, 1))) == 12


@pytest.mark.postgres_too
@pytest.mark.django_db
def test_how_many_stood_there_when_is_read_from_the_history(cast: Cast) -> None:
    access, now = cast.access(cast.it_lead), timezone.now()
    with told_at(now - timedelta(days=20)):
        first = SystemFactory(access=access, name="甲", life_cycle="keep")
        second = SystemFactory(access=access, name="乙", life_cycle="keep")
    with told_at(now - timedelta(days=10)):
        record_revise(kind=SYSTEMS, access=access, code=first.code, values={"life_cycle": "retire"}, version=None)
    with told_at(now - timedelta(days=3)):
        record_remove(kind=SYSTEMS, access=access, code=second.code, version=None)
    moments = [now - timedelta(days=days) for days in (30, 15, 5, 0)]
    within = Q(programme_id=cast.programme.pk)
    assert counts_at(System, moments, within=within, good=Q(life_cycle="keep")) == [0, 2, 1, 0]
    assert counts_at(System, moments, within=within, good=Q(life_cycle="retire")) == [0, 0, 1, 1]
    assert counts_at(System, moments, within=Q(programme_id=0), good=Q()) == [0, 0, 0, 0]
    assert counts_at(System, [], within=within, good=Q()) == []


@pytest.mark.postgres_too
@pytest.mark.django_db
def test_signatures_outstanding_follow_rounds_and_signatures(cast: Cast, specification: Specification) -> None:
    before = timezone.now()
    revision = specification.submit()
    asked = timezone.now()
    specification.sign(revision, cast.finance_head)
    assert outstanding_at(cast.programme, [before, asked, timezone.now()]) == [0, 3, 2]
    specification.sign(revision, cast.personnel_head)
    specification.sign(revision, cast.it_head)
    assert outstanding_at(cast.programme, [timezone.now()]) == [0]


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["governance", "1"])
def test_every_figure_is_shown_with_a_link_and_never_a_pass_without_data(
    cast: Cast, open_as: OpenAs, group: str
) -> None:
    page = open_as(cast.owner).get(reverse("overview:figures", args=[cast.programme.slug]), {"group": group})
    shown = {row["code"]: row for row in page.context["figures"]}
    phase = None if group == "governance" else Phase.REQUIREMENTS
    assert set(shown) == {kind.code for kind in figures if kind.phase == phase and not kind.head}
    if phase is not None:
        assert {row["value"] for row in shown.values()} == {"—"}
        assert all(row["state"].family == "risk" for row in shown.values())


@pytest.mark.django_db
def test_an_unknown_group_shows_the_first(cast: Cast, open_as: OpenAs) -> None:
    page = open_as(cast.owner).get(reverse("overview:figures", args=[cast.programme.slug]), {"group": "9' OR 1=1"})
    assert page.context["group"]["code"] == "governance"


@pytest.mark.django_db
def test_the_overview_costs_the_same_however_much_is_recorded(
    cast: Cast, specification: Specification, open_as: OpenAs
) -> None:
    cast.programme.phases.filter(phase=1).update(state="active")
    specification.submit()
    client, access = open_as(cast.owner), cast.access(cast.it_lead)
    pages = [reverse(f"overview:{name}", args=[cast.programme.slug]) for name in ("programme", "steering", "changes")]
    pages += [
        f"{reverse('overview:figures', args=[cast.programme.slug])}?group={group}" for group in ("governance", "1")
    ]

    def costs() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    def more(number: int) -> None:
        for count in range(number):
            point = PainPointFactory(access=access, department=cast.finance, title=f"痛点 {number} {count}")
            owner = (cast.finance, cast.personnel, cast.it)[count % 3]
            RequirementFactory(access=access, owner_department=owner, pain_points=[point])
        TraceLink.objects.filter(programme=cast.programme).update(suspect=True, suspect_since=timezone.now())

    more(4)
    few = costs()
    more(40)
    assert costs() == few
    assert max(few) <= 25
