"""Send the reminders and escalations that are due."""

from typing import Any

from django.core.management.base import BaseCommand

from governance_app.signoff.services.reminders import rounds_remind


class Command(BaseCommand):
    """``manage.py remind``: repeating it sends nothing twice."""

    help = "Remind signers whose signatures are awaited, and escalate where that has not helped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send what is due."""
        self.stdout.write(f"{rounds_remind()} sent")
