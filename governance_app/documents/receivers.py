"""What documents do when a round closes."""

from typing import Any

from django.dispatch import receiver

from governance_app.documents.services import content_touched, revision_close, revision_reopen
from governance_app.programmes.signals import programme_changed
from governance_app.signoff.signals import round_closed, signature_revoked


@receiver(round_closed, dispatch_uid="documents.revision_close")
def on_round_closed(sender: Any, round: Any, **kwargs: Any) -> None:  # noqa: A002 - the signal's argument
    """Carry the round's end over to its revision, if it was a revision's."""
    revision_close(round_=round)


@receiver(signature_revoked, dispatch_uid="documents.revision_reopen")
def on_signature_revoked(sender: Any, round: Any, revocation: Any, **kwargs: Any) -> None:  # noqa: A002 - the signal's argument
    """Take the approval from the revision, if it was a revision's signature."""
    revision_reopen(round_=round, reason=revocation.reason)


@receiver(programme_changed, dispatch_uid="documents.content_touched")
def on_programme_changed(sender: Any, programme: Any, source: str, actor: Any, reason: str, **kwargs: Any) -> None:
    """Open the next revision of documents that name the programme's data or people."""
    content_touched(programme=programme, source=source, actor=actor, reason=reason)
