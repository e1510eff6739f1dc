"""States of a document's revision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import Look


class RevisionState(models.TextChoices):
    """Where a revision stands. A draft has no content of its own yet: it is composed from the records."""

    DRAFT = "draft", _("Draft")
    IN_SIGNING = "in_signing", _("In signing")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned for changes")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded")


REVISION_LOOKS = {
    RevisionState.DRAFT: Look("pencil", "off"),
    RevisionState.IN_SIGNING: Look("writing-sign", "act"),
    RevisionState.APPROVED: Look("circle-check", "met"),
    RevisionState.RETURNED: Look("arrow-back-up", "block"),
    RevisionState.WITHDRAWN: Look("circle-minus", "off"),
    RevisionState.SUPERSEDED: Look("history", "off"),
}


class Purpose(models.TextChoices):
    """What a PDF was rendered for; it decides watermark and approvals page."""

    SIGNING = "signing", _("For signature")
    RECORD = "record", _("Signed record")
    SUPERSEDED = "superseded", _("Superseded record")
    VOID = "void", _("Void")


#: The PDF a revision in this state is given out as.
PURPOSE_OF = {
    RevisionState.IN_SIGNING: Purpose.SIGNING,
    RevisionState.APPROVED: Purpose.RECORD,
    RevisionState.RETURNED: Purpose.VOID,
    RevisionState.WITHDRAWN: Purpose.VOID,
    RevisionState.SUPERSEDED: Purpose.SUPERSEDED,
}
WATERMARKS = {
    Purpose.SIGNING: "draft",
    Purpose.RECORD: "",
    Purpose.SUPERSEDED: "superseded",
    Purpose.VOID: "void",
}
