"""Risks, actions and decisions: what they refuse, who moves them, what follows."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from governance_app.errors import Refusal
from governance_app.planning.kinds import ACTIONS, DECISIONS, MILESTONES, RISKS
from governance_app.planning.models import Action, Decision, Risk
from governance_app.planning.rules import risk_level, slip_now
from governance_app.records.services import record_create, record_move, record_remove, record_revise
from tests.conftest import Cast
from tests.factories.planning import ActionFactory, DecisionFactory, MilestoneFactory, RiskFactory
from tests.planning.conftest import Plan, day

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def move(cast: Cast, kind: Any, record: Any, name: str, *by: Any) -> Any:
    user, reason = (*by, "")[:2]
    return record_move(kind=kind, access=cast.access(user), code=record.code, move=name, version=None, reason=reason)


@pytest.mark.parametrize(("score", "level"), [(1, "low"), (4, "low"), (5, "medium"), (11, "medium"), (12, "high")])
def test_the_level_comes_of_the_score(score: int, level: str) -> None:
    assert risk_level(score) == level


def test_score_and_level_follow_probability_and_impact(plan: Plan, cast: Cast) -> None:
    risk = RiskFactory(**plan.by, owner=cast.it_lead, probability=5, impact=4)
    assert (risk.score, risk.level) == (20, "high")
    record_revise(kind=RISKS, access=cast.access(cast.owner), code=risk.code, values={"probability": 1}, version=None)
    risk.refresh_from_db()
    assert (risk.score, risk.level) == (4, "low")


def test_the_database_knows_the_score_as_well(plan: Plan, cast: Cast) -> None:
    risk = RiskFactory(**plan.by, owner=cast.it_lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(score=25)


def test_treatment_needs_a_strategy_and_a_response(plan: Plan, cast: Cast) -> None:
    risk = RiskFactory(**plan.by, owner=cast.it_lead, strategy="", response="")
    with pytest.raises(Refusal) as caught:
        move(cast, RISKS, risk, "treat", cast.it_lead)
    assert "strategy" in caught.value.fields
    risk.refresh_from_db()
    assert risk.state == "open"


def test_an_owner_moves_what_is_theirs_and_nothing_else(plan: Plan, cast: Cast) -> None:
    mine = ActionFactory(**plan.by, owner=cast.key_user)
    others = ActionFactory(**plan.by, owner=cast.it_lead)
    move(cast, ACTIONS, mine, "start", cast.key_user)
    with pytest.raises(Refusal) as caught:
        move(cast, ACTIONS, others, "start", cast.key_user)
    assert caught.value.code == "forbidden"
    with pytest.raises(Refusal):
        move(cast, ACTIONS, mine, "cancel", cast.key_user, "不做了")
    with pytest.raises(Refusal):
        move(cast, ACTIONS, mine, "finish", cast.auditor)
    move(cast, ACTIONS, others, "finish", cast.owner)
    assert set(Action.objects.values_list("state", flat=True)) == {"running", "done"}


def test_a_done_action_knows_its_day_and_forgets_it_when_reopened(plan: Plan, cast: Cast) -> None:
    action = ActionFactory(**plan.by, owner=cast.key_user)
    assert move(cast, ACTIONS, action, "finish", cast.key_user).done_on == day(0)
    assert move(cast, ACTIONS, action, "reopen", cast.owner, "未达要求").done_on is None


def test_an_action_names_a_gate_review_there_is(plan: Plan, cast: Cast) -> None:
    with pytest.raises(Refusal) as caught:
        ActionFactory(**plan.by, owner=cast.key_user, review="GR-01-9")
    assert "review" in caught.value.fields


def test_a_decision_is_superseded_once(plan: Plan, cast: Cast) -> None:
    old = DecisionFactory(**plan.by, decided_by=cast.chair)
    DecisionFactory(**plan.by, decided_by=cast.chair, supersedes=old)
    with pytest.raises(Refusal) as caught:
        DecisionFactory(**plan.by, decided_by=cast.chair, supersedes=old)
    assert "supersedes" in caught.value.fields
    preset = {row.slug: row.where for row in DECISIONS.presets}
    assert list(Decision.objects.filter(preset["superseded"])) == [old]


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [
        (DECISIONS, "decided_on", {"title": "决", "grounds": "因", "decided_on": day(1)}),
        (MILESTONES, "actual_on", {"title": "碑", "planned_on": day(0), "actual_on": day(1)}),
    ],
)
def test_what_has_not_come_yet_has_not_happened(plan: Plan, cast: Cast, kind: Any, field: str, values: Any) -> None:
    person = "decided_by" if kind is DECISIONS else "owner"
    with pytest.raises(Refusal) as caught:
        record_create(kind=kind, access=cast.access(cast.owner), values={**values, person: cast.chair})
    assert field in caught.value.fields


def test_what_should_have_been_by_now_slips_day_by_day() -> None:
    assert slip_now(day(-9), day(-9), None, day(0)) == 9
    assert slip_now(day(-9), day(-9), day(-9), day(0)) == 0
    assert slip_now(day(5), day(8), None, day(0)) == 3
    assert slip_now(None, day(8), None, day(0)) is None


def test_people_of_other_programmes_own_nothing_here(plan: Plan, cast: Cast, client: Any) -> None:
    MilestoneFactory(**plan.by, owner=cast.it_lead)
    client.force_login(cast.owner)
    url = ACTIONS.url(cast.programme.slug, tail="new/")
    answer = client.post(url, {"title": "做", "owner": cast.stranger.username, "due_on": "2030-01-01"})
    assert answer.status_code == 422
    assert not Action.objects.exists()
    assert (
        client.get(ACTIONS.url(cast.programme.slug) + "?state=nonsense&owner=" + cast.stranger.username).status_code
        == 200
    )
    assert client.get(RISKS.url(cast.programme.slug) + "?probability=x&impact=5").status_code == 200


def revise(cast: Cast, kind: Any, record: Any, user: Any, **values: Any) -> Any:
    return record_revise(kind=kind, access=cast.access(user), code=record.code, values=values, version=None)


def test_an_owner_reviews_a_risk_and_replans_a_milestone(plan: Plan, cast: Cast) -> None:
    risk = RiskFactory(**plan.by, owner=cast.it_lead, review_on=day(-3))
    assert revise(cast, RISKS, risk, cast.it_lead, review_on=day(30), probability=1).score == 4
    milestone = MilestoneFactory(**plan.by, owner=cast.it_lead, planned_on=day(-3))
    assert revise(cast, MILESTONES, milestone, cast.it_lead, forecast_on=day(5)).forecast_on == day(5)


def test_an_owner_changes_no_plan_and_hands_nothing_on(plan: Plan, cast: Cast) -> None:
    by = {**plan.by, "owner": cast.it_lead}
    risk, milestone, action = RiskFactory(**by), MilestoneFactory(**by), ActionFactory(**by)
    for kind, record, values in (
        (RISKS, risk, {"owner": cast.key_user}),
        (MILESTONES, milestone, {"planned_on": day(90)}),
        (ACTIONS, action, {"due_on": day(90)}),
    ):
        with pytest.raises(Refusal) as caught:
            revise(cast, kind, record, cast.it_lead, **values)
        assert caught.value.code == "forbidden"
    with pytest.raises(Refusal):
        revise(cast, RISKS, risk, cast.key_user, review_on=day(30))
    with pytest.raises(Refusal):
        record_remove(kind=RISKS, access=cast.access(cast.it_lead), code=risk.code, version=None)


def test_the_owners_form_holds_the_owners_fields_alone(plan: Plan, cast: Cast, client: Any) -> None:
    risk = RiskFactory(**plan.by, owner=cast.it_lead)
    url = RISKS.url(cast.programme.slug, risk.code, "edit/")
    client.force_login(cast.it_lead)
    page = client.get(url).content.decode()
    assert 'name="review_on"' in page
    assert 'name="owner"' not in page
    posted = {
        "probability": "2",
        "impact": "2",
        "review_on": "2030-05-01",
        "version": "1",
        "reason": "复核",
        "strategy": "accept",
    }
    assert client.post(url, posted).status_code == 302
    risk.refresh_from_db()
    assert (risk.score, str(risk.review_on), risk.owner) == (4, "2030-05-01", cast.it_lead)
    client.force_login(cast.key_user)
    assert client.get(url).status_code == 404
