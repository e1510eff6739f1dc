"""Rules of phase 1 that no single field can hold."""

from typing import Any

from django.utils.translation import gettext as _


def interaction_refusal(interaction: Any) -> tuple[str, str] | None:
    """The field and the sentence when an interaction does not join two different systems, else None."""
    if interaction.source_id is not None and interaction.source_id == interaction.target_id:
        return "target", _("A system cannot interact with itself; choose two different systems.")
    return None


def goal_refusal(goal: Any) -> tuple[str, str] | None:
    """The field and the sentence when a goal's target lies on the wrong side of its baseline, else None."""
    if goal.baseline_date and goal.measure_by and goal.measure_by <= goal.baseline_date:
        return "measure_by", _("The goal must be measured after its baseline.")
    if goal.baseline_value is None or goal.target_value is None:
        return None
    if goal.direction == "increase" and goal.target_value <= goal.baseline_value:
        return "target_value", _("Higher is better here, so the target must lie above the baseline.")
    if goal.direction == "decrease" and goal.target_value >= goal.baseline_value:
        return "target_value", _("Lower is better here, so the target must lie below the baseline.")
    return None
