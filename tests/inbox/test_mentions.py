"""Mentions: by user name or name, in Chinese without spaces; who is nobody is said, and nothing is cut off."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from governance_app.errors import Refusal
from governance_app.inbox.models import Comment, Notification
from governance_app.inbox.rules import mentions
from governance_app.inbox.services import LONGEST_COMMENT, Written, comment_add
from tests.conftest import Cast, Specification
from tests.pages.conftest import OpenAs, open_as
from tests.pages.reading import body, text

__all__ = ["open_as"]
NAMES = ["head.fin", "head.fi", "财务部负责人", "财务部", "Ann Lee"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("请 @head.fin 看", ["head.fin"]),
        ("请 @head.fin。", ["head.fin"]),
        ("See @head.fin.", ["head.fin"]),
        ("请@财务部负责人核对", ["财务部负责人"]),
        ("@财务部来人", ["财务部"]),
        ("@Ann Lee, please", ["Ann Lee"]),
        ("@HEAD.FIN", ["head.fin"]),
        ("@head.fi与@head.fin", ["head.fi", "head.fin"]),
        ("写信到 a@head.fin 即可", []),
        ("@head.finance", [""]),
        ("@没有这个人", [""]),
        ("@ 空格", []),
        ("", []),
    ],
)
def test_a_mention_is_the_longest_name_that_fits(said: str, found: list[str]) -> None:
    assert [row.name for row in mentions(said, NAMES)] == found


def write(cast: Cast, said: str) -> Written:
    return comment_add(
        access=cast.access(cast.owner), subject="requirements:REQ-001", title="REQ-001", url="/x/", text=said
    )


@pytest.mark.django_db
def test_people_are_told_once_by_either_name_and_strangers_never(cast: Cast, specification: Specification) -> None:
    written = write(cast, "@finance_head 与@陈敏、@刘洋核对，@外人 和 @owner 不必")
    assert {str(person) for person in written.told} == {"陈敏", "刘洋"}
    assert written.unknown == ["外人"]
    assert Notification.objects.filter(key=f"mention:{written.comment.pk}").count() == 2


@pytest.mark.django_db
def test_a_comment_too_long_is_refused_whole(cast: Cast, specification: Specification) -> None:
    with pytest.raises(Refusal) as caught:
        write(cast, "长" * (LONGEST_COMMENT + 1))
    assert caught.value.code == "too-long"
    assert Comment.objects.count() == 0
    assert write(cast, "长" * LONGEST_COMMENT).comment.pk


@pytest.mark.django_db
def test_the_page_sets_mentions_off_and_says_who_was_told(
    cast: Cast, specification: Specification, open_as: OpenAs
) -> None:
    client, code = open_as(cast.owner), specification.requirements[0].code
    url = reverse("inbox:comment", args=[cast.programme.slug, "requirements", code])
    page = client.post(url, {"text": "请@陈敏看<b>粗</b>，@没有这个人 也看"}, follow=True)
    assert '<b class="sg-mention">@陈敏</b>' in body(page)
    assert "&lt;b&gt;粗" in body(page)
    assert "已通知：陈敏" in text(page)
    assert "@没有这个人" in text(page)
    people = client.get(reverse("inbox:mentionable", args=[cast.programme.slug]))
    assert "陈敏" in text(people)
    assert "外人" not in text(people)
    assert str(cast.owner) not in text(people), "one tells oneself nothing"


@pytest.mark.django_db
def test_the_mail_names_the_programme_and_leads_to_the_settings(
    cast: Cast, specification: Specification, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        write(cast, "请@陈敏看")
    message = next(message for message in mail.outbox if message.to == [cast.finance_head.email])
    assert cast.programme.name in message.body
    assert "请@陈敏看" in message.body
    assert reverse("inbox:notifications") in message.body
    assert "\n" not in message.subject
    assert "&" not in message.body
    assert Client().get(reverse("inbox:notifications")).status_code == 302
