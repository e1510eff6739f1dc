"""Change requests: how what has been signed may still change."""
