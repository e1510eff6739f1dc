"""Pages of phase 1 beyond those all records have, one file a topic."""
