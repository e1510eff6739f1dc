"""Notifications, how people want them by mail, and comments on records."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import StampField
from governance_app.files.models import StoredFile
from governance_app.inbox.states import MailMode
from governance_app.programmes.models import Programme


class Notification(models.Model):
    """A message to one person, sent once: ``key`` names its cause."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    icon = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=400)
    created_at = StampField(_("sent at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [models.Index(fields=["user", "read_at"])]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notification_once")]

    def __str__(self) -> str:
        return self.title


class MailSetting(models.Model):
    """How one person wants notifications by mail."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    mode = models.CharField(_("by mail"), max_length=10, choices=MailMode.choices, default=MailMode.AT_ONCE)

    class Meta:
        verbose_name = _("mail setting")
        verbose_name_plural = _("mail settings")

    def __str__(self) -> str:
        return f"{self.user} {self.mode}"


class Comment(models.Model):
    """A comment on a record, by ``kind:code``; never changed, only withdrawn by its author."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    subject = models.CharField(_("subject"), max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=10_000)
    created_at = StampField(_("written at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["programme", "subject"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.author}"


class Attachment(models.Model):
    """A file attached to a record, by ``kind:code``."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    subject = models.CharField(_("subject"), max_length=80)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = StampField(_("attached at"), auto_now_add=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["programme", "subject"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.file}"
