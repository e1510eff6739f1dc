"""Sent inside the transaction in which it happens."""

from django.dispatch import Signal

#: A round has closed. Arguments: round (closed), signature (the last one) or None.
round_closed = Signal()
