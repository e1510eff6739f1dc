"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TraceConfig(AppConfig):
    """Trace: what comes from what, and which links are suspect since their source changed."""

    name = "governance_app.trace"
    label = "trace"
    verbose_name = _("Trace")
