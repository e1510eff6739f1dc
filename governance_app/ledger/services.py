"""Writing to the ledger: one writer at a time, inside the transaction of the act itself."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance_app.canonical import canonical
from governance_app.ledger.models import Entry, Head
from governance_app.ledger.rules import entry_hash


def ledger_append(
    *,
    act: str,
    subject: str,
    actor: Any = None,
    programme: str = "",
    subject_label: str = "",
    subject_hash: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    """Add one row to the chain and give it back.

    Must run inside the transaction of the act it records (``TransactionManagementError`` otherwise), so
    that neither stands without the other. Holds the head's lock until that transaction ends; call it last.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a ledger row is written with the act it records")
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        Head.objects.get_or_create(pk=1)
        head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        sequence=head.count + 1,
        previous_hash=head.hash,
        time=timezone.now().isoformat(timespec="microseconds"),
        actor_id=getattr(actor, "pk", None),
        actor_name=str(actor) if actor is not None else "",
        act=act,
        programme=programme,
        subject=subject,
        subject_label=subject_label[:300],
        subject_hash=subject_hash,
        detail=canonical(detail or {}).decode(),
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    head.count, head.hash = entry.sequence, entry.hash
    head.save(update_fields=["count", "hash"])
    return entry
