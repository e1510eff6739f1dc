"""How notifications go out by mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailMode(models.TextChoices):
    """When a notification is mailed."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("Never")
