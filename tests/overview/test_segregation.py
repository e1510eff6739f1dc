"""Whoever has two duties that one person should not have both is named, though they slipped past the services."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance_app.documents.models import Revision
from governance_app.gates.models import GateReview, Vote, Waiver
from governance_app.overview.selectors.segregation import overlaps_of
from governance_app.phases import Phase
from governance_app.programmes.registry import duty_pairs
from governance_app.programmes.states import Role
from governance_app.signoff.models import Delegation, Round, Signature
from tests.conftest import Cast, Specification
from tests.factories.programmes import MembershipFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db, pytest.mark.usefixtures("stub_pdf")]


def named(cast: Cast) -> set[tuple[str, str, str]]:
    """Pair, user name and state of all that is found."""
    return {(row.pair.code, row.overlap.username, str(row.overlap.state)) for row in overlaps_of(cast.programme)}


@pytest.fixture
def approved(specification: Specification) -> Revision:
    return specification.approve(specification.submit())


def test_an_orderly_programme_has_none(cast: Cast, approved: Revision) -> None:
    assert named(cast) == set()


def test_a_signature_planted_for_the_author_is_named(cast: Cast, approved: Revision) -> None:
    row = Signature.objects.filter(round=approved.round).first()
    Signature.objects.filter(pk=row.pk).update(signer=cast.owner)
    assert named(cast) == {("wrote-approved", "owner", "breach")}
    found = overlaps_of(cast.programme)[0].overlap
    assert found.links[0][1] == reverse(
        "documents:revision", args=[cast.programme.slug, approved.document.kind, approved.number]
    )
    assert row.hash[:8] in found.second


def test_the_ledger_still_names_an_author_struck_from_the_record(cast: Cast, approved: Revision) -> None:
    row = Signature.objects.filter(round=approved.round).first()
    Signature.objects.filter(pk=row.pk).update(signer=cast.owner)
    Revision.objects.filter(pk=approved.pk).update(submitted_by=cast.chair)
    Round.objects.filter(pk=approved.round_id).update(excluded={})
    assert named(cast) == {("wrote-approved", "owner", "breach")}


def test_the_last_editor_who_signed_is_named(cast: Cast, approved: Revision) -> None:
    Round.objects.filter(pk=approved.round_id).update(excluded={str(cast.finance_head.pk): "editor"})
    assert named(cast) == {("wrote-approved", "finance_head", "breach")}


def test_a_disapproval_by_the_author_approves_nothing(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    row = specification.sign(revision, cast.finance_head, "disapproval", "不同意")
    Signature.objects.filter(pk=row.pk).update(signer=cast.owner)
    assert named(cast) == set()


def test_both_delegate_and_delegator_in_one_group_are_named(cast: Cast, approved: Revision) -> None:
    today = timezone.localdate()
    delegation = Delegation.objects.create(
        programme=cast.programme,
        delegator=cast.finance_head,
        delegate=cast.it_head,
        role=Role.DEPT_HEAD,
        department_id=cast.finance.pk,
        starts_on=today,
        ends_on=today,
        reason="出差",
    )
    Signature.objects.filter(round=approved.round, signer=cast.it_head).update(delegation=delegation)
    assert named(cast) == {("signed-twice", "finance_head", "breach")}


def review(cast: Cast, *choices: tuple[Any, str], waiver: str = "") -> GateReview:
    """A decided review the programme manager called, with these votes, planted past the services."""
    findings = [{"code": "REQ-G1", "state": "unmet", "waiver": waiver}] if waiver else []
    row = GateReview.objects.create(
        programme=cast.programme,
        phase=Phase.REQUIREMENTS,
        number=1,
        state="decided",
        called_by=cast.owner,
        called_at=timezone.now(),
        vote_by=timezone.localdate(),
        snapshot={"findings": findings, "voters": [], "documents": [], "policy": {}},
        snapshot_hash="a" * 64,
        decision="go",
        decided_at=timezone.now(),
    )
    for number, (voter, choice) in enumerate(choices):
        Vote.objects.create(
            review=row,
            voter=voter,
            voter_name=str(voter),
            voter_role="",
            choice=choice,
            snapshot_hash=row.snapshot_hash,
            voted_at=timezone.now(),
            voted_at_text="2026-11-24T09:00:00+08:00",
            method="password",
            hash=str(number) * 64,
        )
    return row


def test_a_caller_whose_vote_alone_decided_is_named(cast: Cast) -> None:
    review(cast, (cast.owner, "go"), (cast.chair, "abstain"))
    assert named(cast) == {("called-decided", "owner", "breach")}


def test_a_caller_who_was_one_of_several_may_be_in_conflict(cast: Cast) -> None:
    review(cast, (cast.owner, "go"), (cast.chair, "go"))
    assert named(cast) == {("called-decided", "owner", "possible")}


def test_who_passes_a_gate_alone_on_their_own_waiver_is_named(cast: Cast) -> None:
    Waiver.objects.create(
        programme=cast.programme,
        code="W-01",
        criterion="REQ-G1",
        reason="缓行",
        granted_by=cast.chair,
        granted_at=timezone.now(),
        expires_on=timezone.localdate(),
    )
    review(cast, (cast.chair, "go"), waiver="W-01")
    assert named(cast) == {("waived-passed", "chair", "breach")}


@pytest.mark.parametrize(
    ("user", "role", "state"),
    [("owner", Role.COMMITTEE, "possible"), ("owner", Role.CHAIR, "possible"), ("auditor", Role.PMO, "breach")],
)
def test_roles_that_check_each_other_are_named(cast: Cast, user: str, role: Role, state: str) -> None:
    MembershipFactory(programme=cast.programme, user=getattr(cast, user), role=role)
    assert named(cast) == {("roles", user, state)}


def test_another_programmes_overlaps_are_not_told(cast: Cast) -> None:
    MembershipFactory(programme=cast.other_programme, user=cast.stranger, role=Role.CHAIR)
    assert named(cast) == set()


def test_page_table_and_api_tell_the_same(cast: Cast, approved: Revision) -> None:
    Signature.objects.filter(round=approved.round, signer=cast.it_head).update(signer=cast.owner)
    client = Client()
    client.force_login(cast.auditor)
    page = client.get(reverse("overview:segregation", args=[cast.programme.slug]))
    assert [row["username"] for pair in page.context["pairs"] for row in pair["rows"]] == ["owner"]
    assert len(page.context["pairs"]) == len(duty_pairs)
    url = reverse("overview:segregation-export", args=[cast.programme.slug])
    rows = list(csv.reader(io.StringIO(client.get(f"{url}?format=csv").content.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["owner"]
    assert "/documents/" in rows[1][7]
    assert client.get(f"{url}?format=xlsx").content[:2] == b"PK"
    assert client.get(f"{url}?format=pdf").status_code == 404
    told = client.get(reverse("api:segregation-list", args=[cast.programme.slug])).json()
    results = told["results"] if isinstance(told, dict) else told
    assert [(row["username"], row["state"], row["pair"]) for row in results] == [("owner", "breach", "wrote-approved")]


@pytest.mark.parametrize("who", ["finance_head", "key_user", "it_lead", "stranger", "nobody"])
def test_others_do_not_read_it(cast: Cast, who: str) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    for name in ("overview:segregation", "overview:segregation-export", "api:segregation-list"):
        assert client.get(reverse(name, args=[cast.programme.slug])).status_code == 404
