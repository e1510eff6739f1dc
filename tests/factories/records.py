"""Records of phase 1, written through the same service as everything else."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import factory

from governance_app.records.registry import RecordKind
from governance_app.records.services import record_create
from requirements_app.changes.kinds import CHANGES
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.interviews import INTERVIEWS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.processes.kinds import PROCESSES


def written(kind: RecordKind, /, *, access: Any, code: str = "", **values: Any) -> Any:
    """A record as the service writes it for ``access``."""
    return record_create(kind=kind, access=access, values=values, code=code)


class SystemFactory(factory.Factory):
    """A system; takes ``access``, the person in the programme who writes it."""

    class Meta:
        model = partial(written, SYSTEMS)

    name = factory.Sequence(lambda n: f"系统 {n}")
    data_formats = "JSON"


class InterviewFactory(factory.Factory):
    """An interview held; takes ``access`` and ``department``."""

    class Meta:
        model = partial(written, INTERVIEWS)

    topic = factory.Sequence(lambda n: f"访谈 {n}")
    rank = "head"
    interviewees = "部门经理"
    interviewer = "项目经理"
    date = date(2026, 1, 6)
    notes = "单据重复录入。"


class PainPointFactory(factory.Factory):
    """A pain point; takes ``access`` and ``department``."""

    class Meta:
        model = partial(written, PAIN_POINTS)

    title = factory.Sequence(lambda n: f"重复录入 {n}")
    process = "费用报销"
    minutes_lost = Decimal(15)
    people_affected = 40
    times_per_month = Decimal(4)


class GoalFactory(factory.Factory):
    """A goal with baseline, target and date; takes ``access`` and ``owner_department``."""

    class Meta:
        model = partial(written, GOALS)

    statement = factory.Sequence(lambda n: f"目标 {n}：审批时长减半")
    metric = "平均审批时长"
    direction = "decrease"
    unit = "天"
    baseline_value = Decimal(4)
    baseline_date = date(2026, 1, 5)
    baseline_evidence = "流程系统日志"
    target_value = Decimal(2)
    measure_by = date(2026, 12, 1)


class RequirementFactory(factory.Factory):
    """A requirement that can be tested; takes ``access`` and ``owner_department``."""

    class Meta:
        model = partial(written, REQUIREMENTS)

    title = factory.Sequence(lambda n: f"需求 {n}")
    acceptance = "100 张单据 1 分钟内同步"


class InteractionFactory(factory.Factory):
    """An interaction; takes ``access``, ``source`` and ``target``."""

    class Meta:
        model = partial(written, INTERACTIONS)

    business_object = factory.Sequence(lambda n: f"单据 {n}")


class ChangeRequestFactory(factory.Factory):
    """A change request; takes ``access``, ``department`` and what it lists."""

    class Meta:
        model = partial(written, CHANGES)

    title = factory.Sequence(lambda n: f"变更 {n}")
    description = "验收时限改为 30 秒"
    rationale = "监管口径变化"
    requested_by = "财务部"


class ProcessFactory(factory.Factory):
    """A process without steps; takes ``access`` and ``owner_department``."""

    class Meta:
        model = partial(written, PROCESSES)

    title = factory.Sequence(lambda n: f"流程 {n}")
