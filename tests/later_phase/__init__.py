"""A phase of the tests alone, later than phase 1: its models name records of that phase, which know nothing of it."""
