"""Gates: criteria computed from records."""
