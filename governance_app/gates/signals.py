"""Sent inside the transaction in which it happens."""

from django.dispatch import Signal

#: A gate has been decided. Argument: review (decided).
gate_decided = Signal()
