"""Key figures of phase 1."""

from decimal import Decimal

from django.db.models import Count, DecimalField, F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from governance_app.documents.selectors import document_standing
from governance_app.looks import State
from governance_app.numbers import number_text
from governance_app.overview.registry import Figure, figure
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from requirements_app.documents import SPECIFICATION
from requirements_app.kinds import INTERACTIONS, PAIN_POINTS, REQUIREMENTS
from requirements_app.models import Interaction, PainPoint
from requirements_app.selectors import linking_counts, requirement_counts


def _none(title: str, reason: str, url: str) -> Figure:
    return Figure(
        title, "—", state=State(_("Inconclusive: %(reason)s") % {"reason": reason}, "help-circle", "risk"), url=url
    )


@figure("requirements-agreed", Phase.REQUIREMENTS)
def requirements_agreed(programme: Programme) -> Figure:
    """How many living requirements are agreed."""
    counts = requirement_counts(programme)
    total, agreed, high = counts["total"], counts["agreed"], counts["high"]
    title, url = _("Requirements agreed"), REQUIREMENTS.url(programme.slug)
    if not total:
        return _none(title, _("no requirements yet"), url)
    return Figure(
        title,
        str(agreed),
        of=str(total),
        kind="bar",
        bar_percent=agreed * 100 // total,
        sub=_("%(high)s of high priority") % {"high": high},
        url=url,
    )


@figure("specification-signatures", Phase.REQUIREMENTS)
def specification_signatures(programme: Programme) -> Figure:
    """How many department heads have signed the specification."""
    place = document_standing(programme, SPECIFICATION)
    title = _("Specification signed")
    url = reverse("documents:document", args=[programme.slug, SPECIFICATION.code])
    if place.shown is None or not place.asked:
        return _none(title, _("not submitted yet"), url)
    done = place.signed == place.asked
    state = (
        State(_("All departments"), "circle-check", "met")
        if done
        else State(_("%(count)s missing") % {"count": place.asked - place.signed}, "clock", "risk")
    )
    return Figure(
        title,
        str(place.signed),
        of=str(place.asked),
        kind="bar",
        bar_percent=place.signed * 100 // place.asked,
        state=state,
        sub=_("revision %(number)s") % {"number": place.shown.number},
        url=url,
    )


@figure("pain-hours", Phase.REQUIREMENTS)
def pain_hours(programme: Programme) -> Figure:
    """Hours lost a month by all pain points together."""
    cost = F("minutes_lost") * F("people_affected") * F("times_per_month")
    rows = PainPoint.objects.filter(programme=programme)
    whole = DecimalField(max_digits=20, decimal_places=4)
    minutes, count = rows.aggregate(minutes=Sum(cost, output_field=whole), count=Count("pk")).values()
    title, url = _("Hours lost a month"), PAIN_POINTS.url(programme.slug)
    if minutes is None:
        return _none(title, _("no pain points yet"), url)
    hours = (Decimal(minutes) / 60).quantize(Decimal(1))
    return Figure(
        title,
        number_text(hours),
        unit=_("h"),
        sub=_("from %(count)s pain points") % {"count": count},
        url=url,
    )


@figure("interactions-covered", Phase.REQUIREMENTS)
def interactions_covered(programme: Programme) -> Figure:
    """How many requirements between systems have an interaction."""
    total, bare = linking_counts(programme).values()
    title, url = _("Requirements covered by interactions"), INTERACTIONS.url(programme.slug)
    if not total:
        return _none(title, _("no requirement names two systems"), url)
    return Figure(
        title,
        str(total - bare),
        of=str(total),
        kind="bar",
        bar_percent=(total - bare) * 100 // total,
        sub=_("%(count)s interactions") % {"count": Interaction.objects.filter(programme=programme).count()},
        url=url,
    )
