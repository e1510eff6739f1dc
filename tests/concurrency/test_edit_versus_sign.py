"""Edits, signatures, submissions and withdrawals at once: nobody signs what the records no longer say."""

from typing import Any

import pytest

from governance_app.base.canonical import canonical
from governance_app.documents.models import Document, Revision
from governance_app.ledger.selectors import ledger_break
from governance_app.signoff.models import Round, Signature
from requirements_app.specification.documents import SPECIFICATION
from tests.concurrency.conftest import Crowd, refusals
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stub_pdf")]


def edit(cast: Cast, specification: Specification, place: int, **values: Any) -> tuple[str, dict[str, Any]]:
    code = specification.systems[place].code
    values = values or {"maker": "云阶"}
    return (
        "revise",
        {"kind": "systems", "programme": "office", "user": cast.it_lead.pk, "code": code, "values": values},
    )


def states() -> list[tuple[int, str]]:
    return list(Revision.objects.order_by("number").values_list("number", "state"))


@pytest.mark.parametrize("order", ["signers first", "editor first"])
def test_an_edit_comes_before_or_after_the_last_signature_never_between(
    cast: Cast, specification: Specification, crowd: Crowd, order: str
) -> None:
    revision = specification.submit()
    body = revision.body
    acts = [("sign", {"revision": revision.pk, "user": head.pk}) for head in cast.heads.values()]
    place = 0 if order == "editor first" else len(acts)
    acts.insert(place, edit(cast, specification, 0))
    outcomes = crowd(*acts)
    assert outcomes.pop(place).done
    assert set(refusals(outcomes)) <= {"stale", "round-closed"}
    revision.refresh_from_db()
    assert revision.body == body
    assert Signature.objects.count() == sum(outcome.done for outcome in outcomes)
    assert set(Signature.objects.values_list("round", "content_hash")) <= {(revision.round_id, revision.content_hash)}
    if refusals(outcomes):
        assert (states(), Round.objects.get().state) == ([(1, "superseded"), (2, "draft")], "superseded")
    else:
        assert (states(), Round.objects.get().state) == ([(1, "approved"), (2, "draft")], "complete")
    assert ledger_break() is None


def test_of_six_submissions_at_once_one_opens_a_round(cast: Cast, specification: Specification, crowd: Crowd) -> None:
    Document.objects.all().delete()
    acts = [("submit", {"programme": "office", "user": user.pk}) for user in (cast.owner, cast.it_lead) * 3]
    outcomes = crowd(*acts)
    assert sorted(refusals(outcomes)) == ["in-signing"] * 5
    assert states() == [(1, "in_signing")]
    assert Document.objects.count() == Round.objects.count() == 1
    assert ledger_break() is None


def test_what_goes_into_signing_is_what_the_records_say(cast: Cast, specification: Specification, crowd: Crowd) -> None:
    edits = [edit(cast, specification, place, maker=f"厂商{place}") for place in range(3)]
    outcomes = crowd(edits[0], ("submit", {"programme": "office", "user": cast.owner.pk}), *edits[1:])
    assert refusals(outcomes) == []
    latest = Revision.objects.order_by("-number").first()
    if latest.state == "in_signing":
        assert latest.body.encode() == canonical(SPECIFICATION.content(cast.programme))
    else:
        assert states() == [(1, "superseded"), (2, "draft")]
    assert ledger_break() is None


def test_a_withdrawal_against_the_last_signature_has_one_outcome(
    cast: Cast, specification: Specification, crowd: Crowd
) -> None:
    revision = specification.submit()
    specification.sign(revision, cast.finance_head)
    specification.sign(revision, cast.personnel_head)
    signed, withdrawn = crowd(
        ("sign", {"revision": revision.pk, "user": cast.it_head.pk}),
        ("withdraw", {"revision": revision.pk, "user": cast.owner.pk}),
    )
    assert [signed.done, withdrawn.done].count(True) == 1
    assert states() == [(1, "approved" if signed.done else "withdrawn")]
    assert refusals([signed, withdrawn]) == ["round-closed"]
    assert Signature.objects.count() == (3 if signed.done else 2)
    assert ledger_break() is None
