"""The book of minutes: confirmed meetings, signed by the chair; another meeting opens its next revision."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from governance_app.documents.models import Revision
from governance_app.documents.rendering import revision_paper
from governance_app.documents.services import revision_sign, revision_submit
from governance_app.documents.states import Purpose, RevisionState
from governance_app.errors import Refusal
from governance_app.planning.documents import MINUTES
from governance_app.planning.services.meetings import item_write
from governance_app.signoff.services.rounds import challenge_issue
from tests.conftest import Cast
from tests.factories.planning import ActionFactory, DecisionFactory
from tests.planning.conftest import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed(plan: Plan, cast: Cast) -> Any:
    """A meeting with everything, its minutes confirmed."""
    meeting = plan.meeting(title="第一次例会")
    item_write(access=plan.by["access"], code=meeting.code, number=None, values={"title": "网络验收"}, version=None)
    plan.hold(meeting, summary="同意进入方案设计", said="由信息技术部补测")
    DecisionFactory(**plan.by, decided_by=cast.chair, meeting=meeting, title="采用集成平台")
    ActionFactory(**plan.by, owner=cast.key_user, meeting=meeting, title="补测网络")
    plan.move(meeting, "confirm", cast.chair)
    return meeting


def submit(cast: Cast) -> Revision:
    return revision_submit(programme=cast.programme, kind=MINUTES, actor=cast.owner)


def sign(revision: Revision, user: Any) -> Revision:
    current = Revision.objects.select_related("round").get(pk=revision.pk)
    revision_sign(
        revision=current,
        user=user,
        token=challenge_issue(round_=current.round, user=user)["approval"],
        content_hash=current.content_hash,
        reason="",
        method="password",
    )
    current.refresh_from_db()
    return current


def test_without_confirmed_minutes_there_is_no_book(plan: Plan, cast: Cast) -> None:
    with pytest.raises(Refusal) as caught:
        submit(cast)
    assert caught.value.code == "incomplete"
    plan.hold(plan.meeting())
    assert MINUTES.content(cast.programme)["meetings"] == []


def test_minutes_not_confirmed_yet_keep_it_back(plan: Plan, cast: Cast, confirmed: Any) -> None:
    waiting = plan.hold(plan.meeting())
    texts = [row.text for row in MINUTES.problems(cast.programme, MINUTES.content(cast.programme))]
    assert len(texts) == 1
    assert waiting.code in texts[0]


def test_the_chair_signs_and_the_next_meeting_opens_a_revision(
    plan: Plan, cast: Cast, confirmed: Any, stub_pdf: bytes
) -> None:
    first = sign(submit(cast), cast.chair)
    assert first.state == RevisionState.APPROVED
    meeting = plan.meeting(title="第二次例会")
    plan.hold(meeting)
    assert not Revision.objects.filter(state=RevisionState.DRAFT).exists(), "unconfirmed minutes are not in the book"
    plan.move(meeting, "confirm", cast.chair)
    draft = Revision.objects.get(state=RevisionState.DRAFT)
    assert draft.number == 2
    assert [row["title"] for row in MINUTES.content(cast.programme)["meetings"]] == ["第二次例会", "第一次例会"]
    first.refresh_from_db()
    assert first.state == RevisionState.APPROVED


def test_the_paper_tells_who_came_what_was_said_decided_and_is_to_be_done(cast: Cast, confirmed: Any) -> None:
    revision = submit(cast)
    current = Revision.objects.select_related("document__programme", "round", "submitted_by__department").get(
        pk=revision.pk
    )
    data = revision_paper(current, Purpose.SIGNING, "zh-hans").data
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    plain = "".join(text.split())
    for words in ("第一次例会", "网络验收", "由信息技术部补测", "采用集成平台", "补测网络", "周正"):
        assert words in plain, words
