"""The models of all topics, because Django asks for them here."""

from requirements_app.changes.models import ChangeApplication, ChangeRequest
from requirements_app.inventory.models import Interaction, System
from requirements_app.needs.models import Goal, Interview, PainPoint, Requirement
from requirements_app.processes.models import Process, ProcessFlow, ProcessStep

__all__ = [
    "ChangeApplication",
    "ChangeRequest",
    "Goal",
    "Interaction",
    "Interview",
    "PainPoint",
    "Process",
    "ProcessFlow",
    "ProcessStep",
    "Requirement",
    "System",
]
