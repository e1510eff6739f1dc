"""Throw-away phases: six apps made from one template, so that pages are measured with seven phases at work."""
