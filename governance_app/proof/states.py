"""What is said of a paper."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import Look


class Verdict(models.TextChoices):
    """Whether a paper is what it says it is, and still counts."""

    GENUINE = "genuine", _("Genuine")
    ALTERED = "altered", _("Altered")
    SUPERSEDED = "superseded", _("Superseded")


VERDICT_LOOKS = {
    Verdict.GENUINE: Look("circle-check", "met"),
    Verdict.ALTERED: Look("circle-x", "block"),
    Verdict.SUPERSEDED: Look("history", "off"),
}

#: Why, in words. They tell nothing of what the paper is about.
REASONS = {
    "record": _("This is the signed record as it was issued, and it is in force."),
    "signing": _("This is the copy issued for signing; signing is still under way."),
    "sealed": _("The organisation seal holds. The portal no longer keeps this revision to compare it with."),
    "superseded": _("The file is as it was issued, but a newer revision has replaced it."),
    "signing-copy": _("The file is as it was issued, but it is the copy made for signing: the signed record counts."),
    "void": _("The file is as it was issued, but this revision was withdrawn or sent back and is not in force."),
    "seal": _("The organisation seal is broken: the file has been changed since it was sealed."),
    "content": _("The data inside the file is not the content that was signed."),
    "unknown": _("This portal did not issue the file in this form: it comes from elsewhere, or it has been changed."),
}

SEALS = {
    "holds": _("The organisation seal holds"),
    "none": _("The file bears no seal"),
    "broken": _("The seal is broken"),
    "foreign": _("The seal is not this organisation's"),
}
CONTENTS = {
    "fits": _("The data inside fits what was signed"),
    "differs": _("The data inside is not what was signed"),
    "none": _("No data inside was compared"),
}
