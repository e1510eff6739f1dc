"""Records that name a system and requirements, in each of the ways there are."""

from django.db import models

from governance_app.records.models import ProgrammeRecord


class Interface(ProgrammeRecord):
    """A record: by a foreign key and by a many-to-many field."""

    title = models.CharField("name", max_length=60)
    system = models.ForeignKey("requirements.System", models.PROTECT, null=True, blank=True, related_name="+")
    requirements = models.ManyToManyField("requirements.Requirement", related_name="+", blank=True)


class Port(models.Model):
    """What belongs to a record: a row that goes with it."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="+")
    system = models.ForeignKey("requirements.System", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.interface_id} {self.system_id}"


class Probe(models.Model):
    """What belongs to no record."""

    system = models.ForeignKey("requirements.System", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "probes"

    def __str__(self) -> str:
        return f"{self.system_id}"
