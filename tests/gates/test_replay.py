"""A gate as it once stood: nothing of it is what came later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from governance_app.gates.models import Condition, GateReview
from governance_app.gates.selectors import gate_then
from governance_app.gates.services.conditions import condition_propose, condition_settle
from governance_app.gates.services.reviews import review_withdraw
from governance_app.gates.services.waivers import waiver_grant, waiver_revoke
from governance_app.gates.states import FindingState
from governance_app.programmes.services.policy import policy_change
from tests.gates.conftest import PHASE, Committee

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

Say = Callable[..., None]


def then(committee: Committee, moment: datetime) -> Any:
    return gate_then(committee.cast.programme, PHASE, moment)


def test_each_moment_shows_what_was_known_and_decided_by_then(committee: Committee, findings: Say) -> None:
    start = timezone.now()
    findings(REQ_G5=FindingState.UNMET)
    waiver = waiver_grant(
        programme=committee.cast.programme,
        criterion="REQ-G5",
        reason="下月补齐",
        expires_on=timezone.localdate() + timedelta(days=30),
        actor=committee.chair,
        method="password",
    )
    review = committee.call()
    condition = condition_propose(
        review=review,
        text="补交清单",
        owner=committee.cast.it_lead,
        due_on=timezone.localdate() + timedelta(days=5),
        actor=committee.chair,
    )
    called = timezone.now()
    committee.vote(review, committee.chair, "conditional")
    voted = timezone.now()
    for member in committee.members:
        committee.vote(review, member)
    decided = timezone.now()
    condition_settle(condition=condition, actor=committee.cast.it_lead, evidence="清单 3 号")
    waiver_revoke(waiver=waiver, actor=committee.chair, reason="已补齐")
    policy_change(
        programme=committee.cast.programme,
        values={"gates.quorum": 80},
        version=None,
        reason="收紧",
        actor=committee.chair,
    )
    now = timezone.now()

    def read(moment: datetime) -> tuple[Any, ...]:
        found = then(committee, moment)
        states = [row.state for row in found.conditions]
        return found.state, found.review_state, found.decision, len(found.votes), states, len(found.waivers)

    assert read(start) == ("not_started", "", "", 0, [], 0)
    assert read(called) == ("in_review", "open", "", 0, ["proposed"], 1)
    assert read(voted) == ("in_review", "open", "", 1, ["proposed"], 1)
    assert read(decided) == ("passed_with_conditions", "decided", "conditional", 4, ["open"], 1)
    assert read(now) == ("passed", "decided", "conditional", 4, ["met"], 0)
    assert [then(committee, moment).policy["gates.quorum"] for moment in (decided, now)] == [67, 80]


def test_a_withdrawn_review_was_open_before(committee: Committee, findings: Say) -> None:
    review = committee.call()
    before = timezone.now()
    review_withdraw(review=review, actor=committee.cast.owner, reason="数据有误")
    assert then(committee, before).review_state == "open"
    assert then(committee, timezone.now()).review_state == "withdrawn"


def test_the_page_shows_a_day_and_offers_no_act(committee: Committee, findings: Say, client: Any) -> None:
    review = committee.call()
    condition_propose(
        review=review,
        text="补交清单",
        owner=committee.cast.it_lead,
        due_on=timezone.localdate() + timedelta(days=5),
        actor=committee.chair,
    )
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter, "conditional")
    assert Condition.objects.get().state == "open"
    client.force_login(committee.chair)
    address = reverse("gates:as-of", args=[committee.cast.programme.slug, PHASE.segment])
    page = client.get(address)
    text = page.content.decode()
    assert "补交清单" in text
    assert GateReview.objects.get().code in text
    assert reverse("gates:condition-met", args=[committee.cast.programme.slug, "C-01"]) not in text
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "补交清单" not in client.get(address, {"on": yesterday.isoformat()}).content.decode()
    assert "补交清单" in client.get(address, {"on": (yesterday + timedelta(days=9)).isoformat()}).content.decode()
    wrong = client.get(address, {"on": "明天"})
    assert wrong.status_code == 422
    assert "明天" in wrong.content.decode(), "what was typed stays"
    assert client.get(address, {"on": "0001-01-01"}).status_code == 200
    client.force_login(committee.cast.stranger)
    assert client.get(address).status_code == 404
