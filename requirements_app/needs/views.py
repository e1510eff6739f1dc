"""The research board, and who has been interviewed."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.base.looks import act
from governance_app.base.reading import one_reading
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.records.rules import may_create
from requirements_app.inventory.pages import crumbs, interactions_context
from requirements_app.needs import pages
from requirements_app.needs.kinds.interviews import INTERVIEWS
from requirements_app.permissions import VIEW


@require_GET
@requires(VIEW)
@one_reading()
def board(request: MemberRequest, access: Access) -> HttpResponseBase:
    """How the research stands: cost of pain, requirements, who has been heard, what flows between systems."""
    programme = access.programme
    title = _("Research board")
    context = {
        "title": title,
        "crumbs": crumbs(programme, (title, "")),
        "cost": pages.cost_context(programme),
        "requirements": pages.requirements_context(programme),
        "coverage": pages.coverage_context(access),
        "interactions": interactions_context(programme),
    }
    return render(request, "requirements/board.html", context)


@require_GET
@requires(VIEW)
@one_reading()
def coverage(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Which departments have been heard at which level, and where an interview is still to be planned."""
    programme = access.programme
    title = _("Interview coverage")
    url = INTERVIEWS.url(programme.slug)
    context = {
        "title": title,
        "crumbs": crumbs(programme, (INTERVIEWS.title, url), (title, "")),
        "acts": [act(_("New %(one)s") % {"one": INTERVIEWS.one}, f"{url}new/", "plus", primary=True)]
        if may_create(INTERVIEWS, access)
        else [],
        "coverage": pages.coverage_context(access),
    }
    return render(request, "requirements/coverage.html", context)
