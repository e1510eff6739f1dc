"""Change requests in the API: written like every record, decided with the password."""

import json
from typing import Any

import pytest
from django.test import Client

from requirements_app.models import ChangeRequest
from tests.conftest import Cast, Specification
from tests.factories.people import PASSWORD

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
