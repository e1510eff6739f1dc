"""Key figures of requirements and pain points."""

from decimal import Decimal

from django.db.models import Count, DecimalField, F, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance_app.base.counting import Rows, counts
from governance_app.base.histories import counts_at
from governance_app.base.looks import State
from governance_app.base.reading import once
from governance_app.base.times import week_ends
from governance_app.overview.registry import Figure, Series, figure, no_figure
from governance_app.paper.charts import Part
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from requirements_app.inventory.kinds import INTERACTIONS
from requirements_app.inventory.models import Interaction
from requirements_app.inventory.states import Level
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.needs.models import PainPoint, Requirement
from requirements_app.needs.selectors import LINKING, LIVING, UNANSWERED, UNCOVERED
from requirements_app.needs.states import RequirementState

_PHASE = Phase.REQUIREMENTS
_LIVING, _LINKING, _UNCOVERED = (Rows(Requirement, where) for where in (LIVING, LINKING, UNCOVERED))
_AGREED = Rows(Requirement, LIVING & Q(state=RequirementState.AGREED))
_HIGH = Rows(Requirement, LIVING & Q(priority=Level.HIGH))
_GRAVEST_FIRST = (Level.HIGH, Level.MEDIUM, Level.LOW)


@figure("requirements-agreed", _PHASE, gettext_lazy("Requirements agreed"), steering=True, order=1)
def requirements_agreed(programme: Programme) -> Figure:
    """How many living requirements are agreed, and were at the end of each week."""
    found = counts(programme, (_LIVING, _AGREED, _HIGH))
    total, agreed = found[_LIVING], found[_AGREED]
    url = REQUIREMENTS.url(programme.slug)
    if not total:
        return no_figure(_("no requirements yet"), url)

    def trend() -> Series:
        ends = week_ends(programme.start_date)
        agreed_then = counts_at(
            Requirement, ends, within=Q(programme_id=programme.pk), good=Q(state=RequirementState.AGREED)
        )
        return list(zip((end.date() for end in ends), agreed_then, strict=True))

    return Figure(
        agreed,
        of=total,
        target=total,
        trend=trend,
        sub=_("%(high)s of high priority") % {"high": found[_HIGH]},
        url=url,
    )


def _pain(programme: Programme) -> dict[str, int | Decimal | None]:
    """Pain points by severity, those of high severity nothing answers, and the minutes they cost a month."""
    cost = F("minutes_lost") * F("people_affected") * F("times_per_month")
    whole = DecimalField(max_digits=20, decimal_places=4)
    levels = {level.value: Count("pk", filter=Q(severity=level)) for level in _GRAVEST_FIRST}
    open_ones = Count("pk", filter=UNANSWERED)
    rows = PainPoint.objects.filter(programme=programme).order_by()
    return once(
        ("pain", programme.pk),
        lambda: rows.aggregate(
            minutes=Sum(cost, output_field=whole), count=Count("pk"), unanswered=open_ones, **levels
        ),
    )


@figure("pain-points", _PHASE, gettext_lazy("Pain points by severity"))
def pain_points(programme: Programme) -> Figure:
    """How many pain points there are, by severity, and how many no living requirement answers."""
    found = _pain(programme)
    url = PAIN_POINTS.url(programme.slug)
    if not found["count"]:
        return no_figure(_("no pain points yet"), url)
    bare = found["unanswered"]
    return Figure(
        found["count"],
        parts=tuple(Part(str(level.label), int(found[level.value] or 0)) for level in _GRAVEST_FIRST),
        state=State(_("%(count)s lead to no requirement") % {"count": bare}, "unlink", "risk") if bare else None,
        url=url,
    )


@figure("pain-hours", _PHASE, gettext_lazy("Hours lost a month"), unit=gettext_lazy("h"))
def pain_hours(programme: Programme) -> Figure:
    """Hours lost a month by all pain points together."""
    found = _pain(programme)
    url = PAIN_POINTS.url(programme.slug)
    if found["minutes"] is None:
        return no_figure(_("no pain points yet"), url)
    hours = (Decimal(found["minutes"]) / 60).quantize(Decimal(1))
    return Figure(hours, sub=_("from %(count)s pain points") % {"count": found["count"]}, url=url)


@figure("interactions-covered", _PHASE, gettext_lazy("Requirements covered by interactions"))
def interactions_covered(programme: Programme) -> Figure:
    """How many requirements between systems have an interaction."""
    found = counts(programme, (_LINKING, _UNCOVERED))
    total, bare = found[_LINKING], found[_UNCOVERED]
    url = INTERACTIONS.url(programme.slug)
    if not total:
        return no_figure(_("no requirement names two systems"), url)
    return Figure(
        total - bare,
        of=total,
        target=total,
        sub=_("%(count)s interactions") % {"count": Interaction.objects.filter(programme=programme).count()},
        url=url,
    )
