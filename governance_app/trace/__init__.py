"""Trace: what comes from what, and which links are suspect since their source changed."""
