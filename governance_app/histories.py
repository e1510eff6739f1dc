"""Telling django-simple-history who writes a version, and why."""

from typing import Any

#: What the history's reason column holds.
_LONGEST = 100


def written_by(row: Any, actor: Any, reason: str = "") -> Any:
    """Mark a row so that its next saved version carries the actor and the reason; gives the row back."""
    row._history_user = actor
    row._change_reason = reason[:_LONGEST] or None
    return row
