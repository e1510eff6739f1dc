"""Sent inside the transaction in which it happens."""

from django.dispatch import Signal

#: Links have become suspect. Arguments: programme, links (those that were not suspect before).
links_suspected = Signal()
