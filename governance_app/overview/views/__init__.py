"""Pages of programmes as a whole, one file a topic."""
