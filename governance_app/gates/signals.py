"""Sent inside the transaction in which it happens."""

from django.dispatch import Signal

#: A gate has been decided. Argument: review (decided).
gate_decided = Signal()
#: A review has been called. Argument: review (open).
review_called = Signal()
#: A gate that had been passed is open again. Arguments: programme, phase, reason (a sentence), key (of the cause), users.
gate_reopened = Signal()
