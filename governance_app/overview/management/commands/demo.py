"""The demonstration programme: load it, list its accounts, write its documents."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import translation
from pypdf import PdfReader

from governance_app.base.canonical import sha256_hex
from governance_app.documents.models import Revision
from governance_app.documents.rendering import revision_paper
from governance_app.documents.selectors import documents_of
from governance_app.documents.states import PURPOSE_OF, RevisionState
from governance_app.ledger.triggers import triggers_install, triggers_remove
from governance_app.phases import Phase
from governance_app.programmes.demo import story_load
from governance_app.programmes.models import Membership, Programme


class Command(BaseCommand):
    """``manage.py demo [--fresh | --if-empty] [--stage N] [--documents DIR] [--accounts]``."""

    help = "Load the demonstration programme, or write its documents."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("--fresh", action="store_true", help="empty the database first (demonstrations only)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is a programme already")
        parser.add_argument("--stage", type=int, default=len(Phase), help="the phase in whose middle the story stands")
        parser.add_argument("--documents", metavar="DIR", help="write every document's PDF into this folder")
        parser.add_argument("--accounts", action="store_true", help="list the accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if options["fresh"]:
            self._empty()
        # The story is told in Chinese: reasons and statements are stored in the language of their writers.
        with translation.override("zh-hans"):
            if not (options["documents"] or options["accounts"]) or options["fresh"]:
                self._load(options["stage"], if_empty=options["if_empty"])
            if options["documents"]:
                if not Programme.objects.exists():
                    self._load(options["stage"], if_empty=True)
                self._documents(Path(options["documents"]))
            if options["accounts"]:
                self._accounts()

    def _empty(self) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("--fresh empties the database; it works in demonstration mode only")
        triggers_remove(connection)
        try:
            call_command("flush", interactive=False, verbosity=0)
        finally:
            triggers_install(connection)

    def _load(self, stage: int, *, if_empty: bool) -> None:
        if Programme.objects.exists():
            if if_empty:
                return
            raise CommandError("there are programmes already; --fresh empties the database first")
        if not 1 <= stage <= len(Phase):
            raise CommandError("--stage takes a phase's number, 1 to 7")
        loaded = story_load(stage_phase=stage)
        self.stdout.write(f"{len(loaded.programmes)} programmes, {len(loaded.users)} accounts")

    def _documents(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        written = 0
        for programme in Programme.objects.order_by("code"):
            for place in documents_of(programme):
                if place.shown is None or place.shown.state == RevisionState.DRAFT:
                    continue
                revision = Revision.objects.select_related(
                    "document__programme", "round", "submitted_by__department"
                ).get(pk=place.shown.pk)
                data = revision_paper(revision, PURPOSE_OF[RevisionState(revision.state)], "zh-hans").data
                name = f"{revision.document.number}-r{revision.number}.pdf"
                (folder / name).write_bytes(data)
                pages = len(PdfReader(io.BytesIO(data)).pages)
                self.stdout.write(f"{name}  {pages} pages  sha256 {sha256_hex(data)}")
                written += 1
        if not written:
            raise CommandError("no document has been submitted yet")

    def _accounts(self) -> None:
        rows = Membership.objects.filter(user__email__endswith="@example.com").select_related("user", "programme")
        seen: dict[str, str] = {}
        for row in rows.order_by("programme_id", "pk"):
            seen.setdefault(row.user.username, f"{row.user}  {row.get_role_display()}")
        for username, words in seen.items():
            self.stdout.write(f"  {username:<16} {words}")
        self.stdout.write(f"  password for all: {settings.DEMO_PASSWORD}")
