"""A passkey proves programs' acts as it proves those of pages: for what it was asked for, and for nothing else."""

import json
from typing import Any

import pytest
from django.test import Client

from governance_app.gates.models import Vote, Waiver
from governance_app.gates.states import FindingState
from governance_app.ledger.models import Entry
from governance_app.people.models import User
from governance_app.signoff.models import Revocation
from tests.api.conftest import Caller
from tests.api.test_gates import NAME, soon
from tests.conftest import Specification
from tests.factories.proofs import HOST, SoftPasskey
from tests.gates.conftest import Committee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stub_pdf")]


def caller_of(user: User, slug: str) -> Caller:
    """Someone who asks under a name at which passkeys work."""
    client = Client(HTTP_HOST=f"{HOST}:8000")
    client.force_login(user)
    return Caller(client, f"/api/v1/programmes/{slug}/")


def proof(key: SoftPasskey, asked: Any, declared: str = "") -> dict[str, Any]:
    """The passkey's answer to what was asked of it for one thing declared."""
    assert asked["Cache-Control"] == "no-store"
    found = asked.json()
    credential = json.loads(key.answer(found["challenges"][declared]))
    return {"method": "passkey", "ticket": found["ticket"], "credential": credential}


def test_a_vote_counts_for_the_choice_the_passkey_was_asked_for(committee: Committee, findings: Any) -> None:
    findings()
    review = committee.call()
    member = committee.members[0]
    key, asking = SoftPasskey(member), caller_of(member, committee.cast.programme.slug)
    asked = asking.get(f"reviews/{NAME}/vote/challenge/")
    body = {"comment": "资料不足", "snapshot_hash": review.snapshot_hash}
    wrong = asking.post(f"reviews/{NAME}/vote/", {**body, **proof(key, asked, "go"), "choice": "hold"})
    assert wrong.status_code == 422
    assert not Vote.objects.exists()
    right = asking.post(f"reviews/{NAME}/vote/", {**body, **proof(key, asked, "hold"), "choice": "hold"})
    assert right.status_code == 201, right.json()
    assert (Vote.objects.get().choice, Vote.objects.get().method) == ("hold", "passkey")


def test_a_waiver_is_granted_for_the_criterion_the_passkey_was_asked_for(committee: Committee, findings: Any) -> None:
    findings(REQ_G5=FindingState.UNMET, REQ_G6=FindingState.UNMET)
    key, asking = SoftPasskey(committee.chair), caller_of(committee.chair, committee.cast.programme.slug)
    asked = asking.get("waivers/challenge/?criterion=REQ-G5")
    body = {"reason": "基线下月补齐", "expires_on": soon(30), **proof(key, asked)}
    assert asking.post("waivers/", {**body, "criterion": "REQ-G6"}).status_code == 422
    assert not Waiver.objects.exists()
    granted = asking.post("waivers/", {**body, "criterion": "REQ-G5"})
    assert granted.status_code == 201, granted.json()
    assert json.loads(Entry.objects.get(act="waiver.granted").detail)["method"] == "passkey"


def test_a_signature_is_revoked_with_a_passkey(specification: Specification, cast: Any) -> None:
    specification.approve(specification.submit())
    head = cast.finance_head
    key, asking = SoftPasskey(head), caller_of(head, cast.programme.slug)
    path = "revisions/requirements-specification-1/revoke/"
    stranger = caller_of(cast.auditor, cast.programme.slug)
    assert stranger.get(f"{path}challenge/").status_code == 404
    asked = asking.get(f"{path}challenge/")
    made = asking.post(path, {"reason": "误签", **proof(key, asked)})
    assert made.status_code == 201, made.json()
    assert Revocation.objects.get().method == "passkey"
