"""Comments with mentions, and files taken only for what they are."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from governance_app.errors import Refusal
from governance_app.files.rules import MOST_BYTES, file_check
from governance_app.inbox.models import Attachment, Comment, Notification
from governance_app.inbox.services import MOST_FILES, attachment_add, comment_add
from governance_app.ledger.models import Entry
from tests.conftest import Cast, Specification
from tests.factories.people import PASSWORD

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def office(folder: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}document.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("图.png", PNG),
        ("说明.txt", "中文".encode("gb18030")),
        ("方案.docx", office("word/")),
        ("报告.pdf", b"%PDF-1.7 x"),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(name: str, data: bytes) -> None:
    assert file_check(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("图.png", b"<html><script>alert(1)</script></html>"),
        ("图.svg", b"<svg/>"),
        ("页.html", b"<p>x</p>"),
        ("程序.exe", b"MZ"),
        ("空.txt", b""),
        ("表.docx", office("xl/")),
        ("文.txt", b"a\0b"),
        ("大.txt", b"a" * (MOST_BYTES + 1)),
        ("无后缀", b"text"),
    ],
)
def test_a_file_that_is_not_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        file_check(name, data)
    assert name in str(caught.value)


@pytest.mark.django_db
def test_the_eleventh_file_is_refused(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    for number in range(MOST_FILES):
        attachment_add(access=access, subject="requirements:REQ-001", title="x", name=f"{number}.png", data=PNG)
    with pytest.raises(Refusal) as caught:
        attachment_add(access=access, subject="requirements:REQ-001", title="x", name="11.png", data=PNG)
    assert caught.value.code == "too-many"
    assert Attachment.objects.count() == MOST_FILES


@pytest.mark.django_db
def test_a_mention_tells_members_only(cast: Cast, specification: Specification) -> None:
    comment_add(
        access=cast.access(cast.owner),
        subject="requirements:REQ-001",
        title="REQ-001",
        url="/x/",
        text="请 @finance_head 与 @stranger 看一下 @owner",
    )
    assert list(Notification.objects.filter(key__startswith="mention:").values_list("user__username", flat=True)) == [
        "finance_head"
    ]


def signed_in(client: Client, user: Any) -> Client:
    assert client.login(username=user.username, password=PASSWORD)
    return client


@pytest.mark.django_db
def test_a_comment_shows_on_the_record_and_its_script_does_not_run(
    client: Client, cast: Cast, specification: Specification
) -> None:
    record = specification.requirements[0]
    page = signed_in(client, cast.owner)
    url = f"/programmes/office/talk/requirements/{record.code}/comments/"
    assert page.post(url, {"text": "<script>alert(1)</script> 可以"}).status_code == 302
    body = page.get(f"/programmes/office/1-requirements/requirements/{record.code}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 可以" in body
    assert Comment.objects.get().author == cast.owner


@pytest.mark.django_db
def test_a_file_is_a_download_for_those_who_may_read_the_record(
    client: Client, cast: Cast, specification: Specification
) -> None:
    record = specification.requirements[0]
    access = cast.access(cast.owner)
    row = attachment_add(access=access, subject=f"requirements:{record.code}", title="x", name="图.png", data=PNG)
    url = f"/programmes/office/talk/requirements/{record.code}/files/{row.pk}/"
    answer = signed_in(client, cast.auditor).get(url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]
    assert signed_in(Client(), cast.stranger).get(url).status_code == 404
    assert signed_in(Client(), cast.auditor).post(f"{url}remove/").status_code == 404


@pytest.mark.django_db
def test_notifications_are_read_by_opening_them(client: Client, cast: Cast, specification: Specification) -> None:
    specification.submit()
    row = Notification.objects.get(user=cast.finance_head, key__startswith="sign:")
    page = signed_in(client, cast.finance_head)
    assert row.title in page.get("/notifications/").content.decode()
    assert page.get(f"/notifications/{row.pk}/").status_code == 302
    row.refresh_from_db()
    assert row.read_at is not None
    assert signed_in(Client(), cast.owner).get(f"/notifications/{row.pk}/").status_code == 404


@pytest.mark.django_db
def test_a_comment_is_withdrawn_by_its_author_alone_and_leaves_a_mark(cast: Cast, specification: Specification) -> None:
    code = specification.requirements[0].code
    base = f"/programmes/office/talk/requirements/{code}/comments/"
    author, other = signed_in(Client(), cast.owner), signed_in(Client(), cast.chair)
    author.post(base, {"text": "写错了的话"})
    url = f"{base}{Comment.objects.get().pk}/withdraw/"
    assert other.post(url).status_code == 404
    assert "写错了的话" in other.get(f"/programmes/office/1-requirements/requirements/{code}/").content.decode()
    assert author.post(url).status_code == 302
    body = other.get(f"/programmes/office/1-requirements/requirements/{code}/").content.decode()
    assert "写错了的话" not in body
    assert "此评论已撤回" in body
    assert Entry.objects.filter(act="comment.withdrawn").count() == 1
    assert author.post(url).status_code == 404
