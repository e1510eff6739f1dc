"""Where the navigation leads to documents."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import nav_entry

nav_entry("documents:centre", _("Documents"), "file-text", view="documents.view", order=40)
nav_entry("documents:delegations", _("Delegations"), "arrows-exchange", view="signoff.delegate", order=60)
