"""Notifying people once, by page and mail; comments with mentions; attachments."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from governance_app.base.clock import this_moment
from governance_app.errors import Empty, Forbidden, Invalid, TooLong
from governance_app.files.rules import file_check
from governance_app.files.services import file_store
from governance_app.inbox.acts import COMMENT_ADDED, COMMENT_WITHDRAWN, FILE_ATTACHED, FILE_REMOVED
from governance_app.inbox.models import Attachment, Comment, MailSetting, Notification
from governance_app.inbox.rules import mentions
from governance_app.inbox.selectors import called
from governance_app.inbox.states import MailMode
from governance_app.jobs.registry import Progress, job
from governance_app.jobs.services import job_enqueue
from governance_app.ledger.services import ledger_append
from governance_app.people.models import User
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.rules import Access

TooMany = Invalid.coded("too-many")

#: A record carries this many files at most.
MOST_FILES = 10
#: Characters of a comment, line breaks included.
LONGEST_COMMENT = 10_000


#: Text, or what gives it in the language in force.
Words = str | Callable[[], str]


def notify(
    *,
    users: Iterable[User],
    programme: Programme,
    key: str,
    title: Words,
    url: str,
    text: Words = "",
    icon: str = "bell",
) -> list[Notification]:
    """Tell people something, each once: the same key again sends nothing. Nobody without a role is told.

    Words that are a function are asked for in the language of each reader; whoever acts may read another.
    A few statements for all of them, and one job for the mails.
    """
    members = dict(
        Membership.objects.filter(programme=programme, user__in=[user.pk for user in users], user__is_active=True)
        .order_by()
        .values_list("user_id", "user__language")
    )
    told = set(Notification.objects.filter(user__in=members, key=key[:200]).values_list("user_id", flat=True))
    missing = sorted(members.keys() - told)
    said = {language: _said(language, title, text) for language in {members[user] for user in missing}}
    made = Notification.objects.bulk_create(
        [
            Notification(
                user_id=user,
                programme=programme,
                key=key[:200],
                title=said[members[user]][0][:300],
                text=said[members[user]][1],
                url=url,
                icon=icon,
            )
            for user in missing
        ]
    )
    if made:
        job_enqueue(
            kind="inbox.mail",
            key=f"mail:{made[0].pk}",
            arguments={"notifications": ",".join(str(row.pk) for row in made)},
        )
    return made


def _said(language: str, title: Words, text: Words) -> tuple[str, str]:
    with translation.override(language):
        return (title() if callable(title) else title, text() if callable(text) else text)


def mail_mode(user: User) -> str:
    """How the person wants notifications by mail."""
    mode = MailSetting.objects.filter(user=user).values_list("mode", flat=True).first()
    return mode or MailMode.AT_ONCE


def mail_mode_set(*, user: User, mode: str) -> None:
    """Choose how to be mailed."""
    MailSetting.objects.update_or_create(user=user, defaults={"mode": MailMode(mode)})


def notifications_read(*, user: User, numbers: list[int] | None = None) -> int:
    """Mark one's notifications as read: those named, or all."""
    rows = Notification.objects.filter(user=user, read_at__isnull=True)
    if numbers is not None:
        rows = rows.filter(pk__in=numbers)
    return rows.update(read_at=this_moment())


def _mail(user: User, rows: list[Notification]) -> None:
    with translation.override(user.language):
        title = rows[0].title if len(rows) == 1 else _("%(count)s notifications") % {"count": len(rows)}
        groups: dict[str, list[Notification]] = {}
        for row in rows:
            groups.setdefault(row.programme.name, []).append(row)
        settings_url = settings.SITE_URL + reverse("inbox:notifications")
        context = {"user": user, "groups": groups, "site": settings.SITE_URL, "settings_url": settings_url}
        body = render_to_string("inbox/mail.txt", context)
        # A title may come from a record's text; a subject is one line.
        send_mail(f"[{_('Sevengate')}] {' '.join(title.split())}", body, None, [user.email])


@job("inbox.mail")
def mail_job(arguments: dict[str, str], progress: Progress) -> None:
    """Mail notifications to those who want them at once.

    Each is marked before it goes out: a mail lost is better than one sent for ever.
    """
    numbers = [int(number) for number in arguments["notifications"].split(",")]
    later = MailSetting.objects.exclude(mode=MailMode.AT_ONCE).values("user_id")
    for done, number in enumerate(numbers):
        with transaction.atomic():
            row = (
                Notification.objects.select_for_update(of=("self",))
                .filter(pk=number, mailed_at=None)
                .exclude(user__in=later)
                .select_related("user", "programme")
                .first()
            )
            if row is None:
                continue
            row.mailed_at = this_moment()
            row.save(update_fields=["mailed_at"])
        if row.user.email:
            _mail(row.user, [row])
        progress(done + 1, len(numbers))


