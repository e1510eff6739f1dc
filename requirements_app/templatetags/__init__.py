"""Tags of the templates of phase 1."""
