"""Six kinds of record, each below the one before."""

from typing import Any, ClassVar

from django.db import models

from governance_app.people.models import Department
from governance_app.records.models import ProgrammeRecord

from .number import LABEL, PHASE


class Thing(ProgrammeRecord):
    """What the six have in common."""

    title = models.CharField("title", max_length=120)
    text = models.TextField("text", blank=True)
    state = models.CharField("state", max_length=8, choices=[("open", "Open"), ("done", "Done")], default="open")
    figure = models.IntegerField("figure", null=True, blank=True)
    due_on = models.DateField("due on", null=True, blank=True)
    owner_department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="owner department"
    )
    prefix: ClassVar[str]

    class Meta(ProgrammeRecord.Meta):
        abstract = True


def _kind(name: str, above: Any) -> Any:
    fields = {
        "__module__": __name__,
        "prefix": f"{name.upper()}{PHASE.value}",
        "above": models.ForeignKey(
            above or "requirements.Requirement", models.PROTECT, null=True, blank=True, related_name="+"
        ),
        "Meta": type("Meta", (Thing.Meta,), {"abstract": False, "app_label": LABEL, "verbose_name": name}),
    }
    return type(name, (Thing,), fields)


Plan = _kind("Plan", None)
Case = _kind("Case", Plan)
Run = _kind("Run", Case)
Defect = _kind("Defect", Run)
Measure = _kind("Measure", Defect)
Handover = _kind("Handover", Measure)
KINDS = (Plan, Case, Run, Defect, Measure, Handover)
