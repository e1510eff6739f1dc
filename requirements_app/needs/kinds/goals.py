"""Goals as a record kind."""

from django.utils.translation import gettext_lazy as _

from governance_app.errors import refuse_field
from governance_app.paper.words import relative_change
from governance_app.records.registry import Preset, RecordKind, column, record_kind
from requirements_app.needs.models import Goal
from requirements_app.needs.rules import goal_refusal
from requirements_app.needs.selectors import UNMEASURED


class Goals(RecordKind[Goal]):
    """What the integration must reach, with figures."""

    model, prefix, icon, order, width = Goal, "GOAL", "target", 4, 2
    title, one = _("Goals"), _("goal")
    columns = ("code", "statement", "metric", "baseline_value", "target_value", "change", "unit", "measure_by")
    hidden = ("direction", "baseline_date", "owner_department", "updated_at")
    form = (
        "statement",
        ("metric", "unit"),
        ("direction", "owner_department"),
        ("baseline_value", "baseline_date"),
        "baseline_evidence",
        ("target_value", "measure_by"),
    )
    facts = (
        "metric",
        "direction",
        "baseline_value",
        "baseline_date",
        "target_value",
        "measure_by",
        "change",
        "unit",
        "owner_department",
    )
    body = ("baseline_evidence",)
    search = ("code", "statement", "metric")
    filters = ("direction", "owner_department")
    presets = (Preset("incomplete", _("Without baseline, target or date"), UNMEASURED),)
    triggers = ("statement", "metric", "direction", "unit", "baseline_value", "target_value", "measure_by")
    hints = {
        "direction": _("A throughput gets better upwards, a duration downwards: 50 % more is not 50 % shorter."),
        "baseline_evidence": _("Where the figure of today comes from."),
    }
    intro = _("State what the integration must reach, with today's figure, the target and the date.")

    @column(_("Change"), css="sg-num")
    def change(self, goal: Goal) -> str:
        """From the baseline to the target."""
        return relative_change(goal.baseline_value, goal.target_value)

    def check(self, record: Goal) -> None:
        """A target lies where its direction says."""
        refuse_field(goal_refusal(record))


GOALS = record_kind(Goals)
