"""The steering view: what the committee must decide, for those who steer."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance_app.gates.states import FindingState
from governance_app.programmes.states import PhaseState, Role
from tests.conftest import Cast, Specification
from tests.factories.programmes import MembershipFactory, ProgrammeFactory
from tests.gates.conftest import Committee, committee, findings
from tests.pages.conftest import OpenAs, open_as
from tests.pages.reading import body, links, text

__all__ = ["committee", "findings", "open_as"]
pytestmark = pytest.mark.django_db

ALL = "/steering/"


def page_of(cast: Cast) -> str:
    return reverse("overview:steering", args=[cast.programme.slug])


@pytest.mark.parametrize("who", ["chair", "owner", "auditor"])
def test_those_who_steer_read_it(cast: Cast, open_as: OpenAs, who: str) -> None:
    page = open_as(getattr(cast, who)).get(page_of(cast))
    assert page.status_code == 200
    assert cast.programme.name in text(page)


@pytest.mark.parametrize("who", ["it_lead", "finance_head", "key_user", "stranger", "nobody"])
def test_others_do_not_find_it(cast: Cast, open_as: OpenAs, who: str) -> None:
    client = open_as(getattr(cast, who))
    assert client.get(page_of(cast)).status_code == 404
    assert page_of(cast) not in body(client.get(ALL, follow=True))


def test_a_vote_asked_of_me_is_the_first_thing_and_leads_to_the_vote(
    cast: Cast, open_as: OpenAs, committee: Committee, findings: Callable[..., None]
) -> None:
    findings(REQ_G2=FindingState.UNMET)
    review = committee.call()
    card = open_as(cast.chair).get(page_of(cast)).context["card"]
    first = card["decisions"][0]
    assert first["mine"]
    assert first["url"] == reverse("gates:review", args=[cast.programme.slug, "1-requirements", review.number])
    waive = card["decisions"][1]
    assert waive["url"] == reverse("gates:waive", args=[cast.programme.slug, "REQ-G2"])
    assert waive["act"]
    watching = open_as(cast.auditor).get(page_of(cast)).context["card"]["decisions"]
    assert not any(row["mine"] for row in watching)
    assert not watching[1]["act"], "an auditor grants nothing"


def test_an_auditor_is_offered_no_reminder(cast: Cast, open_as: OpenAs, specification: Specification) -> None:
    cast.programme.phases.filter(phase=1).update(state=PhaseState.ACTIVE)
    specification.submit()
    remind = reverse("overview:remind", args=[cast.programme.slug])
    assert remind in links(open_as(cast.chair).get(page_of(cast)))
    assert remind not in links(open_as(cast.auditor).get(page_of(cast)))


def test_one_programme_is_opened_at_once(cast: Cast, open_as: OpenAs) -> None:
    assert open_as(cast.chair).get(ALL).headers["Location"] == page_of(cast)


def test_several_programmes_are_cards_filled_one_by_one(cast: Cast, open_as: OpenAs) -> None:
    MembershipFactory(programme=cast.other_programme, user=cast.chair, role=Role.CHAIR)
    client = open_as(cast.chair)
    cache.clear()  # the count of one's own work is kept; here as below it is asked for
    with CaptureQueriesContext(connection) as few:
        page = client.get(ALL)
    assert {card["name"] for card in page.context["cards"]} == {cast.programme.name, cast.other_programme.name}
    assert page_of(cast) in links(page), "without scripts each card leads to its page"
    for _number in range(8):
        MembershipFactory(programme=ProgrammeFactory(), user=cast.chair, role=Role.COMMITTEE)
    cache.clear()
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(ALL).context["cards"]) == 10
    assert len(many) == len(few) <= 25
    card = client.get(page_of(cast), headers={"hx-request": "true"})
    assert "<html" not in body(card)
    assert body(card).count("<article") == 1


def test_programmes_one_only_works_in_are_no_cards(cast: Cast, open_as: OpenAs) -> None:
    MembershipFactory(programme=cast.other_programme, user=cast.it_lead, role=Role.IT_LEAD)
    page = open_as(cast.it_lead).get(ALL)
    assert page.context["cards"] == []
    assert "未参与任何项目的指导" in text(page)
