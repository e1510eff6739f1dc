"""Delegations, revocations, checkpoints, verdicts, suspects, notifications and comments through the API."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from governance_app.documents.models import Revision
from governance_app.documents.states import RevisionState
from governance_app.inbox.models import Comment, Notification
from governance_app.proof.models import EvidencePack
from governance_app.signoff.models import Delegation
from governance_app.trace.models import TraceLink
from requirements_app.specification.documents import SPECIFICATION
from tests.api.conftest import Caller
from tests.api.test_documents import FIRST, signed
from tests.conftest import STUB_PDF
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db, pytest.mark.usefixtures("stub_pdf")]

Call = Callable[..., Caller]


def window(start: int = 0, end: int = 7) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "starts_on": (today + timedelta(days=start)).isoformat(),
        "ends_on": (today + timedelta(days=end)).isoformat(),
    }


def given(**changed: Any) -> dict[str, Any]:
    body = {"role": "dept_head", "department": "D-FIN", "delegate": "it_lead", "reason": "出差", **window()}
    return {**body, **changed}


def test_b_signs_for_a_inside_the_window(specification: Any, caller: Call, cast: Any) -> None:
    head, other = caller(cast.finance_head), caller(cast.it_lead)
    made = head.post("delegations/", given(scope=[SPECIFICATION.code]), Idempotency_Key="d-1")
    assert made.status_code == 201, made.json()
    assert head.post("delegations/", given(scope=[SPECIFICATION.code]), Idempotency_Key="d-1").json() == made.json()
    assert (made.json()["department"], made.json()["scope"]) == ("D-FIN", [SPECIFICATION.code])
    assert other.get(made["Location"]).json() == made.json(), "the one it was given to sees it"
    # The IT lead edited last; someone else must, so that the delegate may sign.
    caller(cast.owner).patch("requirements/REQ-001/", {"title": "改过"}, If_Match="*")
    revision = specification.submit()
    assert revision.state == RevisionState.IN_SIGNING
    signature = signed(other)
    assert signature.status_code == 201, signature.json()
    assert (signature.json()["signer"], signature.json()["on_behalf_of"]) == (str(cast.it_lead), str(cast.finance_head))
    assert other.post(f"delegations/{made.json()['number']}/revoke/").json()["code"] == "not-found"
    ended = head.post(f"delegations/{made.json()['number']}/revoke/")
    assert ended.json()["revoked_at"]
    assert head.post(f"delegations/{made.json()['number']}/revoke/").json()["code"] == "closed"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"role": "chair", "department": None}, "role"),
        ({"department": "D-HR"}, "role"),
        ({"delegate": "nobody"}, "delegate"),
        ({"delegate": "no-such"}, "delegate"),
        ({"delegate": "finance_head"}, "delegate"),
        ({"scope": ["no-such-document"]}, "scope"),
        (window(3, 1), "ends_on"),
        (window(-9, -1), "ends_on"),
        (window(0, 200), "ends_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_cannot_be_delegated_is_refused_at_its_field(
    caller: Call, cast: Any, changed: dict[str, Any], field: str
) -> None:
    answer = caller(cast.finance_head).post("delegations/", given(**changed))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert not Delegation.objects.exists()


def test_others_delegations_are_not_there(caller: Call, cast: Any) -> None:
    number = caller(cast.finance_head).post("delegations/", given()).json()["number"]
    third = caller(cast.personnel_head)
    assert third.get("delegations/").json()["results"] == []
    assert third.get(f"delegations/{number}/").status_code == 404
    assert third.post(f"delegations/{number}/revoke/").status_code == 404


def test_a_signature_is_revoked_with_password_and_reason(
    specification: Any, owner: Caller, caller: Call, cast: Any
) -> None:
    specification.approve(specification.submit())
    head, body = caller(cast.finance_head), {"password": PASSWORD, "reason": "数字有误"}
    assert head.post(f"revisions/{FIRST}/revoke/", {**body, "password": "x"}).json()["code"] == "wrong-password"
    assert list(head.post(f"revisions/{FIRST}/revoke/", {**body, "reason": ""}).json()["errors"]) == ["reason"]
    assert owner.post(f"revisions/{FIRST}/revoke/", body).status_code == 404, "someone who has not signed"
    made = head.post(f"revisions/{FIRST}/revoke/", body)
    assert made.status_code == 201, made.json()
    assert Revision.objects.latest("number").state != RevisionState.APPROVED
    rows = {row["hash"]: row["revoked_at"] for row in owner.get("signatures/").json()["results"]}
    assert rows[made.json()["signature"]]
    assert sum(bool(moment) for moment in rows.values()) == 1
    again = head.post(f"revisions/{FIRST}/revoke/", body)
    assert again.status_code == 409


def test_without_a_key_there_is_no_checkpoint(specification: Any, owner: Caller) -> None:
    without = owner.post("checkpoints/")
    assert (without.status_code, without.json()["code"]) == (409, "no-key")


@pytest.mark.usefixtures("specification", "keys")
def test_checkpoints_are_made_listed_and_read(owner: Caller, reader: Caller, caller: Call, cast: Any) -> None:
    made = owner.post("checkpoints/", Idempotency_Key="k-1")
    assert made.status_code == 201, made.json()
    assert owner.post("checkpoints/", Idempotency_Key="k-1").json() == made.json()
    assert reader.get(made["Location"]).json() == made.json()
    assert reader.get("checkpoints/").json()["results"] == [made.json()]
    assert caller(cast.it_lead).get("checkpoints/").status_code == 404


def test_a_pdf_is_judged(specification: Any, caller: Call, cast: Any, django_capture_on_commit_callbacks: Any) -> None:
    person = caller(cast.stranger)

    def judged(data: bytes) -> Any:
        return person.post("/api/v1/verify/", {"pdf": base64.b64encode(data).decode()})

    assert judged(STUB_PDF).json()["verdict"] == "altered"
    with django_capture_on_commit_callbacks(execute=True):
        specification.submit()
    found = judged(STUB_PDF).json()
    assert (found["verdict"], found["reason"], found["known"]) == ("genuine", "signing", True)
    assert list(person.post("/api/v1/verify/", {"pdf": "***"}).json()["errors"]) == ["pdf"]
    assert caller(None).post("/api/v1/verify/", {"pdf": ""}).status_code == 401


@pytest.mark.usefixtures("keys")
def test_the_pack_of_a_revision_waits_for_its_paper(specification: Any, owner: Caller, caller: Call, cast: Any) -> None:
    specification.submit()
    early = owner.post(f"revisions/{FIRST}/evidence/")
    assert (early.status_code, early.json()["code"]) == (409, "not-ready")
    assert caller(cast.it_lead).post(f"revisions/{FIRST}/evidence/").status_code == 404
    assert not EvidencePack.objects.exists()


def test_suspect_links_are_seen_and_cleared(specification: Any, owner: Caller, caller: Call, cast: Any) -> None:
    assert owner.get("suspects/").json()["results"] == []
    change = {"description": "改过的痛点"}
    assert owner.patch("pain-points/PP-001/", change, If_Match="*").status_code == 200
    row = owner.get("suspects/").json()["results"][0]
    assert (row["source"], row["target"], row["suspect"]) == ("pain-points:PP-001", "requirements:REQ-001", True)
    place = f"suspects/{row['number']}/"
    seen = owner.get(place).json()
    assert seen["seen"] != seen["now"]
    stale = owner.post(f"{place}clear/", {"fingerprint": "0" * 64, "reason": "仍成立"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert caller(cast.auditor).post(f"{place}clear/", {}).status_code == 404
    cleared = owner.post(f"{place}clear/", {"fingerprint": seen["fingerprint"], "reason": "仍成立"})
    assert (cleared.status_code, cleared.json()["suspect"]) == (200, False)
    assert cleared.json()["cleared_by"] == str(cast.owner)
    assert not TraceLink.objects.filter(suspect=True).exists()
    assert owner.get(place).status_code == 404


def test_comments_tell_those_mentioned_and_notifications_are_read(
    specification: Any, owner: Caller, caller: Call, cast: Any
) -> None:
    body = {"kind": "requirements", "code": "REQ-001", "text": "请 @it_lead 看一下"}
    made = owner.post("comments/", body, Idempotency_Key="m-1")
    assert made.status_code == 201, made.json()
    owner.post("comments/", body, Idempotency_Key="m-1")
    assert Comment.objects.count() == 1
    listed = owner.get("comments/?kind=requirements&code=REQ-001").json()["results"]
    assert listed == [made.json()]
    assert owner.get("comments/?kind=goals").json()["results"] == []
    assert owner.post("comments/", {**body, "code": "REQ-999"}).status_code == 404
    assert owner.post("comments/", {**body, "kind": "nothing"}).status_code == 404
    assert owner.post("comments/", {**body, "text": " "}).status_code == 422
    told = caller(cast.it_lead)
    rows = [row for row in told.get("/api/v1/notifications/").json()["results"] if row["text"] == body["text"]]
    assert len(rows) == 1
    assert rows[0]["read_at"] is None
    assert owner.post("/api/v1/notifications/read/", {"numbers": [rows[0]["number"]]}).json() == {"read": 0}
    assert told.post("/api/v1/notifications/read/", {"numbers": [rows[0]["number"]]}).json() == {"read": 1}
    told.post("/api/v1/notifications/read/", {})
    assert not Notification.objects.filter(user=cast.it_lead, read_at=None).exists()
