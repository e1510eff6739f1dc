"""Records of plan and control, written through the same service as everything else."""

from datetime import date
from functools import partial

import factory

from governance_app.planning.kinds import ACTIONS, DECISIONS, MEETINGS, MILESTONES, RISKS
from tests.factories.records import written


class MilestoneFactory(factory.Factory):
    """A milestone; takes ``access`` and ``owner``."""

    class Meta:
        model = partial(written, MILESTONES)

    title = factory.Sequence(lambda n: f"里程碑 {n}")
    planned_on = date(2030, 6, 30)


class RiskFactory(factory.Factory):
    """A risk ready to be treated; takes ``access`` and ``owner``."""

    class Meta:
        model = partial(written, RISKS)

    title = factory.Sequence(lambda n: f"风险 {n}")
    probability = 3
    impact = 4
    strategy = "reduce"
    response = "提前沟通"
    review_on = date(2030, 1, 31)


class MeetingFactory(factory.Factory):
    """A meeting whose day has come; takes ``access``, ``leader`` and ``secretary``."""

    class Meta:
        model = partial(written, MEETINGS)

    title = factory.Sequence(lambda n: f"例会 {n}")
    kind = "steering"
    meets_on = date(2026, 3, 2)


class ActionFactory(factory.Factory):
    """An action; takes ``access`` and ``owner``."""

    class Meta:
        model = partial(written, ACTIONS)

    title = factory.Sequence(lambda n: f"行动项 {n}")
    due_on = date(2030, 1, 31)


class DecisionFactory(factory.Factory):
    """A decision; takes ``access`` and ``decided_by``."""

    class Meta:
        model = partial(written, DECISIONS)

    title = factory.Sequence(lambda n: f"决策 {n}")
    grounds = "成本最低"
    decided_on = date(2026, 3, 2)
