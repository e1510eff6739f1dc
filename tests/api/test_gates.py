"""Gates through the API: from the call to the decision, its conditions, waivers and its pack of evidence."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.http import urlencode

from governance_app.gates.models import Condition, GateReview, Vote
from governance_app.gates.states import FindingState
from governance_app.people.models import Reauthentication, User
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.states import PhaseState
from tests.api.conftest import Caller
from tests.factories.people import PASSWORD
from tests.gates.conftest import Committee

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db, pytest.mark.usefixtures("stub_pdf")]

Call = Callable[..., Caller]
NAME = "GR-01-1"


@pytest.fixture
def people(committee: Committee) -> list[User]:
    """The chair, then the members."""
    return [committee.chair, *committee.members]


def soon(days: int = 10) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def vote(caller: Caller, choice: str = "go", **changed: Any) -> Any:
    read = caller.get(f"reviews/{NAME}/").json()
    body = {"password": PASSWORD, "choice": choice, "snapshot_hash": read["snapshot_hash"]}
    return caller.post(f"reviews/{NAME}/vote/", {**body, "comment": "" if choice == "go" else "理由", **changed})


def test_from_the_call_to_a_conditional_go(
    findings: Any, people: list[User], owner: Caller, caller: Call, cast: Any
) -> None:
    made = owner.post("reviews/", {"phase": 1, "reason": "请各位审阅"}, Idempotency_Key="r-1")
    assert made.status_code == 201, made.json()
    again = owner.post("reviews/", {"phase": 1, "reason": "请各位审阅"}, Idempotency_Key="r-1")
    assert (again.json(), again["Idempotent-Replayed"]) == (made.json(), "true")
    assert made["Location"].endswith(f"/reviews/{NAME}/")
    review = owner.get(made["Location"]).json()
    assert (review["name"], review["state"], review["phase"]) == (NAME, "open", 1)
    assert {row["state"] for row in review["findings"]} == {"met"}
    assert [row["chair"] for row in review["voters"]] == [True, False, False, False]
    assert review["outcome"]["needed"] == 3
    second = owner.post("reviews/", {"phase": 1})
    assert (second.status_code, second.json()["code"]) == (409, "open")

    body = {"text": "补交接口清单", "owner": "it_lead", "due_on": soon()}
    condition = owner.post(f"reviews/{NAME}/conditions/", body, Idempotency_Key="c-1")
    assert condition.status_code == 201, condition.json()
    assert owner.post(f"reviews/{NAME}/conditions/", body, Idempotency_Key="c-1").json() == condition.json()
    assert Condition.objects.count() == 1
    code = condition.json()["code"]
    unknown = owner.post(f"reviews/{NAME}/conditions/", {**body, "owner": "stranger"})
    assert (unknown.status_code, list(unknown.json()["errors"])) == (422, ["owner"])

    for person in people[1:]:
        assert vote(caller(person), "conditional").status_code == 201
    early = caller(cast.chair).post(f"reviews/{NAME}/close/")
    assert (early.status_code, early.json()["code"]) == (409, "no-decision")
    last = vote(caller(cast.chair), "hold")
    assert last.status_code == 201
    assert last.json()["hash"] == Vote.objects.get(voter=cast.chair).hash
    review = owner.get(f"reviews/{NAME}/").json()
    assert (review["state"], review["decision"]) == ("decided", "conditional")
    assert len(review["votes"]) == 4
    assert len(owner.get("votes/").json()["results"]) == 4
    assert ProgrammePhase.objects.get(programme=cast.programme, phase=1).state == PhaseState.PASSED_WITH_CONDITIONS

    rows = owner.get("conditions/?state=open").json()["results"]
    assert [(row["code"], row["overdue"]) for row in rows] == [(code, False)]
    assert caller(cast.key_user).post(f"conditions/{code}/settle/", {"evidence": "x"}).status_code == 404
    settled = caller(cast.it_lead).post(f"conditions/{code}/settle/", {"evidence": "清单 3 号"})
    assert (settled.status_code, settled.json()["state"]) == (200, "met"), "its owner may"
    assert owner.post(f"conditions/{code}/settle/", {"evidence": "x"}).json()["code"] == "closed"
    assert ProgrammePhase.objects.get(programme=cast.programme, phase=1).state == PhaseState.PASSED


def test_a_vote_takes_password_snapshot_comment_and_a_call(
    findings: Any, people: list[User], owner: Caller, caller: Call, cast: Any
) -> None:
    owner.post("reviews/", {"phase": 1})
    chair = caller(cast.chair)
    wrong = vote(chair, password="nonsense")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong-password")
    assert Reauthentication.objects.filter(user=cast.chair).count() == 1, "counted though refused"
    assert vote(chair, snapshot_hash="0" * 64).json()["code"] == "stale"
    assert vote(chair, "hold", comment="").json()["code"] == "comment-missing"
    assert list(vote(chair, "maybe").json()["errors"]) == ["choice"]
    assert owner.post(f"reviews/{NAME}/vote/", {}).status_code == 404, "the programme manager has no vote"
    assert vote(chair).status_code == 201
    assert (vote(chair).status_code, vote(chair).json()["code"]) == (409, "voted-already")
    assert Vote.objects.count() == 1


def test_a_gate_against_its_criteria_takes_a_waiver(
    findings: Any, people: list[User], owner: Caller, caller: Call, cast: Any
) -> None:
    findings(REQ_G5=FindingState.UNMET)
    owner.post("reviews/", {"phase": 1})
    chair = caller(cast.chair)
    barred = vote(chair)
    assert (barred.status_code, barred.json()["code"]) == (409, "criteria")
    assert owner.post(f"reviews/{NAME}/withdraw/", {"reason": "先豁免"}).json()["state"] == "withdrawn"
    body = {"password": PASSWORD, "criterion": "REQ-G5", "reason": "基线下月补齐", "expires_on": soon(30)}
    assert owner.post("waivers/", body).status_code == 404
    unproved = chair.post("waivers/", {**body, "password": "nonsense"})
    assert (unproved.status_code, unproved.json()["code"]) == (422, "wrong-password")
    assert owner.get("waivers/").json()["results"] == []
    granted = chair.post("waivers/", body)
    assert (granted.status_code, granted.json()["in_force"]) == (201, True)
    assert chair.post("waivers/", body).json()["code"] == "waived"
    assert chair.post("waivers/", {**body, "criterion": "REQ-G1"}).json()["code"] == "not-unmet"
    owner.post("reviews/", {"phase": 1})
    frozen = owner.get("reviews/GR-01-2/").json()["findings"]
    assert next(row["waiver"] for row in frozen if row["code"] == "REQ-G5") == granted.json()["code"]
    revoked = chair.post(f"waivers/{granted.json()['code']}/revoke/", {"reason": "不再需要"})
    assert (revoked.status_code, revoked.json()["in_force"]) == (200, False)
    assert [row["in_force"] for row in owner.get("waivers/").json()["results"]] == [False]


def test_lists_are_filtered_and_names_are_exact(findings: Any, people: list[User], owner: Caller) -> None:
    owner.post("reviews/", {"phase": 1})
    assert [row["name"] for row in owner.get("reviews/?phase=1&state=open").json()["results"]] == [NAME]
    assert owner.get("reviews/?phase=2").json()["results"] == []
    assert owner.get("reviews/?phase=9").status_code == 400
    assert owner.get("conditions/?state=lost").status_code == 400
    for name in ("GR-1-1", "GR-08-1", "GR-01-9", "GR-01-01", "x"):
        assert owner.get(f"reviews/{name}/").status_code == 404
    refused = owner.post("reviews/", {"phase": 2, "kind": "not_required", "reason": "x"})
    assert (refused.status_code, refused.json()["code"]) == (422, "not-allowed")


def test_a_gate_can_be_read_as_it_once_stood(
    findings: Any, people: list[User], owner: Caller, caller: Call, cast: Any
) -> None:
    before = timezone.now()
    owner.post("reviews/", {"phase": 1})
    vote(caller(cast.chair))
    between = timezone.now()
    for person in people[1:]:
        vote(caller(person))

    def then(moment: Any) -> Any:
        answer = owner.get(f"gates/1/as-of/?{urlencode({'at': moment.isoformat()})}")
        assert answer.status_code == 200, answer.json()
        return answer.json()

    first = then(before)
    assert (first["review"], first["votes"], first["findings"]) == (None, [], [])
    middle = then(between)
    assert (middle["decision"], middle["review"]["state"], middle["review"]["decision"]) == ("in_review", "open", "")
    assert [row["voter"] for row in middle["votes"]] == [str(cast.chair)]
    assert middle["findings"]
    assert middle["policy"]["gates.quorum"] == 67
    now = owner.get("gates/1/as-of/").json()
    assert (now["decision"], now["review"]["decision"], len(now["votes"])) == ("passed", "go", 4)
    for moment in (
        "2026",
        "2026-11-24T09:00:00",
        "nonsense",
        "0001-01-01T00:00:00%2B14:00",
        "9999-12-31T23:00:00-12:00",
    ):
        assert owner.get(f"gates/1/as-of/?at={moment}").status_code == 400
    assert owner.get("gates/9/as-of/").status_code == 404


def test_the_policy_is_read_and_changed_by_version(owner: Caller, caller: Call, cast: Any) -> None:
    read = owner.get("policy/")
    assert read["ETag"] == '"1"'
    quorum = next(row for row in read.json()["figures"] if row["code"] == "gates.quorum")
    assert (quorum["value"], quorum["minimum"], quorum["maximum"]) == (67, 50, 100)
    body = {"values": {"gates.quorum": 80}, "reason": "收紧"}
    assert owner.patch("policy/", body).status_code == 428
    changed = owner.patch("policy/", body, If_Match=read["ETag"])
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert owner.patch("policy/", body, If_Match=read["ETag"]).status_code == 412
    low = owner.patch("policy/", {"values": {"gates.quorum": 10}, "reason": "x"}, If_Match='"2"')
    assert (low.status_code, list(low.json()["errors"])) == (422, ["gates.quorum"])
    assert caller(cast.auditor).get("policy/").status_code == 404


@pytest.mark.usefixtures("findings", "keys")
def test_the_pack_of_a_gate_is_asked_for_and_fetched(
    people: list[User], committee: Committee, owner: Caller, caller: Call, django_capture_on_commit_callbacks: Any
) -> None:
    owner.post("reviews/", {"phase": 1})
    early = owner.post(f"reviews/{NAME}/evidence/")
    assert (early.status_code, early.json()["code"]) == (409, "not-decided")
    for person in people:
        vote(caller(person))
    assert owner.post(f"reviews/{NAME}/evidence/").json()["code"] == "no-minutes"
    with django_capture_on_commit_callbacks(execute=True):
        committee.submit_minutes()
    asked = owner.post(f"reviews/{NAME}/evidence/", Idempotency_Key="p-1")
    assert (asked.status_code, asked.json()["state"]) == (201, "queued")
    assert owner.post(f"reviews/{NAME}/evidence/", Idempotency_Key="p-1").json() == asked.json()
    assert owner.get(asked["Location"]).json()["file_url"] is None
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(f"packs/{asked.json()['pack']}/repeat/")
    done = owner.get(asked["Location"]).json()
    assert done["state"] == "done"
    assert owner.client.get(done["file_url"])["Content-Type"] == "application/zip"
    assert GateReview.objects.get().state == "decided"
