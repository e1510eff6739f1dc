"""Views of phase 1 that are no list."""
