"""All writes at gates, one file a topic."""
