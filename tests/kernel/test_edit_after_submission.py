"""An edit after submission opens the next revision; what was signed stays signed where it was."""

from collections.abc import Callable
from typing import Any

import pytest

from governance_app.documents.models import Revision
from governance_app.documents.rules import tally
from governance_app.documents.selectors import last_signed_by, previous_frozen
from governance_app.documents.services import revision_sign
from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.programmes.services.people import member_add
from governance_app.programmes.states import Role
from governance_app.records.services import record_move, record_remove, record_revise
from governance_app.signoff.models import Round, Signature
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.signoff.states import Meaning
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.records import RequirementFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def rename(cast: Cast, specification: Specification, name: str = "协同办公", reason: str = "") -> None:
    record_revise(
        kind=SYSTEMS,
        access=cast.access(cast.it_lead),
        code=specification.systems[0].code,
        values={"name": name},
        version=None,
        reason=reason,
    )


def states(revision: Revision) -> list[tuple[int, str]]:
    return list(revision.document.revisions.order_by("number").values_list("number", "state"))


def test_it_opens_revision_two_and_leaves_the_signatures_on_one(cast: Cast, specification: Specification) -> None:
    first = specification.submit()
    signature = specification.sign(first, cast.finance_head)
    before = Signature.objects.filter(pk=signature.pk).values().get()
    body = first.body
    rename(cast, specification, reason="厂商更名")
    assert states(first) == [(1, "superseded"), (2, "draft")]
    first.refresh_from_db()
    assert first.body == body
    round_ = Round.objects.get(pk=first.round_id)
    assert (round_.state, list(round_.signatures.values())) == ("superseded", [before])
    draft = first.document.revisions.get(number=2)
    assert (draft.body, draft.round, draft.opened_by) == ("", None, cast.it_lead)
    assert "SYS-001" in draft.opened_reason
    assert "厂商更名" in draft.opened_reason
    assert "厂商更名" in round_.closing_reason


def test_the_next_submission_freezes_the_draft_with_no_signature_on_it(
    cast: Cast, specification: Specification
) -> None:
    first = specification.submit()
    specification.sign(first, cast.finance_head)
    rename(cast, specification)
    second = specification.submit()
    assert states(first) == [(1, "superseded"), (2, "in_signing")]
    assert second.round.signatures.count() == 0
    assert second.content_hash != first.content_hash
    assert previous_frozen(second) == first
    assert last_signed_by(second, cast.finance_head) == first
    assert last_signed_by(second, cast.it_head) is None
    assert specification.sign(second, cast.finance_head).content_hash == second.content_hash


def test_an_approved_revision_stays_approved_until_the_next_one_is(cast: Cast, specification: Specification) -> None:
    first = specification.approve(specification.submit())
    rename(cast, specification)
    assert states(first) == [(1, "approved"), (2, "draft")]
    second = specification.submit()
    assert states(first) == [(1, "approved"), (2, "in_signing")]
    specification.approve(second)
    assert states(first) == [(1, "superseded"), (2, "approved")]
    assert Round.objects.get(pk=first.round_id).state == "complete"
    assert first.round.signatures.count() == 3


def test_further_edits_open_no_further_revision(cast: Cast, specification: Specification) -> None:
    first = specification.submit()
    for name in ("一", "二", "三"):
        rename(cast, specification, name)
    assert states(first) == [(1, "superseded"), (2, "draft")]
    assert Entry.objects.filter(act="revision.opened").count() == 1
    assert ledger_break() is None


