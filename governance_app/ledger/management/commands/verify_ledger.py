"""Check the ledger's hash chain and name the first bad row."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from governance_app.ledger.selectors import head_now, ledger_break


class Command(BaseCommand):
    """``manage.py verify_ledger``: exit status 0 when the chain holds, 1 with the first bad row otherwise."""

    help = "Check the audit ledger's hash chain."

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the chain."""
        found = ledger_break()
        if found:
            reasons = {
                "missing": _("Row %(n)s is missing."),
                "changed": _("Row %(n)s has been changed: its hash does not fit its fields."),
                "unchained": _("Row %(n)s does not follow the row before it."),
                "surplus": _("Row %(n)s stands beyond the recorded end."),
                "head": _("Row %(n)s is not the recorded end of the chain."),
            }
            raise CommandError(reasons[found.reason] % {"n": found.sequence})
        count, head = head_now()
        self.stdout.write(_("The ledger holds: %(count)s rows, head %(head)s.") % {"count": count, "head": head})
