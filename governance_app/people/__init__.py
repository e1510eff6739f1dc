"""People: users and the departments they belong to."""
