"""Documents: kinds, revisions frozen for signature, and their rendering."""
