"""Where the navigation leads to in research, beside its lists."""

from django.utils.translation import gettext_lazy as _

from governance_app.phases import Phase
from governance_app.programmes.registry import nav_entry
from requirements_app.permissions import VIEW

nav_entry("requirements:board", _("Research board"), "chart-bar", view=VIEW, phase=Phase.REQUIREMENTS)
