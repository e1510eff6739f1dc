"""The minutes name the decision, the votes and the dissent, and are signed by those who voted."""

from collections.abc import Callable

import pytest

from governance_app.documents.registry import document_kinds
from governance_app.documents.services import revision_submit
from governance_app.documents.states import RevisionState
from governance_app.errors import Refusal
from governance_app.gates.documents import minutes_code
from tests.gates.conftest import PHASE, Committee

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

KIND = minutes_code(PHASE)


def test_there_are_no_minutes_without_a_decision(committee: Committee) -> None:
    with pytest.raises(Refusal) as caught:
        revision_submit(programme=committee.cast.programme, kind=document_kinds[KIND], actor=committee.cast.owner)
    assert caught.value.code == "incomplete"


def test_the_minutes_name_dissent_and_are_signed(
    committee: Committee, findings: Callable[..., None], stub_pdf: bytes
) -> None:
    review = committee.call()
    committee.vote(review, committee.chair)
    committee.vote(review, committee.members[0])
    committee.vote(review, committee.members[1])
    committee.vote(review, committee.members[2], "hold", "网络未验收")
    kind = document_kinds[KIND]
    content = kind.content(committee.cast.programme)
    dissent = {row["name"]: row["comment"] for row in content["votes"] if row["dissent"]}
    assert dissent == {"委员3": "网络未验收"}
    assert content["decision"]["decision"] == "go"
    revision = committee.submit_minutes()
    committee.sign_minutes(revision, committee.chair, committee.members[0], committee.members[2])
    assert revision.state == RevisionState.APPROVED
