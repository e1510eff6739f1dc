"""Sign-off: delegation, sequence, veto, revocation, reminders."""
