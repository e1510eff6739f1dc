"""What documents do when a round closes."""

from typing import Any

from django.dispatch import receiver

from governance_app.documents.services import revision_close
from governance_app.signoff.signals import round_closed


@receiver(round_closed, dispatch_uid="documents.revision_close")
def on_round_closed(sender: Any, round: Any, **kwargs: Any) -> None:  # noqa: A002 - the signal's argument
    """Carry the round's end over to its revision, if it was a revision's."""
    revision_close(round_=round)
