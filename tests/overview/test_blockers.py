"""What blocks, each thing once, with those who can clear it by name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from governance_app.gates import registry
from governance_app.gates.findings import Finding, Seat
from governance_app.gates.models import Condition, Waiver
from governance_app.gates.services.conditions import condition_propose
from governance_app.gates.states import ConditionState, FindingState
from governance_app.overview.rules import Blocker
from governance_app.overview.selectors.blockers import blockers_of
from governance_app.overview.selectors.situation import situation_of
from governance_app.people.models import User
from governance_app.programmes.states import PhaseState, Role
from governance_app.records.services import record_revise
from governance_app.signoff.models import Delegation, Round
from governance_app.signoff.states import Meaning
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.gates.conftest import Committee, committee, findings

__all__ = ["committee", "findings"]
pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

Say = Callable[..., None]


@pytest.fixture(autouse=True)
def at_work(cast: Cast) -> None:
    cast.programme.phases.filter(phase=1).update(state=PhaseState.ACTIVE)


def told(cast: Cast, who: User | None = None) -> dict[str, Blocker]:
    access = cast.access(who or cast.owner)
    return {row.key: row for row in blockers_of(situation_of(access, [access]))}


def names(blocker: Blocker) -> set[str]:
    return {str(person) for person in blocker.people}


def say(monkeypatch: pytest.MonkeyPatch, code: str, finding: Finding) -> None:
    monkeypatch.setitem(
        registry.criteria._items, code, replace(registry.criteria[code], judge=lambda programme: finding)
    )


def test_nothing_blocks_where_every_criterion_is_met(cast: Cast, findings: Say) -> None:
    assert told(cast) == {}


def test_a_phase_that_has_not_begun_blocks_nothing(cast: Cast, findings: Say) -> None:
    findings(REQ_G2=FindingState.UNMET)
    cast.programme.phases.filter(phase=1).update(state=PhaseState.NOT_STARTED)
    assert told(cast) == {}


def test_an_unmet_criterion_names_those_who_hold_the_seats(
    cast: Cast, findings: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats = (Seat(Role.DEPT_HEAD, cast.finance.pk), Seat(Role.HR))
    say(monkeypatch, "REQ-G2", Finding(FindingState.UNMET, "1/2", cause="缺一项", seats=seats))
    row = told(cast)["criterion:REQ-G2"]
    assert (row.title, row.blocks) == ("缺一项", True)
    assert names(row) == {"陈敏"}
    assert [clearer.vacant for clearer in row.clearers] == [False, True]
    assert "财务部" in row.clearers[0].role


def test_a_waived_criterion_blocks_no_more_until_the_waiver_runs_out(cast: Cast, findings: Say) -> None:
    findings(REQ_G2=FindingState.UNMET)
    today = timezone.localdate()
    waiver = Waiver.objects.create(
        programme=cast.programme,
        code="W-01",
        criterion="REQ-G2",
        reason="缓行",
        granted_by=cast.chair,
        granted_at=timezone.now(),
        expires_on=today,
    )
    assert told(cast) == {}
    Waiver.objects.filter(pk=waiver.pk).update(expires_on=today - timedelta(days=1))
    row = told(cast)["criterion:REQ-G2"]
    assert "W-01" in row.sub
    assert "周正" in names(row), "the chair can renew it"
    cast.programme.phases.filter(phase=1).update(state=PhaseState.PASSED)
    assert set(told(cast)) == {"waiver:W-01"}


def test_a_document_in_signing_names_each_head_still_missing_and_is_told_once(
    cast: Cast, specification: Specification
) -> None:
    revision = specification.submit()
    specification.sign(revision, cast.finance_head)
    rows = told(cast, cast.personnel_head)
    about = [row for key, row in rows.items() if "requirements-specification" in key]
    assert len(about) == 1
    assert names(about[0]) == {"刘洋", "赵强"}
    assert about[0].waits_on(cast.personnel_head.pk)
    assert not about[0].waits_on(cast.finance_head.pk)
    assert about[0].act_url.endswith("/sign/")


def test_a_deputy_sees_that_it_waits_on_them(cast: Cast, specification: Specification) -> None:
    specification.submit()
    today = timezone.localdate()
    Delegation.objects.create(
        programme=cast.programme,
        delegator=cast.personnel_head,
        delegate=cast.key_user,
        role=Role.DEPT_HEAD,
        department_id=cast.personnel.pk,
        starts_on=today,
        ends_on=today,
        reason="出差",
    )
    row = next(row for key, row in told(cast, cast.key_user).items() if "specification" in key)
    assert row.waits_on(cast.key_user.pk)


def test_a_document_no_criterion_speaks_of_is_told_by_itself_and_blocks_when_late(
    cast: Cast, specification: Specification, findings: Say
) -> None:
    revision = specification.submit()
    row = told(cast)["document:requirements-specification"]
    assert (row.blocks, row.overdue) == (False, False)
    Round.objects.filter(pk=revision.round_id).update(due_on=timezone.localdate() - timedelta(days=1))
    row = told(cast)["document:requirements-specification"]
    assert (row.blocks, row.overdue) == (True, True)


def test_a_document_sent_back_waits_on_the_one_who_submitted_it(
    cast: Cast, specification: Specification, findings: Say
) -> None:
    revision = specification.submit()
    specification.sign(revision, cast.finance_head, Meaning.CHANGES_REQUESTED, "缺少验收标准")
    row = told(cast)["returned:requirements-specification"]
    assert names(row) == {str(cast.owner)}
    assert "缺少验收标准" in row.sub


def test_suspect_links_are_told_once_with_the_heads_who_must_look(cast: Cast, specification: Specification) -> None:
    record = specification.requirements[0]
    record_revise(
        kind=REQUIREMENTS,
        access=cast.access(cast.it_lead),
        code=record.code,
        values={"acceptance": "30 秒内到达"},
        version=None,
    )
    rows = [row for key, row in told(cast).items() if "suspects" in key]
    assert len(rows) == 1
    assert rows[0].people
    assert rows[0].since is not None


def test_an_overdue_condition_blocks_and_names_its_owner(cast: Cast, findings: Say, committee: Committee) -> None:
    review = committee.call()
    condition = condition_propose(
        review=review,
        text="补齐接口清单",
        owner=cast.it_lead,
        due_on=timezone.localdate() + timedelta(days=1),
        actor=cast.owner,
    )
    Condition.objects.filter(pk=condition.pk).update(state=ConditionState.OPEN)
    assert f"condition:{condition.code}" not in told(cast)
    Condition.objects.filter(pk=condition.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    row = told(cast)[f"condition:{condition.code}"]
    assert (row.overdue, row.blocks) == (True, True)
    assert names(row) == {"李工"}


def test_an_open_review_waits_for_the_members_who_have_not_voted(
    cast: Cast, findings: Say, committee: Committee
) -> None:
    review = committee.call()
    committee.vote(review, committee.members[0])
    row = told(cast)[f"review:{review.code}"]
    assert names(row) == {"周正", "委员2", "委员3"}
    assert not row.blocks


def test_what_bars_stands_before_what_may_and_ones_own_before_the_others(
    cast: Cast, findings: Say, monkeypatch: pytest.MonkeyPatch, specification: Specification
) -> None:
    specification.submit()
    say(monkeypatch, "REQ-G2", Finding(FindingState.UNMET, "1/2", seats=(Seat(Role.IT_LEAD),)))
    say(monkeypatch, "REQ-G5", Finding(FindingState.UNMET, "1/2", seats=(Seat(Role.PMO),)))
    assert [*told(cast)][:2] == ["criterion:REQ-G5", "criterion:REQ-G2"]
    assert [*told(cast, cast.it_lead)] == [
        "criterion:REQ-G2",
        "criterion:REQ-G5",
        "document:requirements-specification",
    ]
