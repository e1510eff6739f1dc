"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Background jobs with progress; a job row is written with its cause, so none is lost."""

    name = "governance_app.jobs"
    label = "jobs"
    verbose_name = _("Jobs")
