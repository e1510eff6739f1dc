"""Interviews: where pain points come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.people.models import Department
from governance_app.records.models import ProgrammeRecord
from requirements_app.states.interviews import Rank


class Interview(ProgrammeRecord):
    """A talk with people of a department, planned or held. It counts as held once its notes are written."""

    topic = models.CharField(_("topic"), max_length=120)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    rank = models.CharField(_("level of interview"), max_length=12, choices=Rank.choices)
    interviewees = models.CharField(_("interviewees"), max_length=200)
    interviewer = models.CharField(_("interviewer"), max_length=80)
    date = models.DateField(_("interview date"))
    notes = models.TextField(_("interview notes"), blank=True)

    title_field = "topic"

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(rank__in=sorted(Rank.values)),
                name="interview_rank_known",
                violation_error_message=_("An interview is held with the head of a department or with its front line."),
            ),
        ]

    @property
    def held(self) -> bool:
        """Whether it has taken place: there are notes."""
        return bool(self.notes)
