"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The hash chain and its verification."""

    name = "governance_app.ledger"
    label = "ledger"
    verbose_name = _("Audit ledger")
