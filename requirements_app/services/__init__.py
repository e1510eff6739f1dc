"""Writing what the generic services of records do not: one module a topic."""
