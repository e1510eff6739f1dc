"""Pages of the gates, one file a topic."""
