"""Writes of phase 1 beyond those of its records, one file a topic."""
