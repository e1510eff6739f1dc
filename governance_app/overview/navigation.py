"""Where the navigation leads to the programme as a whole."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import nav_entry

nav_entry("overview:steering", _("Steering view"), "gauge", view="steering.view", order=10)
nav_entry("overview:members", _("Task force"), "users", view="programme.members", order=20)
nav_entry("overview:segregation", _("Segregation of duties"), "scale", view="segregation.view", order=70)
nav_entry("overview:ledger", _("Audit ledger"), "link", view="ledger.view", order=80)
nav_entry("overview:policy", _("Programme policy"), "settings", view="programme.policy", order=90)
nav_entry("overview:permissions", _("Permissions"), "shield-check", view="programme.permissions", order=100)
