"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    """The programme at a glance, its phases, and the portal's shell."""

    name = "governance_app.overview"
    label = "overview"
    verbose_name = _("Overview")
