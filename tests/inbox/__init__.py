"""Comments, files and notifications."""
