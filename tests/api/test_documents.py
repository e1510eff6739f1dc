"""Documents through the API: from submission to the last signature."""

from collections.abc import Callable
from typing import Any

import pytest

from governance_app.people.models import Reauthentication
from governance_app.signoff.models import Signature
from requirements_app.specification.documents import SPECIFICATION
from tests.api.conftest import Caller
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stub_pdf")]
CODE = SPECIFICATION.code
FIRST = f"{CODE}-1"


def signed(caller: Caller, name: str = FIRST, meaning: str = "approval", **changed: Any) -> Any:
    """Ask for a challenge and sign as it says; ``changed`` replaces what is sent."""
    challenge = caller.get(f"revisions/{name}/challenge/")
    assert challenge.status_code == 200, challenge.json()
    assert challenge["Cache-Control"] == "no-store"
    row = challenge.json()
    token = next(part["token"] for part in row["meanings"] if part["meaning"] == meaning)
    body = {"password": PASSWORD, "meaning": meaning, "token": token, "revision_hash": row["revision_hash"]}
    return caller.post(f"revisions/{name}/sign/", {**body, **changed})


def test_from_draft_to_approval(specification: Any, owner: Caller, caller: Callable[..., Caller], cast: Any) -> None:
    draft = owner.get(f"documents/{CODE}/").json()
    assert (draft["state"], draft["latest"], draft["problems"]) == ("draft", None, [])
    made = owner.post(
        f"documents/{CODE}/submit/",
        {"summary": "首次提交", "draft_hash": draft["draft_hash"], "due_on": "2026-06-30"},
        Idempotency_Key="s-1",
    )
    assert made.status_code == 201, made.json()
    again = owner.post(
        f"documents/{CODE}/submit/",
        {"summary": "首次提交", "draft_hash": draft["draft_hash"], "due_on": "2026-06-30"},
        Idempotency_Key="s-1",
    )
    assert again.json() == made.json()
    assert made["Location"].endswith(f"/revisions/{FIRST}/")
    revision = owner.get(made["Location"]).json()
    assert revision == made.json()
    assert (revision["state"], revision["asked"], revision["signed"]) == ("in_signing", 3, 0)
    assert (revision["summary"], revision["due_on"]) == ("首次提交", "2026-06-30")
    assert len(revision["slots"]) == 3

    for count, head in enumerate(cast.heads.values(), 1):
        answer = signed(caller(head))
        assert answer.status_code == 201, answer.json()
        assert answer.json()["revision"] == FIRST
        assert answer.json()["signer"] == str(head)
        assert "password" not in answer.json()
        assert owner.get(f"revisions/{FIRST}/").json()["signed"] == count

    revision = owner.get(f"revisions/{FIRST}/").json()
    assert revision["state"] == "approved"
    assert owner.client.get(revision["content_url"]).status_code == 200
    standing = owner.get("documents/").json()["results"]
    row = next(row for row in standing if row["kind"] == CODE)
    assert (row["state"], row["approved"], row["latest"]) == ("approved", FIRST, FIRST)

    given = owner.get("signatures/").json()["results"]
    assert len(given) == 3
    assert {row["hash"] for row in given} == {slot["signature"] for slot in revision["slots"]}
    assert owner.get(f"signatures/{given[0]['hash']}/").json() == given[0]
    assert owner.get(f"signatures/{'0' * 64}/").status_code == 404
    unchanged = owner.post(f"documents/{CODE}/submit/")
    assert (unchanged.status_code, unchanged.json()["code"]) == (409, "unchanged")


def test_revisions_are_listed_and_filtered(specification: Any, owner: Caller) -> None:
    specification.submit()
    owner.patch("requirements/REQ-001/", {"title": "改过"}, If_Match="*")
    rows = owner.get("revisions/").json()["results"]
    assert [(row["name"], row["state"]) for row in rows] == [(f"{CODE}-2", "draft"), (FIRST, "superseded")]
    assert [row["name"] for row in owner.get("revisions/?state=draft").json()["results"]] == [f"{CODE}-2"]
    assert owner.get("revisions/?document=nothing").json()["results"] == []
    assert owner.get("revisions/?state=burnt").status_code == 400
    draft = owner.get(f"revisions/{CODE}-2/").json()
    assert (draft["content_url"], draft["slots"]) == (None, [])


@pytest.mark.parametrize("name", ["nothing-1", f"{CODE}-9", f"{CODE}-0", f"{CODE}-9999999", CODE, f"{CODE}-"])
def test_revisions_that_are_none(specification: Any, owner: Caller, name: str) -> None:
    specification.submit()
    assert owner.get(f"revisions/{name}/").status_code == 404


def test_an_incomplete_document_says_what_is_missing(cast: Any, owner: Caller) -> None:
    problems = owner.get(f"documents/{CODE}/").json()["problems"]
    assert problems
    refused = owner.post(f"documents/{CODE}/submit/")
    assert (refused.status_code, refused.json()["code"]) == (422, "incomplete")
    assert refused.json()["problems"] == problems
    assert owner.post("documents/nothing/submit/").status_code == 404


def test_a_submission_of_what_was_not_seen_is_refused(specification: Any, owner: Caller) -> None:
    seen = owner.get(f"documents/{CODE}/").json()["draft_hash"]
    owner.patch("requirements/REQ-001/", {"title": "改过"}, If_Match="*")
    refused = owner.post(f"documents/{CODE}/submit/", {"draft_hash": seen})
    assert (refused.status_code, refused.json()["code"]) == (409, "stale-draft")
    assert owner.post(f"documents/{CODE}/submit/").status_code == 201
    twice = owner.post(f"documents/{CODE}/submit/")
    assert (twice.status_code, twice.json()["code"]) == (409, "in-signing")


