"""Sent inside the transaction in which it happens."""

from django.dispatch import Signal

#: A revision has been signed by all it asks for. Argument: revision (approved).
revision_signed = Signal()
