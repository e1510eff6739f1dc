"""Reopening gates whose conditions are overdue, for schedulers other than the portal's own."""

from typing import Any

from django.core.management.base import BaseCommand

from governance_app.gates.services.conditions import gates_refresh


class Command(BaseCommand):
    """``manage.py gates_watch``: run it as often as you like; each gate is reopened once."""

    help = "Reopen gates whose conditions are overdue."

    def handle(self, *args: Any, **options: Any) -> None:
        """Reopen and tell how many."""
        self.stdout.write(f"{gates_refresh()} reopened")
