"""Sent inside the transaction in which it happens."""

from django.dispatch import Signal

#: A signer is to be reminded. Arguments: round, user, number (of the reminder).
reminder_due = Signal()
#: Reminding has not helped; the one who submitted is to be told. Arguments: round, user, number.
escalation_due = Signal()
#: Someone may sign for someone else. Argument: delegation.
delegation_given = Signal()
