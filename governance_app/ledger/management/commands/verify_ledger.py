"""Check the ledger's hash chain, and that it is what was signed of it earlier; name the first bad row."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from governance_app.base.keys import ledger_keys_known
from governance_app.ledger.rules import Break, Statement, checkpoint_genuine, checkpoint_key, checkpoint_read
from governance_app.ledger.selectors import head_now, ledger_break


class Command(BaseCommand):
    """``manage.py verify_ledger [--checkpoint FILE]…``: exit status 0 when the chain holds, 1 with the first bad row."""

    help = "Check the audit ledger's hash chain."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to compare with, and which keys to believe."""
        parser.add_argument(
            "--checkpoint",
            metavar="FILE",
            action="append",
            default=[],
            help="a checkpoint kept outside the database, or a folder of them; may be given several times",
        )
        parser.add_argument(
            "--key",
            metavar="ID",
            action="append",
            default=[],
            help="believe checkpoints signed with this key, besides the installation's own",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the chain and compare."""
        believed = {*ledger_keys_known(), *options["key"]}
        kept = [_read(path, believed) for name in options["checkpoint"] for path in _files(Path(name))]
        if found := ledger_break(kept):
            raise CommandError(_words(found))
        count, head = head_now()
        self.stdout.write(_("The ledger holds: %(count)s rows, head %(head)s.") % {"count": count, "head": head})
        if kept:
            last = max(kept, key=lambda statement: statement.count)
            self.stdout.write(
                _("It agrees with the checkpoint of %(time)s (%(count)s rows).")
                % {"time": last.time, "count": last.count}
            )


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def _read(path: Path, believed: set[str]) -> Statement:
    try:
        statement = checkpoint_read(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise CommandError(_("%(file)s is no checkpoint: %(why)s") % {"file": path, "why": fault}) from fault
    if not checkpoint_genuine(statement):
        raise CommandError(_("%(file)s has been changed: its signature is not valid.") % {"file": path})
    key = checkpoint_key(statement)
    if key not in believed:
        text = _("%(file)s is signed with a key not known here; if it is yours, add --key %(key)s.")
        raise CommandError(text % {"file": path, "key": key})
    return statement


def _words(found: Break) -> str:
    reasons = {
        "missing": _("Row %(n)s is missing."),
        "changed": _("Row %(n)s has been changed: its hash does not fit its fields."),
        "unchained": _("Row %(n)s does not follow the row before it."),
        "surplus": _("Row %(n)s stands beyond the recorded end."),
        "head": _("Row %(n)s is not the recorded end of the chain."),
        "cut": _("Row %(n)s is missing: a checkpoint attests it, the end of the chain has been cut off."),
        "forged": _("The checkpoint at row %(n)s in the database carries no valid signature."),
    }
    if found.reason == "rewritten":
        if found.since == found.sequence:
            text = _("Row %(n)s is not the one a checkpoint attests: the chain has been rewritten.")
        else:
            text = _(
                "Row %(n)s is not the one a checkpoint attests: the chain has been rewritten somewhere from row "
                "%(since)s on."
            )
        return text % {"n": found.sequence, "since": found.since}
    return reasons[found.reason] % {"n": found.sequence}
