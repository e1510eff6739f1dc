"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Programmes, their phases, memberships and the permission matrix."""

    name = "governance_app.programmes"
    label = "programmes"
    verbose_name = _("Programmes")
