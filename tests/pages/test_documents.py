"""Documents at the browser: submit, read, sign, refuse, withdraw, compare, download."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance_app.documents.models import Revision
from governance_app.ledger.selectors import ledger_break
from governance_app.people.models import User
from governance_app.records.services import record_revise
from governance_app.signoff.models import Round, Signature
from governance_app.signoff.states import Meaning
from requirements_app.changes.selectors import DOCUMENT as CODE
from requirements_app.models import Requirement
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.people import PASSWORD
from tests.pages.conftest import OpenAs
from tests.pages.reading import body, links, main, text

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def address(cast: Cast, page: str, *parts: Any) -> str:
    return reverse(f"documents:{page}", args=[cast.programme.slug, *([CODE] if page != "centre" else []), *parts])


def tokens(page: Any) -> dict[str, str]:
    """What a signing page posts back unseen, by name."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', main(page)))


def sign(client: Client, cast: Cast, number: int = 1, **typed: str) -> Any:
    """Open the signing page and post it as a person would, with the changes given."""
    url = address(cast, "sign", number)
    page = client.get(url)
    assert page.status_code == 200
    filled = {**tokens(page), "meaning": "approval", "reason": "", "password": PASSWORD}
    return client.post(url, {**filled, **typed})


def edit(cast: Cast, record: Requirement, title: str = "改过的标题", actor: User | None = None) -> None:
    access = cast.access(actor or cast.it_lead)
    record_revise(
        kind=REQUIREMENTS, access=access, code=record.code, values={"title": title}, version=None, reason="变更"
    )


@pytest.fixture
def submitted(specification: Specification) -> Revision:
    return specification.submit()


def test_a_document_without_content_tells_what_is_missing_and_where_to_mend_it(cast: Cast, open_as: OpenAs):
    client = open_as(cast.owner)
    for page in ("document", "submit"):
        answer = client.get(address(cast, page))
        assert answer.status_code == 200
        for kind in ("requirements", "goals", "systems"):
            assert reverse(f"requirements:{kind}-list", args=[cast.programme.slug]) in links(answer)
    answer = client.post(address(cast, "submit"), {"summary": "首次提交", "draft_hash": ""})
    assert answer.status_code == 422
    assert "首次提交" in body(answer)
    assert not Revision.objects.exists()
    centre = client.get(address(cast, "centre"))
    assert address(cast, "document") in links(centre)


def test_submitting_freezes_what_the_page_showed(specification: Specification, open_as: OpenAs):
    cast = specification.cast
    client = open_as(cast.owner)
    page = client.get(address(cast, "submit"))
    for department in ("财务部", "人力资源部", "信息技术部"):
        assert department in text(page), "who must sign is named before"
    seen = page.context["form"]["hash"]
    edit(cast, specification.requirements[0])
    stale = client.post(address(cast, "submit"), {"summary": "摘要", "draft_hash": seen})
    assert stale.status_code == 422
    assert "摘要" in body(stale)
    assert not Revision.objects.exists()
    answer = client.post(address(cast, "submit"), {"summary": "摘要", "draft_hash": stale.context["form"]["hash"]})
    assert answer.headers["Location"] == address(cast, "revision", 1)
    revision = Revision.objects.get()
    assert (revision.state, revision.submitted_by, revision.summary) == ("in_signing", cast.owner, "摘要")
    again = client.get(address(cast, "submit"))
    assert again.headers["Location"] == address(cast, "revision", 1), "while one is in signing there is none to submit"
    assert client.post(address(cast, "submit"), {}).status_code == 302
    assert Revision.objects.count() == 1


def test_the_signing_page_shows_what_is_signed_by_whom_and_as_what(
    specification: Specification, submitted: Revision, open_as: OpenAs
):
    cast = specification.cast
    page = open_as(cast.finance_head).get(address(cast, "sign", 1))
    said = text(page)
    assert submitted.content_hash in re.sub(r"\s|<br>", "", main(page))
    for word in ("财务部", "人力资源部", "信息技术部", str(cast.personnel_head), str(cast.owner)):
        assert word in said
    form = tokens(page)
    assert form["revision_hash"] == submitted.content_hash
    assert {"token_approval", "token_changes_requested", "token_disapproval"} <= set(form)
    assert len(set(form.values())) == len(form)


