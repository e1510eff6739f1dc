"""The overview, the steering view, figures and reminders."""
