"""What phase 1 brings to a new programme."""