def digests_send() -> int:
    """Mail the day's unread notifications to those who want them once a day; returns how many mails went out."""
    sent = 0
    for setting in MailSetting.objects.filter(mode=MailMode.DAILY, user__is_active=True).select_related("user"):
        with transaction.atomic():
            rows = list(
                Notification.objects.select_for_update(of=("self",))
                .filter(user=setting.user, mailed_at=None, read_at=None)
                .select_related("programme")
            )
            Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=this_moment())
        if rows and setting.user.email:
            _mail(setting.user, rows)
            sent += 1
    return sent


class Written(NamedTuple):
    """A comment, whom it told, and the names in it that nobody on the programme bears."""

    comment: Comment
    told: list[User]
    unknown: list[str]


@transaction.atomic
def comment_add(*, access: Access, subject: str, title: str, url: str, text: str) -> Written:
    """Write a comment; people on the programme mentioned by ``@`` and user name or name are told.

    Refuses an empty one, and one longer than a comment may be: nothing is cut off.
    """
    text = text.strip()
    if not text or len(text) > LONGEST_COMMENT:
        problem = (
            _("A comment has %(most)s characters at most; this one has %(count)s.")
            % {"most": f"{LONGEST_COMMENT:,}", "count": f"{len(text):,}"}
            if text
            else _("Please write something.")
        )
        raise (TooLong if text else Empty)(problem, fields={"text": [problem]})
    comment = Comment.objects.create(programme=access.programme, subject=subject, author=access.user, text=text)
    people = called(access.programme)
    found = mentions(text, people)
    told = {person.pk: person for row in found for person in people.get(row.name, ()) if person.pk != access.user.pk}
    notify(
        users=list(told.values()),
        programme=access.programme,
        key=f"mention:{comment.pk}",
        title=lambda: _("%(who)s mentioned you on %(what)s") % {"who": access.user, "what": title},
        text=comment.text,
        url=url,
        icon="at",
    )
    ledger_append(
        act=COMMENT_ADDED,
        subject=subject,
        subject_label=title,
        actor=access.user,
        programme=access.programme.slug,
        detail={"comment": comment.pk},
    )
    return Written(comment, list(told.values()), list(dict.fromkeys(row.written for row in found if not row.name)))


@transaction.atomic
def comment_withdraw(*, access: Access, comment: Comment, title: str) -> None:
    """Take back one's own comment: its text is shown no more, that there was one stays. Refuses others' comments."""
    current = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if current.author_id != access.user.pk:
        raise Forbidden(_("Only its author can withdraw a comment."))
    if current.withdrawn_at is not None:
        return
    current.withdrawn_at = this_moment()
    current.save(update_fields=["withdrawn_at"])
    ledger_append(
        act=COMMENT_WITHDRAWN,
        subject=current.subject,
        subject_label=title,
        actor=access.user,
        programme=access.programme.slug,
        detail={"comment": current.pk},
    )


@transaction.atomic
def attachment_add(*, access: Access, subject: str, title: str, name: str, data: bytes) -> Attachment:
    """Attach a file to a record. Refuses what ``file_check`` refuses, and more files than a record carries."""
    media = file_check(name, data)
    Programme.objects.select_for_update(no_key=True).get(pk=access.programme.pk)
    present = Attachment.objects.filter(programme=access.programme, subject=subject, removed_at=None).count()
    if present >= MOST_FILES:
        raise TooMany(_("A record carries %(most)s files at most.") % {"most": MOST_FILES})
    stored = file_store(name=name[:200], data=data, media_type=media, actor=access.user)
    attachment = Attachment.objects.create(
        programme=access.programme, subject=subject, file=stored, created_by=access.user
    )
    ledger_append(
        act=FILE_ATTACHED,
        subject=subject,
        subject_label=f"{title} {stored.name}",
        subject_hash=stored.sha256,
        actor=access.user,
        programme=access.programme.slug,
    )
    return attachment


@transaction.atomic
def attachment_remove(*, access: Access, attachment: Attachment, title: str) -> None:
    """Take a file off a record; the file itself stays stored, for whoever must prove what it was."""
    current = Attachment.objects.select_for_update(of=("self",)).select_related("file").get(pk=attachment.pk)
    if current.removed_at is not None:
        return
    current.removed_by, current.removed_at = access.user, this_moment()
    current.save(update_fields=["removed_by", "removed_at"])
    ledger_append(
        act=FILE_REMOVED,
        subject=current.subject,
        subject_label=f"{title} {current.file.name}",
        subject_hash=current.file.sha256,
        actor=access.user,
        programme=access.programme.slug,
    )
