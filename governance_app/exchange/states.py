"""States of an import."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import Look


class BatchState(models.TextChoices):
    """Where an import stands."""

    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Ready to import")
    FAULTY = "faulty", _("Faulty rows")
    APPLYING = "applying", _("Being imported")
    APPLIED = "applied", _("Imported")
    FAILED = "failed", _("Failed")


BATCH_LOOKS = {
    BatchState.CHECKING: Look("progress", "act"),
    BatchState.READY: Look("circle-check", "met"),
    BatchState.FAULTY: Look("circle-x", "block"),
    BatchState.APPLYING: Look("progress", "act"),
    BatchState.APPLIED: Look("circle-check", "met"),
    BatchState.FAILED: Look("circle-x", "block"),
}
