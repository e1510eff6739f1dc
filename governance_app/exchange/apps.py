"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Import with preview, and export, of CSV and XLSX."""

    name = "governance_app.exchange"
    label = "exchange"
    verbose_name = _("Import and export")
