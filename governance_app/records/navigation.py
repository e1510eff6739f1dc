"""Where the navigation leads to suspect links."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import nav_entry

nav_entry("records:suspects", _("Suspect links"), "affiliate", view="trace.view", order=50)
