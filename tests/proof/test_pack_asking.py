"""Asking for a pack of evidence: made in the background, once, and given to those who may take evidence away."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from governance_app.base.canonical import sha256_hex
from governance_app.documents.models import Revision
from governance_app.documents.states import RevisionState
from governance_app.errors import Refusal
from governance_app.files.models import StoredFile
from governance_app.jobs.models import Job
from governance_app.jobs.services import job_perform
from governance_app.jobs.states import JobState
from governance_app.ledger.models import Entry
from governance_app.ledger.services import checkpoint_make
from governance_app.programmes.states import Role
from governance_app.proof.models import EvidencePack
from governance_app.proof.services import pack_ask, pack_perform
from tests.conftest import Cast, Specification
from tests.factories.people import UserFactory
from tests.factories.programmes import MembershipFactory
from tests.proof.conftest import Files, Verified, unzipped

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

# Asking for one


def test_it_is_made_in_the_background_and_downloaded(
    approved: Revision, cast: Cast, client: Any, django_capture_on_commit_callbacks: Any, verified: Verified
) -> None:
    client.force_login(cast.owner)
    slug = cast.programme.slug
    page = client.get(reverse("documents:revision", args=[slug, approved.document.kind, 1]))
    address = reverse("proof:revision", args=[slug, approved.document.kind, 1])
    assert f'action="{address}"' in page.content.decode()
    answer = client.post(address)
    pack = EvidencePack.objects.get()
    place = reverse("proof:pack", args=[slug, pack.pk])
    assert answer.url == place
    assert client.get(reverse("proof:file", args=[slug, pack.pk])).url == place, "not there yet"
    assert client.get(place).context["job"]["state"] == JobState.QUEUED
    assert client.get(reverse("proof:progress", args=[slug, pack.pk])).status_code == 200
    assert client.post(address).url == place, "asking twice is one pack"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(place)
    assert client.get(reverse("proof:progress", args=[slug, pack.pk]))["HX-Refresh"] == "true"
    assert client.get(place).context["job"]["results"]
    file = client.get(reverse("proof:file", args=[slug, pack.pk]))
    assert file["Content-Type"] == "application/zip"
    data = b"".join(file.streaming_content)
    pack.refresh_from_db()
    assert pack.file is not None
    assert pack.file.sha256 == sha256_hex(data)
    assert verified(unzipped(data))[0] == 0


def test_making_it_twice_makes_one(approved: Revision, cast: Cast) -> None:
    pack = pack_ask(programme=cast.programme, source="revision", subject=str(approved.pk), actor=cast.auditor)
    job = Job.objects.get(kind="proof.pack")
    told: list[tuple[int, int]] = []
    pack_perform(pack=EvidencePack.objects.get(pk=pack.pk), progress=lambda done, total: told.append((done, total)))
    assert told
    assert all(done <= total for done, total in told)
    pack_perform(pack=EvidencePack.objects.get(pk=pack.pk), progress=lambda done, total: None)
    pack_perform(pack=pack, progress=lambda done, total: None)
    job_perform(str(job.pk))
    assert StoredFile.objects.filter(media_type="application/zip", pk=EvidencePack.objects.get().file_id).count() == 1
    assert Entry.objects.filter(act="evidence.packed").count() == 1


def test_a_revision_without_its_paper_is_refused(
    specification: Specification, keys: Path, client: Any, cast: Cast
) -> None:
    revision = specification.submit()
    client.force_login(cast.owner)
    address = reverse("proof:revision", args=[cast.programme.slug, revision.document.kind, 1])
    answer = client.post(address, follow=True)
    assert answer.redirect_chain[0][0].endswith(f"/documents/{revision.document.kind}/1/")
    assert list(answer.context["messages"])
    assert not EvidencePack.objects.exists()


def test_a_draft_has_none(approved: Revision, cast: Cast) -> None:
    draft = Revision.objects.create(
        document=approved.document, number=2, opened_at=approved.opened_at, state=RevisionState.DRAFT
    )
    with pytest.raises(Refusal) as caught:
        pack_ask(programme=cast.programme, source="revision", subject=str(draft.pk), actor=cast.owner)
    assert caught.value.code == "draft"


def test_a_failed_one_can_be_asked_for_again(approved: Revision, cast: Cast, client: Any) -> None:
    pack = pack_ask(programme=cast.programme, source="revision", subject=str(approved.pk), actor=cast.owner)
    Job.objects.update(state=JobState.FAILED, error="x")
    client.force_login(cast.owner)
    place = reverse("proof:pack", args=[cast.programme.slug, pack.pk])
    assert client.get(place).context["job"]["retry_url"] == place
    client.post(place)
    assert Job.objects.get(kind="proof.pack").state == JobState.QUEUED


def test_only_those_who_may_take_evidence_away_get_it(approved: Revision, cast: Cast, client: Any) -> None:
    pack = pack_ask(programme=cast.programme, source="revision", subject=str(approved.pk), actor=cast.owner)
    slug, code = cast.programme.slug, approved.document.kind
    member = UserFactory()
    MembershipFactory(programme=cast.programme, user=member, role=Role.COMMITTEE)
    for person in (cast.owner, cast.chair, cast.auditor, member):
        client.force_login(person)
        assert client.get(reverse("proof:pack", args=[slug, pack.pk])).status_code == 200
    for person in (cast.it_lead, cast.finance_head, cast.key_user, cast.stranger, cast.nobody):
        client.force_login(person)
        for name in ("pack", "progress", "file"):
            assert client.get(reverse(f"proof:{name}", args=[slug, pack.pk])).status_code == 404
        assert client.post(reverse("proof:revision", args=[slug, code, 1])).status_code == 404
        page = client.get(reverse("documents:revision", args=[slug, code, 1]))
        assert "/evidence/" not in page.content.decode()
    client.force_login(cast.stranger)
    other = reverse("proof:pack", args=[cast.other_programme.slug, pack.pk])
    assert client.get(other).status_code == 404, "another programme's pack under one's own"
    client.force_login(cast.owner)
    assert client.post(reverse("proof:revision", args=[slug, "nonsense", 1])).status_code == 404
    assert client.post(reverse("proof:revision", args=[slug, code, 9])).status_code == 404


def test_a_checkpoint_in_the_pack_is_one_the_ledger_is_held_against_later(pack: Files, tmp_path: Path) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - only here

    (tmp_path / "checkpoint.json").write_bytes(pack["checkpoint.json"])
    call_command("verify_ledger", "--checkpoint", str(tmp_path / "checkpoint.json"))
    assert checkpoint_make().count >= json.loads(pack["checkpoint.json"])["count"]
