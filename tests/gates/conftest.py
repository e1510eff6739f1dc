"""A committee, and a gate whose criteria can be made to hold or not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from governance_app.documents.models import Revision
from governance_app.documents.registry import document_kinds
from governance_app.documents.services import revision_sign, revision_submit
from governance_app.gates import registry
from governance_app.gates.documents import minutes_code
from governance_app.gates.findings import Finding
from governance_app.gates.models import GateReview, Vote
from governance_app.gates.services.reviews import review_call, vote_cast
from governance_app.gates.states import FindingState
from governance_app.people.models import User
from governance_app.phases import Phase
from governance_app.programmes.states import Role
from governance_app.signoff.services.rounds import challenge_issue
from tests.conftest import Cast
from tests.factories.people import UserFactory
from tests.factories.programmes import MembershipFactory
from tests.proof.conftest import key_folder, keys, paper, verified  # noqa: F401 - fixtures of packs
from tests.worlds import kept

PHASE = Phase.REQUIREMENTS


@dataclass
class Committee:
    """The chair and three members, and the acts of a review as they do them."""

    cast: Cast
    members: list[User]

    @property
    def chair(self) -> User:
        """The chair."""
        return self.cast.chair

    def call(self, **more: Any) -> GateReview:
        """The programme manager calls a review of gate 1."""
        return review_call(programme=self.cast.programme, phase=PHASE, actor=self.cast.owner, **more)

    def vote(self, review: GateReview, voter: User, choice: str = "go", comment: str = "", **page: Any) -> Vote:
        """Vote as a page would post it."""
        review = GateReview.objects.get(pk=review.pk)
        posted = {"comment": comment or ("" if choice == "go" else "理由"), "snapshot_hash": review.snapshot_hash}
        return vote_cast(review=review, voter=voter, choice=choice, method="password", **{**posted, **page})

    def submit_minutes(self) -> Revision:
        """The programme manager submits the minutes of gate 1."""
        kind = document_kinds[minutes_code(PHASE)]
        return revision_submit(programme=self.cast.programme, kind=kind, actor=self.cast.owner)

    def sign_minutes(self, revision: Revision, *signers: User) -> Revision:
        """Each approves the minutes."""
        for signer in signers:
            current = Revision.objects.select_related("round").get(pk=revision.pk)
            revision_sign(
                revision=current,
                user=signer,
                token=challenge_issue(round_=current.round, user=signer)["approval"],
                content_hash=current.content_hash,
                reason="",
                method="password",
            )
        revision.refresh_from_db()
        return revision


@pytest.fixture
def committee(cast: Cast) -> Committee:
    """A chair and three members."""

    def appointed() -> list[User]:
        members = [UserFactory(username=f"member{number}", display_name=f"委员{number}") for number in range(1, 4)]
        for member in members:
            MembershipFactory(programme=cast.programme, user=member, role=Role.COMMITTEE)
        return members

    return Committee(cast, kept("committee", appointed, cast.things))


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make the criteria of gate 1 say what a test wants; those not named are met."""

    def say(**states: FindingState) -> None:
        for code, criterion in list(registry.criteria._items.items()):
            if criterion.phase == PHASE:
                state = states.get(code.replace("-", "_"), FindingState.MET)
                made = replace(criterion, judge=lambda programme, state=state: Finding(state, "1/1"))
                monkeypatch.setitem(registry.criteria._items, code, made)

    say()
    return say
