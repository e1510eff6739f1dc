"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """Plan and control: milestones and phase windows, risks, actions, decisions, committee meetings."""

    name = "governance_app.planning"
    label = "planning"
    verbose_name = _("Plan and control")
