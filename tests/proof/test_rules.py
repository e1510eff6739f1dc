"""What a paper is worth and what its data must say: pure calculation, on values."""

import pytest

from governance_app.base.canonical import content_hash
from governance_app.documents.rules import revision_hash
from governance_app.documents.states import Purpose, RevisionState
from governance_app.proof.rules import content_state, standing_verdict
from governance_app.proof.states import Verdict

CONTENT = {"requirements": [{"code": "REQ-001", "title": "单点登录"}]}
BODY = content_hash(CONTENT)
WHOLE = revision_hash(number="HC-2026-01-SPEC", revision=2, body_hash=BODY)
INSIDE = {
    "document": "HC-2026-01-SPEC",
    "revision": 2,
    "content": CONTENT,
    "content_sha256": BODY,
    "revision_sha256": WHOLE,
}


@pytest.mark.parametrize(
    ("state", "purpose", "verdict", "reason"),
    [
        (RevisionState.APPROVED, Purpose.RECORD, Verdict.GENUINE, "record"),
        (RevisionState.IN_SIGNING, Purpose.SIGNING, Verdict.GENUINE, "signing"),
        (RevisionState.APPROVED, Purpose.SIGNING, Verdict.SUPERSEDED, "signing-copy"),
        (RevisionState.SUPERSEDED, Purpose.RECORD, Verdict.SUPERSEDED, "superseded"),
        (RevisionState.SUPERSEDED, Purpose.SIGNING, Verdict.SUPERSEDED, "superseded"),
        (RevisionState.WITHDRAWN, Purpose.RECORD, Verdict.SUPERSEDED, "void"),
        (RevisionState.RETURNED, Purpose.SIGNING, Verdict.SUPERSEDED, "void"),
    ],
)
def test_what_an_unaltered_paper_is_worth(state: str, purpose: str, verdict: Verdict, reason: str) -> None:
    assert standing_verdict(state, purpose) == (verdict, reason)


@pytest.mark.parametrize("expected", [None, WHOLE])
def test_data_that_gives_its_own_hashes_fits(expected: str | None) -> None:
    assert content_state(INSIDE, expected) == "fits"


@pytest.mark.parametrize(
    "changed",
    [
        {"content": {**CONTENT, "requirements": []}},
        {"content_sha256": "0" * 64},
        {"revision_sha256": "0" * 64},
        {"revision": 3},
        {"document": "HC-2026-02-SPEC"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_data_changed_in_any_part_differs(changed: dict[str, object]) -> None:
    assert content_state({**INSIDE, **changed}, None) == "differs"


@pytest.mark.parametrize("part", ["document", "revision", "content", "content_sha256", "revision_sha256"])
def test_data_that_lacks_a_part_differs(part: str) -> None:
    assert content_state({name: value for name, value in INSIDE.items() if name != part}, None) == "differs"


def test_data_of_another_revision_differs_though_it_holds_in_itself() -> None:
    assert content_state(INSIDE, "f" * 64) == "differs"


@pytest.mark.parametrize("inside", [None, [], "x", 7])
def test_a_paper_without_data_has_none(inside: object) -> None:
    assert content_state(inside, WHOLE) == "none"
