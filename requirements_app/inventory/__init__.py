"""Systems and what they pass to one another."""
