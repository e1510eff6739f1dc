"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatesConfig(AppConfig):
    """Gates: criteria computed from records."""

    name = "governance_app.gates"
    label = "gates"
    verbose_name = _("Gates")
