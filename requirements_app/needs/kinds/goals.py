"""Goals as a record kind."""

from django.utils.translation import gettext_lazy as _

from governance_app.errors import refuse_field
from governance_app.paper.words import relative_change
from governance_app.phases import Phase
from governance_app.records.registry import Column, Preset, RecordKind, record_kind
from requirements_app.needs.models import Goal
from requirements_app.needs.rules import goal_refusal
from requirements_app.needs.selectors import UNMEASURED
from requirements_app.permissions import EDIT, VIEW

GOALS = record_kind(
    RecordKind(
        slug="goals",
        order=4,
        model=Goal,
        phase=Phase.REQUIREMENTS,
        prefix="GOAL",
        triggers=("statement", "metric", "direction", "unit", "baseline_value", "target_value", "measure_by"),
        width=2,
        title=_("Goals"),
        one=_("goal"),
        icon="target",
        view=VIEW,
        edit=EDIT,
        columns=("code", "statement", "metric", "baseline_value", "target_value", "change", "unit", "measure_by"),
        computed=(
            Column(
                "change",
                _("Change"),
                lambda goal: relative_change(goal.baseline_value, goal.target_value),
                css="sg-num",
            ),
        ),
        hidden=("direction", "baseline_date", "owner_department", "updated_at"),
        filters=("direction", "owner_department"),
        search=("code", "statement", "metric"),
        form=(
            ("statement",),
            ("metric", "unit"),
            ("direction", "owner_department"),
            ("baseline_value", "baseline_date"),
            ("baseline_evidence",),
            ("target_value", "measure_by"),
        ),
        facts=(
            "metric",
            "direction",
            "baseline_value",
            "baseline_date",
            "target_value",
            "measure_by",
            "change",
            "unit",
            "owner_department",
        ),
        body=("baseline_evidence",),
        presets=(Preset("incomplete", _("Without baseline, target or date"), UNMEASURED),),
        hints={
            "direction": _("A throughput gets better upwards, a duration downwards: 50 % more is not 50 % shorter."),
            "baseline_evidence": _("Where the figure of today comes from."),
        },
        check=lambda record, values: refuse_field(goal_refusal(record)),
        intro=_("State what the integration must reach, with today's figure, the target and the date."),
    )
)
