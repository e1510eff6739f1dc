"""A vote confirmed with a passkey is a vote for that choice on that snapshot, and for no other."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance_app.gates.models import Vote
from tests.factories.people import PASSWORD
from tests.factories.proofs import HOST, SoftPasskey
from tests.gates.conftest import PHASE, Committee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stub_pdf")]


def posted(form: dict[str, Any], key: SoftPasskey, asked_for: str, **more: str) -> dict[str, str]:
    part = form["proof"]
    credential = key.answer(json.loads(part["passkey"])["challenges"][asked_for])
    return {"method": "passkey", "proof_ticket": part["ticket"], "credential": credential, "comment": "", **more}


def test_it_counts_for_the_choice_it_was_asked_for(committee: Committee, findings: Callable[..., None]) -> None:
    findings()
    review = committee.call()
    member = committee.members[0]
    key = SoftPasskey(member)
    client = Client(HTTP_HOST=f"{HOST}:8000")
    client.force_login(member)
    place = [committee.cast.programme.slug, PHASE.segment, review.number]
    form = client.get(reverse("gates:review", args=place)).context["form"]
    wrong = posted(form, key, "go", choice="hold", comment="资料不足", snapshot_hash=review.snapshot_hash)
    assert client.post(reverse("gates:vote", args=place), wrong).status_code == 422
    assert not Vote.objects.exists()
    right = posted(form, key, "go", choice="go", snapshot_hash=review.snapshot_hash)
    assert client.post(reverse("gates:vote", args=place), right).status_code == 302
    assert (Vote.objects.get().choice, Vote.objects.get().method) == ("go", "passkey")


def test_where_the_role_needs_more_a_password_casts_no_vote(
    committee: Committee, findings: Callable[..., None], settings: Any
) -> None:
    settings.SECOND_FACTOR_ROLES = ["committee"]
    findings()
    review = committee.call()
    client = Client()
    client.force_login(committee.members[0])
    place = [committee.cast.programme.slug, PHASE.segment, review.number]
    body = {"choice": "go", "comment": "", "password": PASSWORD, "snapshot_hash": review.snapshot_hash}
    answer = client.post(reverse("gates:vote", args=place), body)
    assert answer.status_code == 422
    assert [row["id"] for row in answer.context["errors"]] == ["method"]
    assert not Vote.objects.exists()
