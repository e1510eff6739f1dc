"""Change requests after the baseline: asked for, decided by someone else, written under, signed by those concerned."""

from typing import Any

import pytest
from django.test import Client

from governance_app.documents.models import Revision
from governance_app.errors import Refusal
from governance_app.inbox.models import Notification
from governance_app.inbox.selectors import work_of
from governance_app.programmes.services.policy import policy_change
from governance_app.records.bulk import bulk_apply
from governance_app.records.services import record_create, record_move, record_remove, record_revise
from governance_app.signoff.rules import carried_of, reasons_of
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.services import change_decide
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import ChangeRequest, Requirement
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.people import PASSWORD
from tests.factories.records import ChangeRequestFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.fixture
def baseline(specification: Specification) -> Revision:
    return specification.approve(specification.submit())


def edit(cast: Cast, specification: Specification, reason: str = "", place: int = 0, text: str = "30 秒内到达") -> Any:
    return record_revise(
        kind=REQUIREMENTS,
        access=cast.access(cast.it_lead),
        code=specification.requirements[place].code,
        values={"acceptance": text},
        version=None,
        reason=reason,
    )


def ask(cast: Cast, specification: Specification, **values: Any) -> ChangeRequest:
    access = cast.access(cast.owner)
    values = {"requirements": specification.requirements[:1], **values}
    change = ChangeRequestFactory(access=access, department=cast.finance, **values)
    return record_move(kind=CHANGES, access=access, code=change.code, move="submit", version=None)  # type: ignore[return-value]


def decide(cast: Cast, change: ChangeRequest, *, accept: bool = True, user: Any = None) -> ChangeRequest:
    access = cast.access(user or cast.chair)
    return change_decide(access=access, code=change.code, accept=accept, version=None, reason="同意", method="password")