def test_a_head_signs_and_the_last_signature_approves(
    specification: Specification, submitted: Revision, open_as: OpenAs
):
    cast = specification.cast
    for number, head in enumerate(cast.heads.values(), 1):
        client = open_as(head)
        answer = sign(client, cast)
        assert answer.headers["Location"] == address(cast, "revision", 1)
        after = client.get(answer.headers["Location"])
        assert str(head) in text(after)
        assert Signature.objects.filter(round=submitted.round).count() == number
        assert not tokens(client.get(address(cast, "sign", 1))).get("token_approval"), (
            "who has signed is not asked again"
        )
    submitted.refresh_from_db()
    assert submitted.state == "approved"
    row = Signature.objects.get(signer=cast.finance_head)
    assert (row.signer_name, row.method, row.content_hash) == (
        str(cast.finance_head),
        "password",
        submitted.content_hash,
    )
    document = open_as(cast.owner).get(address(cast, "document"))
    assert "3/3" in text(document)
    assert address(cast, "submit") not in links(document), "nothing has changed since"
    assert ledger_break() is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "wrong"}, "password"),
        ({"password": ""}, "password"),
        ({"meaning": ""}, "meaning"),
        ({"meaning": "nonsense"}, "meaning"),
        ({"meaning": "changes_requested"}, "reason"),
        ({"meaning": "disapproval", "reason": "   "}, "reason"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_signed(
    specification: Specification, submitted: Revision, open_as: OpenAs, *, typed: dict[str, str], field: str
):
    cast = specification.cast
    answer = sign(open_as(cast.finance_head), cast, **{"reason": "", **typed})
    assert answer.status_code in {409, 422}
    assert f'id="{field}-error"' in body(answer)
    assert f'href="#{field}"' in body(answer)
    assert not Signature.objects.exists()
    if typed.get("meaning") in {"changes_requested", "disapproval"}:
        assert re.search(rf'value="{typed["meaning"]}" required checked', body(answer))


def test_a_refused_act_keeps_the_reason_and_the_page_can_be_sent_again(
    specification: Specification, submitted: Revision, open_as: OpenAs
):
    cast, client = specification.cast, open_as(specification.cast.finance_head)
    answer = sign(client, cast, meaning="changes_requested", reason="请补充验收标准", password="wrong")
    assert "请补充验收标准" in main(answer)
    assert PASSWORD not in body(answer)
    assert "wrong" not in tokens(answer).values()
    again = {**tokens(answer), "meaning": "changes_requested", "reason": "请补充验收标准", "password": PASSWORD}
    assert client.post(address(cast, "sign", 1), again).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == "returned"
    revision = client.get(address(cast, "revision", 1))
    assert "请补充验收标准" in text(revision)


def test_five_wrong_passwords_close_the_page_for_a_while(
    specification: Specification, submitted: Revision, open_as: OpenAs
):
    cast, client = specification.cast, open_as(specification.cast.finance_head)
    for _ in range(5):
        assert sign(client, cast, password="wrong").status_code in {409, 422}
    answer = sign(client, cast)
    assert answer.status_code in {409, 422, 429}
    assert not Signature.objects.exists()
    assert sign(open_as(cast.it_head), cast).status_code == 302, "others are not held up"


def test_a_page_overtaken_by_an_edit_is_refused_with_the_difference(
    specification: Specification, submitted: Revision, open_as: OpenAs
):
    cast, client = specification.cast, open_as(specification.cast.finance_head)
    url = address(cast, "sign", 1)
    page = client.get(url)
    edit(cast, specification.requirements[0], "签署途中改动的标题")
    answer = client.post(url, {**tokens(page), "meaning": "approval", "reason": "", "password": PASSWORD})
    assert answer.status_code == 409
    assert "签署途中改动的标题" in re.sub(r"</?(ins|del)>", "", main(answer))
    assert specification.requirements[0].code in text(answer)
    assert not Signature.objects.exists()
    assert not tokens(answer), "nothing to sign on this page any more"
    assert client.get(url).status_code == 200


def test_a_page_serves_once(specification: Specification, submitted: Revision, open_as: OpenAs):
    cast = specification.cast
    url = address(cast, "sign", 1)
    client = open_as(cast.finance_head)
    filled = {**tokens(client.get(url)), "meaning": "approval", "reason": "", "password": PASSWORD}
    assert client.post(url, filled).status_code == 302
    assert client.post(url, filled).status_code == 409
    other = open_as(cast.it_head)
    assert other.post(url, filled).status_code == 409, "another's page does not serve"
    foreign = {**filled, "revision_hash": "0" * 64}
    assert other.post(url, {**tokens(other.get(url)), "revision_hash": foreign["revision_hash"]}).status_code == 409
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("who", ["owner", "it_lead", "chair", "key_user"])
def test_who_is_not_asked_reads_why(specification: Specification, submitted: Revision, open_as: OpenAs, who: str):
    cast = specification.cast
    client = open_as(getattr(cast, who))
    page = client.get(address(cast, "sign", 1))
    assert page.status_code == 200
    assert not tokens(page)
    assert page.context["blocked"]["text"] in text(page)
    posted = {
        "meaning": "approval",
        "token_approval": "x",
        "revision_hash": submitted.content_hash,
        "password": PASSWORD,
    }
    assert client.post(address(cast, "sign", 1), posted).status_code == 409
    assert not Signature.objects.exists()


def test_an_auditor_reads_everything_and_signs_nothing(
    specification: Specification, submitted: Revision, open_as: OpenAs
):
    cast, client = specification.cast, open_as(specification.cast.auditor)
    for page in (
        address(cast, "centre"),
        address(cast, "document"),
        address(cast, "revision", 1),
        address(cast, "diff"),
    ):
        assert client.get(page).status_code == 200
    for page in (address(cast, "sign", 1), address(cast, "submit"), address(cast, "withdraw", 1)):
        assert client.get(page).status_code == 404


def test_the_one_who_submitted_withdraws_with_a_reason(
    specification: Specification, submitted: Revision, open_as: OpenAs
):
    cast, client = specification.cast, open_as(specification.cast.owner)
    specification.sign(submitted, cast.finance_head)
    url = address(cast, "withdraw", 1)
    assert url in links(client.get(address(cast, "revision", 1)))
    assert str(cast.finance_head) in text(client.get(url))
    without = client.post(url, {"reason": " "})
    assert without.status_code == 422
    assert client.post(url, {"reason": "范围有误"}).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == "withdrawn"
    page = client.get(address(cast, "revision", 1))
    assert "范围有误" in text(page)
    assert str(cast.finance_head) in text(page), "what was signed stays"
    assert client.get(url).status_code == 404
    assert open_as(cast.it_lead).get(url).status_code == 404
    assert "signoff" not in text(page)
    assert Round.objects.get().state == "withdrawn"


def test_two_revisions_are_compared(specification: Specification, submitted: Revision, open_as: OpenAs):
    cast, client = specification.cast, open_as(specification.cast.owner)
    assert client.get(address(cast, "diff")).context["sections"] == []
    edit(cast, specification.requirements[0], "单据同步至财务")
    page = client.get(address(cast, "diff"))
    assert specification.requirements[0].code in text(page)
    assert re.search(r"<ins>[^<]*单据同步", main(page))
    second = specification.submit()
    for query in ("?from=1&to=2", "?to=2", "?from=nonsense&to=2"):
        found = client.get(address(cast, "diff") + query)
        assert [len(section["rows"]) for section in found.context["sections"]] == [1], query
    back = client.get(address(cast, "diff") + "?from=2&to=1")
    assert re.search(r"<del>[^<]*单据同步", main(back))
    assert second.number == 2
    since = open_as(cast.finance_head).get(address(cast, "sign", 2))
    assert specification.requirements[0].code in text(since), "a signer sees what changed"


def test_a_document_without_a_revision_has_nothing_to_compare(specification: Specification, open_as: OpenAs):
    assert open_as(specification.cast.owner).get(address(specification.cast, "diff")).status_code == 404


@pytest.mark.parametrize("page", ["document", "submit", "diff"])
def test_a_kind_of_document_that_is_none_is_not_found(cast: Cast, open_as: OpenAs, page: str):
    url = reverse(f"documents:{page}", args=[cast.programme.slug, "no-such-kind"])
    assert open_as(cast.owner).get(url).status_code == 404


def test_a_draft_has_no_page_of_its_own(specification: Specification, submitted: Revision, open_as: OpenAs):
    cast, client = specification.cast, open_as(specification.cast.owner)
    edit(cast, specification.requirements[0])
    assert Revision.objects.get(number=2).state == "draft"
    for page in ("revision", "sign", "pdf", "json", "progress"):
        assert client.get(address(cast, page, 2)).status_code == 404, page
    document = client.get(address(cast, "document"))
    assert specification.requirements[0].code in text(document)
    assert str(Meaning.APPROVAL.label) not in text(document)
