"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Documents: kinds, revisions frozen for signature, and their rendering."""

    name = "governance_app.documents"
    label = "documents"
    verbose_name = _("Documents")
