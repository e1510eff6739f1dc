"""Sent inside the transaction in which it happens."""

from django.dispatch import Signal

#: A programme's data or people have changed. Arguments: programme, source ("programme" or "members"), actor, reason.
programme_changed = Signal()
