"""Real processes that want the same thing at once."""
