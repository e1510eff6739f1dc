"""Setting programmes up and keeping their people."""