def test_who_may_not_sign_is_told_why(
    specification: Any, owner: Caller, caller: Callable[..., Caller], cast: Any
) -> None:
    specification.submit()
    reasons = {cast.owner: "excluded", cast.it_lead: "excluded", cast.key_user: "not-asked", cast.chair: "not-asked"}
    for person, code in reasons.items():
        answer = caller(person).get(f"revisions/{FIRST}/challenge/")
        assert (answer.status_code, answer.json()["code"]) == (403, code), person
    head = caller(cast.finance_head)
    assert signed(head).status_code == 201
    answer = head.get(f"revisions/{FIRST}/challenge/")
    assert (answer.status_code, answer.json()["code"]) == (409, "signed-already")


def test_a_wrong_password_is_counted(specification: Any, caller: Callable[..., Caller], cast: Any) -> None:
    specification.submit()
    head = caller(cast.finance_head)
    for left in (4, 3, 2, 1, 0):
        answer = signed(head, password="wrong")
        assert (answer.status_code, answer.json()["code"]) == (422, "wrong-password")
        assert str(left) in answer.json()["errors"]["password"][0]
    stopped = signed(head)
    assert (stopped.status_code, stopped.json()["code"]) == (429, "throttled")
    assert int(stopped["Retry-After"]) == 15 * 60
    assert Reauthentication.objects.filter(user=cast.finance_head, succeeded=False).count() == 5
    assert Signature.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_refused_signature_is_none_though_the_password_was_right(
    specification: Any, caller: Callable[..., Caller], cast: Any
) -> None:
    specification.submit()
    head = caller(cast.finance_head)
    other = signed(head, meaning="approval", token="forged")
    assert (other.status_code, other.json()["code"]) == (409, "challenge-expired")
    challenge = head.get(f"revisions/{FIRST}/challenge/").json()
    tokens = {row["meaning"]: row["token"] for row in challenge["meanings"]}
    body = {"password": PASSWORD, "revision_hash": challenge["revision_hash"]}
    crossed = head.post(
        f"revisions/{FIRST}/sign/", {**body, "meaning": "approval", "token": tokens["disapproval"], "reason": "x"}
    )
    assert (crossed.status_code, list(crossed.json()["errors"])) == (422, ["meaning"])
    assert Signature.objects.count() == 0
    silent = head.post(f"revisions/{FIRST}/sign/", {**body, "meaning": "disapproval", "token": tokens["disapproval"]})
    assert (silent.status_code, silent.json()["code"]) == (422, "reason-missing")
    assert (
        head.post(f"revisions/{FIRST}/sign/", {**body, "meaning": "approval", "token": tokens["approval"]}).status_code
        == 201
    )


def test_signing_what_has_been_replaced_shows_the_difference(
    specification: Any, owner: Caller, caller: Callable[..., Caller], cast: Any
) -> None:
    specification.submit()
    head = caller(cast.finance_head)
    challenge = head.get(f"revisions/{FIRST}/challenge/").json()
    owner.patch("requirements/REQ-001/", {"title": "临时改动"}, If_Match="*")
    refused = head.post(
        f"revisions/{FIRST}/sign/",
        {
            "password": PASSWORD,
            "meaning": "approval",
            "token": challenge["meanings"][0]["token"],
            "revision_hash": challenge["revision_hash"],
        },
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    assert [change["code"] for change in refused.json()["changes"]] == ["REQ-001"]
    assert (refused.json()["old"], refused.json()["new"]) == (1, 2)


def test_withdrawal(specification: Any, owner: Caller, caller: Callable[..., Caller], cast: Any) -> None:
    specification.submit()
    other = caller(cast.it_lead).post(f"revisions/{FIRST}/withdraw/", {"reason": "不是我提交的"})
    assert other.status_code == 404
    assert owner.post(f"revisions/{FIRST}/withdraw/", {}).status_code == 422
    done = owner.post(f"revisions/{FIRST}/withdraw/", {"reason": "范围未定"})
    assert (done.status_code, done.json()["state"]) == (200, "withdrawn")
    twice = owner.post(f"revisions/{FIRST}/withdraw/", {"reason": "范围未定"})
    assert (twice.status_code, twice.json()["code"]) == (409, "round-closed")


def test_readers_may_not_submit_sign_or_withdraw(specification: Any, reader: Caller) -> None:
    specification.submit()
    for tail in ("challenge", "sign", "withdraw"):
        assert reader.ask("get" if tail == "challenge" else "post", f"revisions/{FIRST}/{tail}/", {}).status_code == 404
    assert reader.post(f"documents/{CODE}/submit/").status_code == 404
    assert reader.get(f"revisions/{FIRST}/").status_code == 200


def test_other_programmes_documents_are_not_there(specification: Any, caller: Callable[..., Caller], cast: Any) -> None:
    specification.submit()
    other = caller(cast.stranger, cast.other_programme)
    assert other.get("revisions/").json()["results"] == []
    assert other.get(f"revisions/{FIRST}/").status_code == 404
    assert other.post(f"revisions/{FIRST}/sign/", {}).status_code == 404
    assert other.get("signatures/").json()["results"] == []
