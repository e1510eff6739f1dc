"""Key figures of the specification."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance_app.base.looks import State
from governance_app.documents.selectors import document_standing
from governance_app.overview.registry import Figure, figure, no_figure
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from requirements_app.specification.documents import SPECIFICATION

_PHASE = Phase.REQUIREMENTS


@figure("specification-signatures", _PHASE, gettext_lazy("Specification signed"), order=2)
def specification_signatures(programme: Programme) -> Figure:
    """How many department heads have signed the specification."""
    place = document_standing(programme, SPECIFICATION)
    url = reverse("documents:document", args=[programme.slug, SPECIFICATION.code])
    if place.shown is None or not place.asked:
        return no_figure(_("not submitted yet"), url)
    done = place.signed == place.asked
    state = (
        State(_("All departments"), "circle-check", "met")
        if done
        else State(_("%(count)s missing") % {"count": place.asked - place.signed}, "clock", "risk")
    )
    return Figure(
        place.signed,
        of=place.asked,
        target=place.asked,
        state=state,
        sub=_("revision %(number)s") % {"number": place.shown.number},
        url=url,
    )