def refused(call: Any, *args: Any, **kwargs: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value


def test_the_baseline_is_written_under_an_accepted_request_alone(
    cast: Cast, specification: Specification, baseline: Revision
) -> None:
    refusal = refused(edit, cast, specification)
    assert refusal.code == "baseline"
    assert refusal.extra["url"].endswith("change-requests/new/?requirements=REQ-001")
    change = ask(cast, specification)
    assert refused(edit, cast, specification).code == "baseline"
    assert change.code in {item.title[:6] for group in work_of(cast.chair) for item in group.items}
    decide(cast, change)
    record = edit(cast, specification, "监管口径")
    assert record.history.first().history_change_reason == "CR-001：监管口径"
    assert list(change.applications.values_list("kind", "code", "version")) == [("requirements", "REQ-001", 2)]
    assert refused(edit, cast, specification, place=1).code == "baseline"
    # The inventory of systems stays open under the policy's default.
    system = specification.systems[0].code
    access = cast.access(cast.it_lead)
    record_revise(kind=SYSTEMS, access=access, code=system, values={"maker": "云阶"}, version=None)


def test_every_record_changed_at_once_is_kept_under_the_request(
    cast: Cast, specification: Specification, baseline: Revision
) -> None:
    change = decide(cast, ask(cast, specification, requirements=specification.requirements))
    codes = [row.code for row in specification.requirements]
    values = {"priority": "low", "reason": "降级"}
    bulk_apply(kind=REQUIREMENTS, access=cast.access(cast.it_lead), codes=codes, wanted="set:priority", values=values)
    assert list(change.applications.order_by("code").values_list("code", flat=True)) == codes
    assert {row.history.first().history_change_reason for row in Requirement.objects.all()} == {"CR-001：降级"}


def test_the_next_revision_carries_it_and_asks_exactly_those_concerned(
    cast: Cast, specification: Specification, baseline: Revision
) -> None:
    change = decide(cast, ask(cast, specification))
    edit(cast, specification)
    second = specification.submit()
    (row,) = second.content["change_requests"]
    assert (row["code"], row["revision"], row["records"]) == (change.code, 1, ["REQ-001"])
    # Finance owns the requirement, IT one of the systems of the interaction made of it; personnel nothing of it.
    slots = {slot.key for slot in second.round.slots.all()}
    assert slots == {"dept:D-FIN", "dept:D-IT"}
    assert "REQ-001" in reasons_of(second.round.policy)["dept:D-FIN"]
    assert "CR-001" in reasons_of(second.round.policy)["dept:D-IT"]
    (left,) = carried_of(second.round.policy)
    first = baseline.round.signatures.get(signer=cast.personnel_head)
    assert (left["revision"], left["signer"], left["signature"]) == (1, "刘洋", first.hash)
    for head in (cast.finance_head, cast.it_head):
        specification.sign(second, head)
    second.refresh_from_db()
    assert second.state == "approved"
    record_move(kind=CHANGES, access=cast.access(cast.owner), code=change.code, move="implement", version=None)
    assert refused(edit, cast, specification, text="20 秒内到达").code == "baseline"
    # The third stands on the second, which carries what personnel signed on the first.
    decide(cast, ask(cast, specification, requirements=specification.requirements[2:]))
    edit(cast, specification, place=2)
    third = specification.submit()
    assert {slot.key for slot in third.round.slots.all()} == {"dept:D-IT"}
    assert {row["signer"]: row["revision"] for row in carried_of(third.round.policy)} == {"陈敏": 2, "刘洋": 1}


def test_it_is_decided_by_someone_else_with_proof_and_its_impact_frozen(
    cast: Cast, specification: Specification, baseline: Revision
) -> None:
    change = ask(cast, specification)
    chair = cast.access(cast.chair)
    bare = {"kind": CHANGES, "access": chair, "code": change.code, "move": "accept", "version": None, "reason": "可"}
    assert refused(record_move, **bare).code == "unproven"
    assert refused(decide, cast, change, user=cast.owner).code in {"forbidden", "own-request"}
    assert Notification.objects.filter(user=cast.chair, key__startswith="change:").count() == 1
    decided = decide(cast, change, accept=False)
    assert (decided.state, decided.decided_by, decided.decision_method) == ("rejected", cast.chair, "password")
    impact = decided.impact
    assert [(row["code"], row["step"]) for row in impact["records"]] == [("REQ-001", 0), ("INT-001", 1)]
    assert {row["code"] for row in impact["departments"]} == {"D-FIN", "D-IT"}
    assert [(row["revision"], row["signed"]) for row in impact["documents"]] == [(1, 3)]
    assert impact["hours"] == "40"
    access = cast.access(cast.owner)
    values = {"title": "别的"}
    text = refused(record_revise, kind=CHANGES, access=access, code=change.code, values=values, version=None)
    assert text.code == "closed"


def test_new_records_and_removals_go_the_same_way(cast: Cast, specification: Specification, baseline: Revision) -> None:
    access = cast.access(cast.it_lead)
    values = {"title": "新需求", "acceptance": "可测", "owner_department": cast.it}
    new = {"kind": REQUIREMENTS, "access": access, "values": values}
    assert refused(record_create, **new).code == "baseline"
    loose = specification.requirements[1]
    change = ask(cast, specification, requirements=[loose], extent="with_new")
    gone = {"kind": REQUIREMENTS, "access": access, "code": loose.code, "version": None}
    assert refused(record_remove, **gone).code == "in-use"
    decide(cast, change)
    made = record_create(**new)
    record_revise(kind=REQUIREMENTS, access=access, code=made.code, values={"priority": "high"}, version=None)
    record_remove(**gone)
    acts = set(change.applications.values_list("code", "act"))
    assert acts == {(made.code, "created"), (made.code, "revised"), (loose.code, "removed")}


def test_the_programmes_policy_may_leave_records_open(
    cast: Cast, specification: Specification, baseline: Revision
) -> None:
    figures = {"requirements.control": 0}
    policy_change(programme=cast.programme, values=figures, version=None, reason="试点", actor=cast.owner)
    edit(cast, specification)
    assert list(baseline.document.revisions.values_list("number", "state")) == [(2, "draft"), (1, "approved")]


def test_a_changed_source_reaches_those_who_must_look(cast: Cast, specification: Specification) -> None:
    pain = specification.pain_points[0]
    access = cast.access(cast.it_lead)
    record_revise(kind=PAIN_POINTS, access=access, code=pain.code, values={"reported_by": "出纳"}, version=None)
    assert not Notification.objects.filter(key__startswith="suspect:").exists()
    record_revise(kind=PAIN_POINTS, access=access, code=pain.code, values={"description": "别的"}, version=None)
    told = Notification.objects.filter(key__startswith="suspect:").values_list("user", flat=True)
    assert list(told) == [cast.finance_head.pk]
    titles = [item.title for group in work_of(cast.finance_head) for item in group.items]
    assert any("REQ-001" in title and pain.code in title for title in titles)
    assert not any(group.source.code == "suspects" for group in work_of(cast.personnel_head))


def test_the_pages_lead_from_a_refused_edit_to_a_decision(
    cast: Cast, specification: Specification, baseline: Revision, client: Client
) -> None:
    base = "/programmes/office/1-requirements/"
    client.force_login(cast.key_user)
    page = client.get(f"{base}requirements/REQ-001/edit/").content.decode()
    assert f"{base}change-requests/new/?requirements=REQ-001" in page
    form = client.get(f"{base}change-requests/new/?requirements=REQ-001").context["form"]
    assert form["requirements"].value() == ["REQ-001"]
    values = {"title": "改时限", "description": "30 秒", "rationale": "监管", "requested_by": "财务部"}
    values |= {"department": "D-FIN", "extent": "listed", "requirements": "REQ-001"}
    assert client.post(f"{base}change-requests/new/", values).status_code == 302
    assert client.post(f"{base}change-requests/CR-001/move/submit/", {"version": "1"}).status_code == 302
    assert client.get(f"{base}change-requests/CR-001/move/accept/").status_code == 404
    client.force_login(cast.chair)
    place = f"{base}change-requests/CR-001/move/accept/"
    page = client.get(place).content.decode()
    assert "INT-001" in page
    posted = {"version": "2", "reason": "影响有限", "password": "wrong"}
    again = client.post(place, posted)
    assert (again.status_code, "影响有限" in again.content.decode()) == (422, True)
    assert client.post(place, {**posted, "password": PASSWORD}).status_code == 302
    assert ChangeRequest.objects.get().state == "accepted"
    client.force_login(cast.it_lead)
    assert "CR-001" in client.get(f"{base}requirements/REQ-001/edit/").content.decode()
