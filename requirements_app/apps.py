"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from governance_app.phases import Phase


class RequirementsConfig(AppConfig):
    """Phase 1: requirements research and goal setting."""

    name = "requirements_app"
    label = "requirements"
    verbose_name = _("Requirements")
    phase = Phase.REQUIREMENTS
    #: From the ground up: a topic imports those before it, never one after it.
    topics = ("inventory", "needs", "processes", "changes", "specification")
    stylesheet = "css/requirements.css"
