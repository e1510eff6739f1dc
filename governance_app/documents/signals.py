"""Sent inside the transaction in which it happens."""

from django.dispatch import Signal

#: A revision has been signed by all it asks for. Argument: revision (approved).
revision_signed = Signal()

#: A revision's round has closed, whatever its end. Argument: revision (in the state that follows).
revision_closed = Signal()

#: A signature of an approved revision was revoked; it is approved no longer. Arguments: revision, reason.
revision_reopened = Signal()

#: A revision has been frozen and its signers are asked. Argument: revision (in signing).
revision_submitted = Signal()
