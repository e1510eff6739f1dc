"""Where the navigation leads to plan and control."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import nav_entry

nav_entry("planning:plan", _("Plan and control"), "timeline", view="planning.view", order=30)
