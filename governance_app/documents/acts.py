"""What the ledger tells of documents and their revisions."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act, ledger_topic

REVISION_OPENED = ledger_act("revision.opened", _("{who} opened {what}"))
REVISION_SUBMITTED = ledger_act("revision.submitted", _("{who} submitted {what} for signature"))
REVISION_REOPENED = ledger_act("revision.reopened", _("{who} took back the approval of {what}"))
DOCUMENT_RENDERED = ledger_act("document.rendered", _("{who} produced the PDF of {what}"))


def _centre(programme: str, code: str) -> str:
    return reverse("documents:centre", args=[programme])


ledger_topic("revision", _("Revisions"), url=_centre)
ledger_topic("document", _("Documents"), url=_centre)