EDITS: dict[str, Callable[[Any, Specification], object]] = {
    "a new record": lambda access, specification: RequirementFactory(
        access=access, owner_department=specification.cast.it
    ),
    "a removed record": lambda access, specification: record_remove(
        kind=INTERACTIONS, access=access, code=specification.interactions[0].code, version=None
    ),
    "a moved record": lambda access, specification: record_move(
        kind=REQUIREMENTS, access=access, code=specification.requirements[0].code, move="agree", version=None
    ),
    "a changed link": lambda access, specification: record_revise(
        kind=REQUIREMENTS,
        access=access,
        code=specification.requirements[0].code,
        values={"systems": specification.systems},
        version=None,
    ),
    "a changed value": lambda access, specification: record_revise(
        kind=GOALS, access=access, code=specification.goals[0].code, values={"target_value": 1}, version=None
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_every_kind_of_edit_counts(cast: Cast, specification: Specification, edit: str) -> None:
    first = specification.submit()
    EDITS[edit](cast.access(cast.owner), specification)
    assert states(first) == [(1, "superseded"), (2, "draft")]


def test_a_new_member_of_the_organisation_described_counts_and_another_does_not(
    cast: Cast, specification: Specification
) -> None:
    first = specification.submit()
    member_add(programme=cast.programme, user=cast.nobody, role=Role.QA, actor=cast.owner)
    assert states(first) == [(1, "in_signing")]
    member_add(programme=cast.programme, user=cast.nobody, role=Role.COMMITTEE, actor=cast.owner)
    assert states(first) == [(1, "superseded"), (2, "draft")]


def test_an_edit_that_does_not_touch_the_content_leaves_the_round_open(
    cast: Cast, specification: Specification
) -> None:
    first = specification.submit()
    rename(cast, specification, specification.systems[0].name)
    assert states(first) == [(1, "in_signing")]


def test_another_programmes_edit_touches_nothing_here(cast: Cast, specification: Specification) -> None:
    first = specification.submit()
    cast.other_programme.departments.add(cast.it)
    rows = cast.stranger.memberships.select_related("programme")
    access = type(cast.access(cast.owner))(cast.other_programme, cast.stranger, list(rows))
    RequirementFactory(access=access, owner_department=cast.it)
    assert states(first) == [(1, "in_signing")]


def test_a_returned_revision_is_left_alone_by_edits(cast: Cast, specification: Specification) -> None:
    first = specification.submit()
    specification.sign(first, cast.finance_head, Meaning.CHANGES_REQUESTED, "补充")
    rename(cast, specification)
    assert states(first) == [(1, "returned")]
    assert specification.submit().number == 2


def test_a_page_opened_before_the_edit_is_refused_with_what_has_changed(
    cast: Cast, specification: Specification
) -> None:
    first = specification.submit()
    token = challenge_issue(round_=first.round, user=cast.finance_head)[Meaning.APPROVAL]
    rename(cast, specification)
    with pytest.raises(Refusal) as caught:
        specification.sign(first, cast.finance_head, token=token)
    refusal = caught.value
    assert refusal.code == "stale"
    assert (refusal.extra["old"], refusal.extra["new"]) == (1, 2)
    (change,) = refusal.extra["changes"]
    assert (change.code, change.nature, change.departments) == ("SYS-001", "changed", ("信息技术部",))
    assert "办公" in change.html
    assert tally(refusal.extra["changes"]).changed == 1
    assert not Signature.objects.exists()


def test_a_page_of_revision_one_posted_to_revision_two_is_refused_with_the_difference(
    cast: Cast, specification: Specification
) -> None:
    first = specification.submit()
    rename(cast, specification)
    second = specification.submit()
    for shown in (first, second):
        with pytest.raises(Refusal) as caught:
            specification.sign(shown, cast.finance_head, content_hash=first.content_hash)
        assert caught.value.code == "stale"
        assert [change.code for change in caught.value.extra["changes"]] == ["SYS-001"]
        assert (caught.value.extra["old"], caught.value.extra["new"]) == (1, 2)
    assert not Signature.objects.exists()


def test_a_draft_cannot_be_signed(cast: Cast, specification: Specification) -> None:
    first = specification.submit()
    token = challenge_issue(round_=first.round, user=cast.finance_head)[Meaning.APPROVAL]
    rename(cast, specification)
    draft = first.document.revisions.get(number=2)
    with pytest.raises(Refusal) as caught:
        revision_sign(
            revision=draft, user=cast.finance_head, token=token, content_hash="", reason="", method="password"
        )
    assert caught.value.code == "round-closed"
