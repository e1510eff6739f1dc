"""What documents do when a round closes."""

from typing import Any

from django.dispatch import receiver

from governance_app.documents.services import content_touched, revision_close
from governance_app.programmes.signals import programme_changed
from governance_app.signoff.signals import round_closed


@receiver(round_closed, dispatch_uid="documents.revision_close")
def on_round_closed(sender: Any, round: Any, **kwargs: Any) -> None:  # noqa: A002 - the signal's argument
    """Carry the round's end over to its revision, if it was a revision's."""
    revision_close(round_=round)


@receiver(programme_changed, dispatch_uid="documents.content_touched")
def on_programme_changed(sender: Any, programme: Any, source: str, actor: Any, reason: str, **kwargs: Any) -> None:
    """Open the next revision of documents that name the programme's data or people."""
    content_touched(programme=programme, source=source, actor=actor, reason=reason)
