"""Pain points as a record kind."""

from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance_app.base.numbers import number_text
from governance_app.phases import Phase
from governance_app.records.registry import Column, Preset, RecordKind, record_kind
from requirements_app.inventory.states import Level
from requirements_app.needs.models import PainPoint
from requirements_app.needs.selectors import HIGH_PAIN, UNANSWERED
from requirements_app.permissions import CONTRIBUTE, EDIT, VIEW

PAIN_POINTS = record_kind(
    RecordKind(
        slug="pain-points",
        order=3,
        model=PainPoint,
        phase=Phase.REQUIREMENTS,
        prefix="PP",
        triggers=("title", "description", "severity"),
        title=_("Pain points"),
        one=_("pain point"),
        icon="alert-circle",
        view=VIEW,
        edit=EDIT,
        contribute=CONTRIBUTE,
        department_field="department",
        columns=("code", "title", "department", "severity", "hours_per_month", "process", "systems"),
        hidden=("minutes_lost", "people_affected", "times_per_month", "reported_by", "interview", "updated_at"),
        computed=(
            Column(
                "hours_per_month",
                _("Hours a month"),
                lambda point: round(point.hours_per_month, 2),
                cell=lambda point: number_text(point.hours_per_month.quantize(Decimal("0.1"))),
                css="sg-num",
            ),
        ),
        filters=("severity", "department", "process", "interview"),
        search=("code", "title", "process", "description"),
        form=(
            ("title",),
            ("process", "department"),
            ("description",),
            ("minutes_lost", "people_affected"),
            ("times_per_month", "severity"),
            ("interview", "reported_by"),
            ("systems",),
        ),
        facts=(
            "department",
            "severity",
            "process",
            "hours_per_month",
            "minutes_lost",
            "people_affected",
            "times_per_month",
            "reported_by",
            "interview",
        ),
        body=("description",),
        bulk=("severity", "department"),
        presets=(
            Preset("high", _("High severity"), Q(severity=Level.HIGH)),
            Preset(
                "unanswered",
                _("High, without a requirement"),
                HIGH_PAIN & UNANSWERED,
            ),
        ),
        hints={
            "minutes_lost": _("Minutes one person loses each time it happens."),
            "times_per_month": _("How often it happens to one person in a month."),
        },
        intro=_("Write down what costs people time today; the portal works out the hours a month."),
    )
)
