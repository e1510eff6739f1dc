"""What later phases may read of this one: the only module of the app they import.

A later phase's foreign keys point at these models with ``related_name="+"``, by their labels (``requirements.System``):
selectors cannot be imported while models are being loaded. Its pages and rules read them through these selectors. Nothing here writes.
"""

from requirements_app.changes.models import ChangeRequest
from requirements_app.inventory.models import Interaction, System
from requirements_app.inventory.selectors import active_systems
from requirements_app.inventory.states import Capability, Flow, Hosting, Level, LifeCycle, Mode
from requirements_app.needs.models import Goal, Interview, PainPoint, Requirement
from requirements_app.needs.selectors import living_requirements
from requirements_app.needs.states import Improvement, RequirementState, RequirementType
from requirements_app.processes.models import Process
from requirements_app.processes.rules import Step, StepLane
from requirements_app.processes.selectors import steps_by_process
from requirements_app.processes.states import LaneKind, StepKind, Variant
from requirements_app.specification.selectors import departments_concerned

__all__ = [
    "Capability",
    "ChangeRequest",
    "Flow",
    "Goal",
    "Hosting",
    "Improvement",
    "Interaction",
    "Interview",
    "LaneKind",
    "Level",
    "LifeCycle",
    "Mode",
    "PainPoint",
    "Process",
    "Requirement",
    "RequirementState",
    "RequirementType",
    "Step",
    "StepKind",
    "StepLane",
    "System",
    "Variant",
    "active_systems",
    "departments_concerned",
    "living_requirements",
    "steps_by_process",
]
