"""Pain points as a record kind."""

from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance_app.base.numbers import number_text
from governance_app.records.registry import Preset, RecordKind, column, record_kind
from requirements_app.inventory.states import Level
from requirements_app.needs.models import PainPoint
from requirements_app.needs.selectors import HIGH_PAIN, UNANSWERED


def _hours_shown(point: PainPoint) -> str:
    return number_text(point.hours_per_month.quantize(Decimal("0.1")))


class PainPoints(RecordKind[PainPoint]):
    """What costs people time today."""

    model, prefix, icon, order = PainPoint, "PP", "alert-circle", 3
    department_field = "department"
    columns = ("code", "title", "department", "severity", "hours_per_month", "process", "systems")
    hidden = ("minutes_lost", "people_affected", "times_per_month", "reported_by", "interview", "updated_at")
    form = (
        "title",
        ("process", "department"),
        "description",
        ("minutes_lost", "people_affected"),
        ("times_per_month", "severity"),
        ("interview", "reported_by"),
        "systems",
    )
    facts = (
        "department",
        "severity",
        "process",
        "hours_per_month",
        "minutes_lost",
        "people_affected",
        "times_per_month",
        "reported_by",
        "interview",
    )
    search = ("code", "title", "process", "description")
    filters = ("severity", "department", "process", "interview")
    bulk = ("severity", "department")
    presets = (
        Preset("high", _("High severity"), Q(severity=Level.HIGH)),
        Preset("unanswered", _("High, without a requirement"), HIGH_PAIN & UNANSWERED),
    )
    triggers = ("title", "description", "severity")
    hints = {
        "minutes_lost": _("Minutes one person loses each time it happens."),
        "times_per_month": _("How often it happens to one person in a month."),
    }
    intro = _("Write down what costs people time today; the portal works out the hours a month.")

    @column(_("Hours a month"), css="sg-num", cell=_hours_shown)
    def hours_per_month(self, point: PainPoint) -> Decimal:
        """What it costs all those it happens to."""
        return round(point.hours_per_month, 2)


PAIN_POINTS = record_kind(PainPoints)
