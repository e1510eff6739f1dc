"""Change requests in the API: written like every record, decided with the password."""

import json
from typing import Any

import pytest
from django.test import Client

from governance_app.records.services import record_move
from requirements_app.changes.kinds import CHANGES
from requirements_app.models import ChangeRequest
from tests.api.test_passkeys import caller_of, proof
from tests.conftest import Cast, Specification
from tests.factories.people import PASSWORD
from tests.factories.proofs import SoftPasskey

pytestmark = pytest.mark.django_db
BASE = "/api/v1/programmes/office/change-requests/"


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


def test_it_is_written_moved_judged_and_decided(cast: Cast, specification: Specification) -> None:
    asker, decider = Client(), Client()
    asker.force_login(cast.key_user)
    decider.force_login(cast.chair)
    values = {
        "title": "时限改为 30 秒",
        "description": "验收标准",
        "rationale": "监管口径",
        "requested_by": "财务部",
        "department": "D-FIN",
        "requirements": ["REQ-001"],
    }
    assert post(asker, BASE, values).status_code == 201
    assert post(asker, f"{BASE}CR-001/move/", {"move": "submit"}).status_code == 200
    impact = decider.get(f"{BASE}CR-001/decision/").json()
    assert (impact["frozen"], [row["code"] for row in impact["records"]]) == (False, ["REQ-001", "INT-001"])
    assert post(decider, f"{BASE}CR-001/move/", {"move": "accept", "reason": "可"}).json()["code"] == "unproven"
    wanted = {"accept": True, "reason": "可", "password": "wrong"}
    assert post(decider, f"{BASE}CR-001/decision/", wanted).json()["code"] == "wrong-password"
    decided = post(decider, f"{BASE}CR-001/decision/", {**wanted, "password": PASSWORD})
    assert (decided.status_code, decided.json()["state"]) == (200, "accepted")
    assert ChangeRequest.objects.get().decided_by == cast.chair
    assert decider.get(f"{BASE}CR-001/decision/").json()["frozen"] is True


def test_a_passkey_decides_only_as_it_was_asked(cast: Cast, change_request: ChangeRequest) -> None:
    access, path = cast.access(cast.owner), f"change-requests/{change_request.code}/decision/"
    record_move(kind=CHANGES, access=access, code=change_request.code, move="submit", version=None)
    key, asking = SoftPasskey(cast.chair), caller_of(cast.chair, cast.programme.slug)
    asked = asking.get(f"{path}challenge/")
    body = {"reason": "影响有限", "accept": True}
    assert asking.post(path, {**body, **proof(key, asked, "reject")}).status_code == 422
    assert ChangeRequest.objects.get().state == "submitted"
    # What was declared names the version: a request sent back and submitted again is another one.
    old = proof(key, asked, "accept")
    for move, reason in (("rework", "补充"), ("submit", "")):
        record_move(kind=CHANGES, access=access, code=change_request.code, move=move, version=None, reason=reason)
    assert asking.post(path, {**body, **old}).status_code == 422
    decided = asking.post(path, {**body, **proof(key, asking.get(f"{path}challenge/"), "accept")})
    assert (decided.status_code, decided.json()["state"]) == (200, "accepted"), decided.json()
    assert ChangeRequest.objects.get().decision_method == "passkey"
