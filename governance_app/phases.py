"""The seven phases: their numbers, names and places in URLs. Sole authority; nothing else may spell them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Phase(models.IntegerChoices):
    """One of the seven phases; its value is its number."""

    REQUIREMENTS = 1, _("Requirements research and goal setting")
    DESIGN = 2, _("Solution design and architecture planning")
    VENDORS = 3, _("System selection and vendor engagement")
    MIGRATION = 4, _("Data migration and interface development")
    TESTING = 5, _("System testing and issue fixing")
    ROLLOUT = 6, _("Go-live deployment and training")
    OPERATIONS = 7, _("Operations support and continuous improvement")

    @property
    def short(self) -> str:
        """The name as it stands in navigation and on the gate line."""
        return str(_SHORT[self])

    @property
    def segment(self) -> str:
        """The phase's part of a URL, ``1-requirements`` for the first."""
        return f"{self.value}-{self.name.lower()}"

    @classmethod
    def from_segment(cls, segment: str) -> "Phase | None":
        """The phase a URL segment names, or None."""
        return next((phase for phase in cls if phase.segment == segment), None)


_SHORT = {
    Phase.REQUIREMENTS: pgettext_lazy("phase", "Requirements"),
    Phase.DESIGN: pgettext_lazy("phase", "Design"),
    Phase.VENDORS: pgettext_lazy("phase", "Selection"),
    Phase.MIGRATION: pgettext_lazy("phase", "Migration"),
    Phase.TESTING: pgettext_lazy("phase", "Testing"),
    Phase.ROLLOUT: pgettext_lazy("phase", "Rollout"),
    Phase.OPERATIONS: pgettext_lazy("phase", "Operations"),
}
