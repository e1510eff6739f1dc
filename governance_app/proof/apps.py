"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProofConfig(AppConfig):
    """Verdicts on papers and packs of evidence."""

    name = "governance_app.proof"
    label = "proof"
    verbose_name = _("Proof")
