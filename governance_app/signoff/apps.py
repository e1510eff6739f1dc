"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignoffConfig(AppConfig):
    """Sign-off: policies, rounds, slots and signatures bound to what was signed."""

    name = "governance_app.signoff"
    label = "signoff"
    verbose_name = _("Sign-off")
