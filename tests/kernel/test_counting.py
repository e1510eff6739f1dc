"""Rows counted together are those each counts alone, in few statements, and anew each time."""

import random
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Exists, OuterRef, Q

from governance_app.base import counting
from governance_app.base.counting import Rows, counts
from governance_app.base.reading import one_reading
from governance_app.planning.models import Risk
from governance_app.programmes.models import Membership, Programme, ProgrammePhase, WorkItem
from governance_app.trace.models import TraceLink
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_too]

NEXT = ProgrammePhase.objects.filter(programme=OuterRef("programme"), phase__gt=OuterRef("phase"))
ROWS = [
    Rows(TraceLink),
    Rows(TraceLink, Q(suspect=True)),
    Rows(TraceLink, ~Q(source__startswith="a:") | Q(suspect=True)),
    Rows(TraceLink, lambda programme: Q(target=f"t:{programme.pk}")),
    Rows(ProgrammePhase, Q(state="active")),
    Rows(ProgrammePhase, ~Q(Exists(NEXT))),
    Rows(Membership, Q(user__department__isnull=True)),
    Rows(Membership, ~Q(user__department__name="财务部")),
    # Over many others: each row counts once all the same.
    Rows(Programme, Q(memberships__role__in=["pmo", "chair", "it_lead"]), "pk"),
    Rows(Programme, ~Q(memberships__role="vendor"), "pk"),
    Rows(Programme, Q(phases=None), "pk"),
    Rows(WorkItem),
    Rows(Risk, Q(pk__in=[])),
]


def scatter(seed: int, *programmes: Programme) -> None:
    chance = random.Random(seed)  # noqa: S311 - data, no secret
    for programme in programmes:
        programme.phases.update(state="not_started")
        for phase in chance.sample(range(1, 8), chance.randrange(8)):
            programme.phases.filter(phase=phase).update(state="active")
        TraceLink.objects.filter(programme=programme).delete()
        now = programme.start_date
        TraceLink.objects.bulk_create(
            TraceLink(
                programme=programme,
                source=f"{chance.choice('ab')}:{number}",
                target=f"t:{chance.choice([programme.pk, 0])}",
                suspect=suspect,
                suspect_since=f"{now}T00:00:00Z" if suspect else None,
            )
            for number in range(chance.randrange(40))
            for suspect in [chance.random() < 0.4]
        )


@pytest.mark.parametrize("seed", range(5))
def test_counted_together_is_counted_alone(seed: int, cast: Cast) -> None:
    scatter(seed, cast.programme, cast.other_programme)
    for programme in (cast.programme, cast.other_programme):
        alone = {rows: rows.of(programme).count() for rows in ROWS}
        assert counts(programme, ROWS) == alone
        for rows in ROWS:
            assert counts(programme, [rows]) == {rows: alone[rows]}


def test_all_is_asked_in_one_statement_and_its_text_is_made_once(
    cast: Cast, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixed = [rows for rows in ROWS if not callable(rows.where)]
    counts(cast.programme, fixed)
    monkeypatch.setattr(counting, "_statement", None)
    for programme in (cast.programme, cast.other_programme):
        with django_assert_num_queries(1):
            counts(programme, fixed)


def test_what_depends_on_the_owner_or_the_day_is_made_for_each_count(cast: Cast) -> None:
    wanted = ["a:1"]
    rows = Rows(TraceLink, lambda programme: Q(source__in=wanted))
    TraceLink.objects.create(programme=cast.programme, source="b:1", target="t:1")
    assert counts(cast.programme, [rows]) == {rows: 0}
    wanted.append("b:1")
    assert counts(cast.programme, [rows]) == {rows: 1}


def test_one_reading_counts_each_once_and_the_next_counts_anew(cast: Cast, django_assert_num_queries: Any) -> None:
    links, suspects = Rows(TraceLink), Rows(TraceLink, Q(suspect=True))
    with one_reading(), django_assert_num_queries(2):
        assert counts(cast.programme, [links]) == {links: 0}
        TraceLink.objects.bulk_create([TraceLink(programme=cast.programme, source="a:1", target="b:1")])
        assert counts(cast.programme, [links]) == {links: 0}
    with one_reading(), django_assert_num_queries(1):
        assert counts(cast.programme, [links, suspects]) == {links: 1, suspects: 0}
        assert counts(cast.programme, [suspects]) == {suspects: 0}


@pytest.mark.parametrize(("most", "parts"), [(1, len({(row.model, row.owner) for row in ROWS})), (400, 1)])
def test_no_statement_grows_past_what_the_database_takes(
    most: int, parts: int, cast: Cast, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scatter(1, cast.programme)
    fixed = [rows for rows in ROWS if not callable(rows.where)]
    monkeypatch.setattr(counting, "_MOST", most)
    counting._kept.cache_clear()
    with django_assert_num_queries(parts):
        found = counts(cast.programme, fixed)
    counting._kept.cache_clear()
    assert found == {rows: rows.of(cast.programme).count() for rows in fixed}


def test_rows_that_may_belong_to_several_are_refused(cast: Cast) -> None:
    with pytest.raises(ImproperlyConfigured):
        counts(cast.programme, [Rows(Programme, owner="departments")])
