"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People: users and the departments they belong to."""

    name = "governance_app.people"
    label = "people"
    verbose_name = _("People")
