"""Submitting freezes the content, takes its hash and opens a round; it refuses what is not ready."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance_app.base.canonical import canonical, content_hash, sha256_hex
from governance_app.documents.models import Document, Revision
from governance_app.documents.rules import revision_hash
from governance_app.errors import Refusal
from governance_app.jobs.models import Job
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.programmes.models import Membership
from governance_app.programmes.states import Role
from governance_app.records.services import record_revise
from governance_app.signoff.models import Round
from governance_app.signoff.states import RoundState
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import Goal, Interaction, PainPoint, Requirement, System
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.specification.documents import SPECIFICATION
from tests.conftest import Cast, Specification
from tests.factories.people import UserFactory
from tests.factories.programmes import MembershipFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def test_it_freezes_the_content_with_its_hash(cast: Cast, specification: Specification) -> None:
    revision = specification.submit(summary=" 首次提交 ", due_on=date(2026, 12, 1))
    revision = Revision.objects.get(pk=revision.pk)
    assert (revision.number, revision.state, revision.summary) == (1, "in_signing", "首次提交")
    assert revision.body.encode() == canonical(SPECIFICATION.content(cast.programme))
    assert revision.body_hash == sha256_hex(revision.body.encode())
    assert revision.content_hash == content_hash(
        {"document": "HC-2026-01-REQ-01", "revision": 1, "content": revision.body_hash, "attachments": []}
    )
    assert revision.round.content_hash == revision.content_hash
    assert revision.round.due_on == date(2026, 12, 1)
    assert (revision.submitted_by, revision.opened_by) == (cast.owner, cast.owner)
    assert [row["number"] for row in revision.cover] == [1, 2, 3, 4, 5, 6, 7]


def test_the_hash_is_bound_to_document_revision_content_and_every_attachment() -> None:
    base = {"number": "HC-REQ-01", "revision": 1, "body_hash": "a" * 64}
    hashes = {
        revision_hash(**base),
        revision_hash(**{**base, "number": "HC-REQ-02"}),
        revision_hash(**{**base, "revision": 2}),
        revision_hash(**{**base, "body_hash": "b" * 64}),
        revision_hash(**base, attachments=["c" * 64]),
        revision_hash(**base, attachments=["c" * 64, "d" * 64]),
    }
    assert len(hashes) == 6


def test_it_freezes_the_policy_too(cast: Cast, specification: Specification) -> None:
    round_ = Round.objects.get(pk=specification.submit().round_id)
    assert round_.state == RoundState.OPEN
    assert content_hash(round_.policy) == round_.policy_hash
    assert [slot.key for slot in round_.slots.all()] == ["dept:D-FIN", "dept:D-HR", "dept:D-IT"]
    assert [slot.department_ids for slot in round_.slots.all()] == [
        [cast.finance.pk],
        [cast.personnel.pk],
        [cast.it.pk],
    ]
    assert round_.excluded == {str(cast.owner.pk): "author", str(cast.it_lead.pk): "editor"}


def test_only_departments_that_own_a_living_requirement_sign(cast: Cast, specification: Specification) -> None:
    Requirement.objects.filter(owner_department=cast.personnel).update(state="withdrawn")
    assert [slot.key for slot in specification.submit().round.slots.all()] == ["dept:D-FIN", "dept:D-IT"]


def test_it_asks_for_the_paper_and_tells_the_ledger(specification: Specification) -> None:
    revision = specification.submit()
    assert Job.objects.get(kind="documents.render").key == f"render:{revision.pk}:signing:zh-hans"
    entry = Entry.objects.get(act="revision.submitted")
    assert entry.subject_hash == revision.content_hash
    assert json.loads(entry.detail) == {
        "revision": 1,
        "content": revision.body_hash,
        "policy": revision.round.policy_hash,
    }
    assert ledger_break() is None


def test_the_content_is_the_same_in_every_language(cast: Cast, specification: Specification, english: None) -> None:
    in_english = canonical(SPECIFICATION.content(cast.programme))
    assert specification.submit().body.encode() == in_english


def test_it_is_refused_while_a_revision_is_in_signing(specification: Specification) -> None:
    specification.submit()
    with pytest.raises(Refusal) as caught:
        specification.submit()
    assert caught.value.code == "in-signing"
    assert Revision.objects.count() == Round.objects.count() == 1


def test_it_is_refused_when_nothing_has_changed_since_the_approval(specification: Specification) -> None:
    specification.approve(specification.submit())
    with pytest.raises(Refusal) as caught:
        specification.submit()
    assert caught.value.code == "unchanged"
    assert Revision.objects.count() == 1


def test_it_is_refused_when_every_change_since_the_approval_was_taken_back(
    cast: Cast, specification: Specification
) -> None:
    specification.approve(specification.submit())
    for name in ("改名", "办公自动化"):
        record_revise(
            kind=SYSTEMS,
            access=cast.access(cast.it_lead),
            code=specification.systems[0].code,
            values={"name": name},
            version=None,
        )
    with pytest.raises(Refusal) as caught:
        specification.submit()
    assert caught.value.code == "unchanged"
    assert list(Revision.objects.order_by("number").values_list("number", "state")) == [(1, "approved"), (2, "draft")]


def incomplete(specification: Specification) -> list[str]:
    """The addresses of the problems for which a submission is refused; nothing may be left behind."""
    with pytest.raises(Refusal) as caught:
        specification.submit()
    assert caught.value.code == "incomplete"
    assert not Revision.objects.exists()
    assert not Round.objects.exists()
    problems = caught.value.extra["problems"]
    assert str(len(problems)) in str(caught.value)
    return [problem.url for problem in problems]


def test_it_is_refused_with_every_problem_and_where_to_mend_it(cast: Cast, specification: Specification) -> None:
    bare, goal = specification.requirements[1], specification.goals[0]
    Requirement.objects.filter(pk=bare.pk).update(acceptance="")
    Goal.objects.filter(pk=goal.pk).update(baseline_value=None)
    Membership.objects.filter(user=cast.it_head).delete()
    assert incomplete(specification) == [
        f"/programmes/office/1-requirements/requirements/{bare.code}/edit/",
        f"/programmes/office/1-requirements/goals/{goal.code}/edit/",
        "",
    ]


def test_an_empty_specification_is_refused(cast: Cast, specification: Specification) -> None:
    for model in (Interaction, Requirement, Goal, PainPoint, System):
        model.objects.all().delete()
    assert incomplete(specification) == [
        f"/programmes/office/1-requirements/{slug}/" for slug in ("requirements", "goals", "systems")
    ]


def test_a_department_whose_only_head_is_deactivated_has_none(cast: Cast, specification: Specification) -> None:
    cast.finance_head.is_active = False
    cast.finance_head.save()
    assert incomplete(specification) == [""]


@pytest.mark.parametrize("why", ["author", "last editor"])
def test_it_is_refused_when_the_only_head_of_a_department_may_not_sign(
    cast: Cast, specification: Specification, why: str
) -> None:
    actor = cast.finance_head if why == "author" else cast.owner
    if why == "last editor":
        record_revise(
            kind=REQUIREMENTS,
            access=cast.access(cast.finance_head),
            code=specification.requirements[0].code,
            values={"title": "改"},
            version=1,
        )
    with pytest.raises(Refusal) as caught:
        specification.submit(actor=actor)
    assert caught.value.code == "unsignable"
    assert "财务部" in str(caught.value)
    assert not Revision.objects.exists()
    MembershipFactory(programme=cast.programme, user=UserFactory(), role=Role.DEPT_HEAD, department=cast.finance)
    assert specification.submit(actor=actor).state == "in_signing"


def test_a_withdrawn_requirement_needs_no_acceptance_criteria(cast: Cast, specification: Specification) -> None:
    Requirement.objects.filter(pk=specification.requirements[1].pk).update(acceptance="", state="withdrawn")
    assert specification.submit().state == "in_signing"


def test_the_database_holds_one_draft_one_in_signing_one_approved(specification: Specification) -> None:
    document = Document.objects.get()
    for number, state in enumerate(("draft", "in_signing", "approved"), 1):
        values = {"document": document, "state": state, "opened_at": timezone.now()}
        values["body"] = "" if state == "draft" else "{}"
        Revision.objects.create(**values, number=number)
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.create(**values, number=number + 10)
    for number in (21, 22):
        Revision.objects.create(document=document, number=number, state="returned", opened_at=timezone.now())


def test_the_database_holds_no_frozen_draft_and_no_number_twice(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    with pytest.raises(IntegrityError, match="draft_is_not_frozen"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(state="draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(document=revision.document, number=1, state="returned", opened_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(programme=cast.programme, kind=SPECIFICATION.code, number="N-2")


def test_the_source_of_every_part_is_named(cast: Cast, specification: Specification) -> None:
    # An edit of a kind not named would slip past a revision in signing.
    content = SPECIFICATION.content(cast.programme)
    assert {part.key for part in SPECIFICATION.sections if part.fields} <= set(content)
    assert REQUIREMENTS.slug in SPECIFICATION.sources
