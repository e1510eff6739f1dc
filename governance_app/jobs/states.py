"""States of a background job."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import Look


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


JOB_LOOKS = {
    JobState.QUEUED: Look("hourglass", "off"),
    JobState.RUNNING: Look("progress", "act"),
    JobState.DONE: Look("circle-check", "met"),
    JobState.FAILED: Look("circle-x", "block"),
}
