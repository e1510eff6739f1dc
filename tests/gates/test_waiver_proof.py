"""Whoever waives a criterion proves who they are; without proof nothing is granted and nothing typed is lost."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance_app.gates.models import Waiver
from governance_app.gates.states import FindingState
from governance_app.ledger.models import Entry
from tests.factories.people import PASSWORD
from tests.gates.conftest import Committee

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def test_a_waiver_takes_a_proof(committee: Committee, findings: Callable[..., None]) -> None:
    findings(REQ_G5=FindingState.UNMET)
    client = Client()
    client.force_login(committee.chair)
    url = reverse("gates:waive", args=[committee.cast.programme.slug, "REQ-G5"])
    expires = timezone.localdate() + timedelta(days=30)
    body = {"reason": "基线下月补齐", "expires_on": expires.isoformat()}
    for password in ("", "nonsense"):
        refused = client.post(url, {**body, "password": password})
        assert refused.status_code == 422
        assert refused.context["proof"]["errors"]["password"]
        assert refused.context["form"]["reason"].value() == body["reason"]
    assert not Waiver.objects.exists()
    assert client.post(url, {**body, "password": PASSWORD}).status_code == 302
    assert Waiver.objects.get().expires_on == expires
    assert json.loads(Entry.objects.get(act="waiver.granted").detail)["method"] == "password"
