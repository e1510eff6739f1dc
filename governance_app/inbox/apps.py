"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    """My work and search."""

    name = "governance_app.inbox"
    label = "inbox"
    verbose_name = _("My work")
