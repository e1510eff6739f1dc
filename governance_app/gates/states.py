"""States of a criterion."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.looks import Look


class FindingState(models.TextChoices):
    """What the records say about a criterion. No data is never a pass."""

    MET = "met", _("Met")
    UNMET = "unmet", _("Not met")
    INCONCLUSIVE = "inconclusive", _("Inconclusive")


FINDING_LOOKS = {
    FindingState.MET: Look("circle-check", "met"),
    FindingState.UNMET: Look("circle-x", "block"),
    FindingState.INCONCLUSIVE: Look("help-circle", "risk"),
}
