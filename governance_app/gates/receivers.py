"""What gates do when an approved document loses its approval."""

from typing import Any

from django.dispatch import receiver

from governance_app.documents.registry import document_kinds
from governance_app.documents.signals import revision_reopened
from governance_app.gates.services.reviews import gate_reopen


@receiver(revision_reopened, dispatch_uid="gates.gate_reopen")
def on_revision_reopened(sender: Any, revision: Any, reason: str, **kwargs: Any) -> None:
    """Reopen the gate the document belongs to, if it had been passed."""
    phase = document_kinds[revision.document.kind].phase
    if phase is None:
        return
    gate_reopen(programme=revision.document.programme, phase=phase, reason=reason)
