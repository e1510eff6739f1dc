"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """Record kinds: one readable declaration gives list, page, form, import, export and API."""

    name = "governance_app.records"
    label = "records"
    verbose_name = _("Records")
