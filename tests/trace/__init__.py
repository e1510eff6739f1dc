"""Trace links and suspects."""
