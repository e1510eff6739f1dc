"""Say whether a PDF is genuine, altered or superseded."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from governance_app.base.canonical import sha256_hex
from governance_app.proof.selectors import document_verdict
from governance_app.proof.states import CONTENTS, REASONS, SEALS, Verdict

#: Exit status of each verdict; 3 where there is no verdict.
STATUS = {Verdict.GENUINE: 0, Verdict.ALTERED: 1, Verdict.SUPERSEDED: 2}
UNREADABLE = 3


class Command(BaseCommand):
    """``manage.py verify_document FILE.pdf``: exit status 0 genuine, 1 altered, 2 superseded; 3 if it cannot be read."""

    help = "Say whether a PDF is genuine, altered or superseded."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file."""
        parser.add_argument("file", metavar="FILE.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge it."""
        path = Path(options["file"])
        try:
            if path.stat().st_size > settings.VERIFY_MAX_BYTES:
                raise CommandError(_("The file is too large to be one of the portal's."), returncode=UNREADABLE)
            data = path.read_bytes()
        except OSError as fault:
            raise CommandError(str(fault), returncode=UNREADABLE) from fault
        found = document_verdict(data, thorough=True)
        known = _("The file is known by its hash") if found.known else _("The file's hash is not known")
        self.stdout.write(f"SHA-256 {sha256_hex(data)}")
        for line in (known, SEALS[found.seal], CONTENTS[found.content]):
            self.stdout.write(f"  {line}")
        text = f"{found.verdict.label}: {REASONS[found.reason]}"
        if found.verdict != Verdict.GENUINE:
            raise CommandError(text, returncode=STATUS[found.verdict])
        self.stdout.write(text)
