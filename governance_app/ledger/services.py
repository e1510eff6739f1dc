"""Writing to the ledger: one writer at a time, inside the transaction of the act itself; signing its end."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.canonical import canonical
from governance_app.base.clock import this_moment
from governance_app.base.keys import ledger_key
from governance_app.errors import Conflict
from governance_app.ledger.models import Checkpoint, Entry, Head
from governance_app.ledger.registry import Act
from governance_app.ledger.rules import checkpoint_data, checkpoint_statement, entry_hash

NoKey = Conflict.coded("no-key")
EmptyLedger = Conflict.coded("empty-ledger")


def ledger_append(
    *,
    act: Act,
    subject: str,
    actor: Any = None,
    programme: str = "",
    subject_label: str = "",
    subject_hash: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    """Add one row to the chain and give it back; ``act`` is one that an app declares, with its sentence.

    Must run inside the transaction of the act it records (``TransactionManagementError`` otherwise), so
    that neither stands without the other. Holds the head's lock until that transaction ends; call it last.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a ledger row is written with the act it records")
    head = _head_locked()
    entry = Entry(
        sequence=head.count + 1,
        previous_hash=head.hash,
        time=this_moment().isoformat(timespec="microseconds"),
        actor_id=getattr(actor, "pk", None),
        actor_name=str(actor) if actor is not None else "",
        act=act.code,
        programme=programme,
        subject=subject,
        subject_label=subject_label[:300],
        subject_hash=subject_hash,
        detail=canonical(detail or {}).decode(),
        salt=secrets.token_hex(16),
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    head.count, head.hash = entry.sequence, entry.hash
    head.save(update_fields=["count", "hash"])
    return entry


def _head_locked() -> Head:
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        Head.objects.get_or_create(pk=1)
        head = Head.objects.select_for_update().get(pk=1)
    return head


@transaction.atomic
def checkpoint_make() -> Checkpoint:
    """Sign the chain's end as it is now; while no row is added, it is the same checkpoint again.

    Holds the head's lock until the transaction ends: whatever is read in it later belongs to rows the checkpoint
    covers. Refuses without a key, and where no act has been recorded yet.
    """
    key = ledger_key()
    if key is None:
        raise NoKey(_("No key for ledger checkpoints has been set up."))
    head = _head_locked()
    if head.count == 0:
        raise EmptyLedger(_("The ledger has no entry yet."))
    public = key.public.hex()
    found = Checkpoint.objects.filter(count=head.count, head=head.hash, public_key=public).first()
    if found is not None:
        return found
    checkpoint = Checkpoint(
        count=head.count,
        head=head.hash,
        time=this_moment().isoformat(timespec="microseconds"),
        public_key=public,
    )
    checkpoint.signature = key.sign(checkpoint_statement(checkpoint)).hex()
    checkpoint.save(force_insert=True)
    return checkpoint


def checkpoint_keep() -> str:
    """Make a checkpoint and write it beside the stored files, so that a copy is outside the database.

    Returns the file's name; keeping the same checkpoint twice is one file.
    """
    checkpoint = checkpoint_make()
    name = f"checkpoints/{checkpoint_name(checkpoint)}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(canonical(checkpoint_data(checkpoint))))
    return name


def checkpoint_name(checkpoint: Checkpoint) -> str:
    """The name of a checkpoint's file."""
    return f"ledger-{checkpoint.count:09d}-{checkpoint.head[:8]}.json"
