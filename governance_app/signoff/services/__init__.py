"""All writes of sign-off, one file a topic."""
