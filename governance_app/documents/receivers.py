"""What documents do when the programme they name changes."""

from typing import Any

from django.dispatch import receiver

from governance_app.documents.services import content_touched
from governance_app.programmes.signals import programme_changed


@receiver(programme_changed, dispatch_uid="documents.content_touched")
def on_programme_changed(sender: Any, programme: Any, source: str, actor: Any, reason: str, **kwargs: Any) -> None:
    """Open the next revision of documents that name the programme's data or people."""
    content_touched(programme=programme, source=source, actor=actor, reason=reason)
