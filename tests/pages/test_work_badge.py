"""The badge of My work is counted once for a state of the ledger, and no act is missing from it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import Cast, Specification
from tests.pages.conftest import OpenAs

pytestmark = pytest.mark.django_db


def test_it_follows_an_act_at_once(specification: Specification, cast: Cast, open_as: OpenAs) -> None:
    head = next(iter(cast.heads.values()))
    client, page = open_as(head), reverse("overview:programmes")
    assert client.get(page).context["shell"]["work_count"] == 0
    revision = specification.submit()
    assert client.get(page).context["shell"]["work_count"] == 1
    specification.sign(revision, head)
    assert client.get(page).context["shell"]["work_count"] == 0


def test_it_is_not_counted_again_while_nothing_happens(specification: Specification, cast: Cast, open_as: OpenAs):
    specification.submit()
    client, page = (
        open_as(next(iter(cast.heads.values()))),
        reverse("requirements:requirements-list", args=[cast.programme.slug]),
    )
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).context["shell"]["work_count"] == 1
    assert not [query for query in found if "signoff_round" in query["sql"]]


def test_my_work_counts_afresh_and_says_the_same_in_the_badge(
    specification: Specification, cast: Cast, open_as: OpenAs
) -> None:
    specification.submit()
    answer = open_as(next(iter(cast.heads.values()))).get(reverse("inbox:work"))
    assert answer.context["total"] == answer.context["shell"]["work_count"] == 1
