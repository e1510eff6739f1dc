"""The record kinds of phase 1."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import act
from governance_app.base.numbers import number_text
from governance_app.errors import Invalid
from governance_app.paper.words import relative_change
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.records.registry import Column, Link, Preset, RecordKind, record_kind
from requirements_app.kinds import boards as boards
from requirements_app.kinds.interviews import INTERVIEWS as INTERVIEWS
from requirements_app.kinds.links import undecided
from requirements_app.models import Goal, Interaction, Interview, PainPoint, Requirement, System
from requirements_app.rules import goal_refusal, interaction_refusal
from requirements_app.selectors import (
    INCOMPLETE,
    UNMEASURED,
    active_systems,
    high_pain_points,
    linking_requirements,
    living_requirements,
    processes_naming,
    unanswered,
)
from requirements_app.states import REQUIREMENT_LOOKS, REQUIREMENT_MOVES, Level, LifeCycle, RequirementState

VIEW, EDIT, CONTRIBUTE = "requirements.view", "requirements.edit", "requirements.contribute"


def _within(find: Callable[[Programme], QuerySet[Any]]) -> Callable[[Programme], Q]:
    """The condition that picks what a selector finds, so that a list and the criterion that links to it agree."""
    return lambda programme: Q(pk__in=find(programme).values("pk"))


def _refuse(problem: tuple[str, str] | None) -> None:
    if problem:
        name, text = problem
        raise Invalid(text, fields={name: [text]})


SYSTEMS = record_kind(
    RecordKind(
        slug="systems",
        model=System,
        phase=Phase.REQUIREMENTS,
        prefix="SYS",
        title=_("Systems"),
        one=_("system"),
        icon="server",
        view=VIEW,
        edit=EDIT,
        columns=("code", "name", "version_label", "owner_department", "criticality", "life_cycle", "data_formats"),
        hidden=("maker", "user_count", "hosting", "interface_capability", "updated_at"),
        filters=("life_cycle", "criticality", "hosting", "owner_department"),
        search=("code", "name", "maker", "modules"),
        form=(
            ("name",),
            ("version_label", "maker"),
            ("owner_department", "user_count"),
            ("criticality", "life_cycle"),
            ("hosting", "interface_capability"),
            ("data_formats",),
            ("modules",),
            ("notes",),
        ),
        facts=(
            "owner_department",
            "version_label",
            "maker",
            "user_count",
            "criticality",
            "life_cycle",
            "hosting",
            "interface_capability",
            "data_formats",
        ),
        body=("modules", "notes"),
        bulk=("life_cycle", "criticality", "owner_department"),
        presets=(
            Preset("replaced", _("To be replaced"), Q(life_cycle=LifeCycle.REPLACE)),
            Preset(
                "incomplete",
                _("Without owner or data format"),
                _within(lambda programme: active_systems(programme).filter(INCOMPLETE)),
            ),
        ),
        down=(
            Link("pain-points", _("Pain points"), lambda system: system.pain_points.order_by("code")),
            Link("requirements", _("Requirements"), lambda system: system.requirements.order_by("code")),
            Link(
                "interactions",
                _("Interactions"),
                lambda system: Interaction.objects.filter(Q(source=system) | Q(target=system)).order_by("code"),
            ),
            Link("processes", _("Business processes"), processes_naming),
            undecided("systems"),
        ),
        hints={
            "modules": _("One module a line."),
            "data_formats": _("For example JSON, XML, CSV."),
        },
        intro=_("List every system in scope first: pain points, requirements and interactions point at them."),
    )
)

PAIN_POINTS = record_kind(
    RecordKind(
        slug="pain-points",
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
                _within(lambda programme: high_pain_points(programme).filter(unanswered(programme))),
            ),
        ),
        up=(
            Link("interviews", _("Interviews"), lambda point: Interview.objects.filter(pk=point.interview_id)),
            Link("systems", _("Systems"), lambda point: point.systems.order_by("code")),
        ),
        down=(
            Link("requirements", _("Requirements"), lambda point: point.requirements.order_by("code")),
            Link("processes", _("Business processes"), lambda point: point.processes.order_by("code")),
            undecided("pain_points"),
        ),
        hints={
            "minutes_lost": _("Minutes one person loses each time it happens."),
            "times_per_month": _("How often it happens to one person in a month."),
        },
        intro=_("Write down what costs people time today; the portal works out the hours a month."),
    )
)

GOALS = record_kind(
    RecordKind(
        slug="goals",
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
        down=(
            Link("requirements", _("Requirements"), lambda goal: goal.requirements.order_by("code")),
            undecided("goals"),
        ),
        hints={
            "direction": _("A throughput gets better upwards, a duration downwards: 50 % more is not 50 % shorter."),
            "baseline_evidence": _("Where the figure of today comes from."),
        },
        check=lambda record, values: _refuse(goal_refusal(record)),
        intro=_("State what the integration must reach, with today's figure, the target and the date."),
    )
)

REQUIREMENTS = record_kind(
    RecordKind(
        slug="requirements",
        model=Requirement,
        phase=Phase.REQUIREMENTS,
        prefix="REQ",
        triggers=("title", "description", "acceptance", "priority", "systems"),
        traced=("pain_points", "goals"),
        title=_("Requirements"),
        one=_("requirement"),
        icon="list-check",
        view=VIEW,
        edit=EDIT,
        contribute=CONTRIBUTE,
        department_field="owner_department",
        columns=("code", "title", "priority", "state", "kind", "owner_department", "systems", "updated_at"),
        hidden=("pain_points", "goals", "version"),
        filters=("priority", "kind", "state", "owner_department"),
        search=("code", "title", "description", "acceptance"),
        form=(
            ("title",),
            ("kind", "owner_department"),
            ("priority",),
            ("description",),
            ("acceptance",),
            ("systems",),
            ("pain_points",),
            ("goals",),
        ),
        facts=("priority", "state", "kind", "owner_department"),
        body=("description", "acceptance"),
        moves=REQUIREMENT_MOVES,
        looks=REQUIREMENT_LOOKS,
        bulk=("priority", "kind", "owner_department"),
        presets=(
            Preset("high", _("High priority"), Q(priority=Level.HIGH) & ~Q(state=RequirementState.WITHDRAWN)),
            Preset("draft", _("Not agreed yet"), Q(state=RequirementState.DRAFT)),
            Preset(
                "untestable",
                _("Without acceptance criteria"),
                _within(lambda programme: living_requirements(programme).filter(acceptance="")),
            ),
            Preset(
                "uncovered",
                _("Between systems, without an interaction"),
                _within(lambda programme: linking_requirements(programme).filter(interactions=None)),
            ),
        ),
        up=(
            Link("pain-points", _("Pain points"), lambda requirement: requirement.pain_points.order_by("code")),
            Link("goals", _("Goals"), lambda requirement: requirement.goals.order_by("code")),
            Link("systems", _("Systems"), lambda requirement: requirement.systems.order_by("code")),
        ),
        down=(
            Link(
                "interactions",
                _("Interactions"),
                lambda requirement: requirement.interactions.order_by("code"),
            ),
            Link("processes", _("Business processes"), lambda requirement: requirement.processes.order_by("code")),
            undecided("requirements"),
        ),
        hints={
            "acceptance": _(
                "A sentence that can be tested, for example “100 cancelled orders released within 1 minute”."
            )
        },
        intro=_("Turn pain points and goals into requirements that can be tested."),
    )
)

INTERACTIONS = record_kind(
    RecordKind(
        slug="interactions",
        model=Interaction,
        phase=Phase.REQUIREMENTS,
        prefix="INT",
        traced=("requirement",),
        title=_("System interactions"),
        one=_("interaction"),
        icon="arrows-exchange",
        view=VIEW,
        edit=EDIT,
        columns=("code", "business_object", "source", "target", "mode", "daily_volume", "priority", "requirement"),
        hidden=("direction", "frequency", "trigger", "updated_at"),
        filters=("mode", "priority", "source", "target"),
        search=("code", "business_object", "trigger"),
        form=(
            ("business_object",),
            ("source", "target"),
            ("direction", "mode"),
            ("trigger", "frequency"),
            ("daily_volume", "priority"),
            ("requirement",),
        ),
        facts=("source", "target", "direction", "mode", "trigger", "frequency", "daily_volume", "priority"),
        bulk=("priority", "mode"),
        presets=(Preset("loose", _("Without a requirement"), Q(requirement=None)),),
        up=(
            Link(
                "requirements",
                _("Requirements"),
                lambda interaction: Requirement.objects.filter(pk=interaction.requirement_id),
            ),
            Link(
                "systems",
                _("Systems"),
                lambda interaction: System.objects.filter(
                    pk__in=[interaction.source_id, interaction.target_id]
                ).order_by("code"),
            ),
        ),
        down=(undecided("interactions"),),
        check=lambda record, values: _refuse(interaction_refusal(record)),
        list_acts=lambda access: [
            act(
                gettext("Matrix and diagram"),
                reverse("requirements:interactions-map", args=[access.programme.slug]),
                "sitemap",
            )
        ],
        intro=_("List what one system must pass to another; phase 2 makes interfaces of them."),
    )
)

# At the end, so that lists and navigation keep the order of the phase; change requests after the kinds they list.
from requirements_app.kinds.processes import PROCESSES  # noqa: E402

# isort: split
from requirements_app.kinds import changes  # noqa: E402, F401

__all__ = ["CONTRIBUTE", "EDIT", "GOALS", "INTERACTIONS", "PAIN_POINTS", "PROCESSES", "REQUIREMENTS", "SYSTEMS", "VIEW"]
