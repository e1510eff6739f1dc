"""``manage.py second_factor_reset USER --reason TEXT``: for someone who has lost phone, passkeys and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance_app.errors import Refusal
from governance_app.people.models import User
from governance_app.people.services import guard_reset


class Command(BaseCommand):
    """Takes everything but the password off an account and ends its sessions; the ledger keeps who and why."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and why."""
        parser.add_argument("username")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset and say so."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"no such user: {options['username']}")
        try:
            count = guard_reset(user=user, reason=options["reason"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.username}: {count} removed, all sessions ended")
