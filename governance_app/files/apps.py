"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Stored files: private, hashed, streamed by views that check permission."""

    name = "governance_app.files"
    label = "files"
    verbose_name = _("Files")
