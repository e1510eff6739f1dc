"""Template tags of the document centre."""
