"""Reading for the overview and the steering view."""
