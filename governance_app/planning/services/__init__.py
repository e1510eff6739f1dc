"""Writing meetings: agenda, attendance, minutes."""
