"""Reminders go out when due, once, and nothing is ever approved by them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from governance_app.inbox.models import MailSetting, Notification
from governance_app.inbox.services import digests_send, notify
from governance_app.inbox.states import MailMode
from governance_app.signoff.models import Reminder, Round
from governance_app.signoff.services.reminders import rounds_remind
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def older(round_id: int | None, days: int) -> None:
    Round.objects.filter(pk=round_id).update(opened_at=timezone.now() - timedelta(days=days, minutes=1))


def test_signers_are_reminded_once_a_period(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    assert rounds_remind() == 0
    older(revision.round_id, 2)
    assert rounds_remind() == 3
    assert rounds_remind() == 0
    specification.sign(revision, cast.finance_head)
    older(revision.round_id, 4)
    assert rounds_remind() == 2
    assert not Reminder.objects.filter(user=cast.finance_head, number=2).exists()


def test_after_the_days_of_escalation_the_one_who_submitted_is_told_once(
    cast: Cast, specification: Specification
) -> None:
    revision = specification.submit()
    older(revision.round_id, 5)
    rounds_remind()
    rounds_remind()
    told = Notification.objects.filter(user=cast.owner, key__startswith="escalate:")
    assert told.count() == 1
    assert "陈敏" in told.get().text


def test_a_notification_is_mailed_once(
    cast: Cast, specification: Specification, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for _again in range(2):
            notify(
                users=[cast.owner], programme=cast.programme, key="once", title="只说一次", url="/programmes/office/"
            )
    ours = [message for message in mail.outbox if "只说一次" in message.subject]
    assert len(ours) == 1
    assert ours[0].to == [cast.owner.email]
    assert "/programmes/office/" in ours[0].body


def test_the_digest_gathers_what_was_not_mailed(cast: Cast) -> None:
    MailSetting.objects.create(user=cast.owner, mode=MailMode.DAILY)
    for number in range(3):
        notify(users=[cast.owner], programme=cast.programme, key=f"n{number}", title=f"消息{number}", url="/")
    assert mail.outbox == []
    assert digests_send() == 1
    assert "消息2" in mail.outbox[0].body
    assert digests_send() == 0


def test_people_without_a_role_are_not_told(cast: Cast) -> None:
    assert notify(users=[cast.stranger], programme=cast.programme, key="x", title="秘密", url="/") == []
    assert not Notification.objects.exists()
