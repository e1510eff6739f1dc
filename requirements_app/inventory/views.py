"""The map of interactions."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from requirements_app.inventory import pages
from requirements_app.inventory.kinds import INTERACTIONS
from requirements_app.permissions import VIEW


@require_GET
@requires(VIEW)
def interaction_map(request: MemberRequest, access: Access) -> HttpResponseBase:
    """The interactions as a matrix of systems and as a diagram."""
    programme = access.programme
    title = _("Interaction map")
    url = INTERACTIONS.url(programme.slug)
    context = {
        "title": title,
        "crumbs": pages.crumbs(programme, (INTERACTIONS.title, url), (title, "")),
        **pages.map_context(programme),
    }
    return render(request, "requirements/map.html", context)
