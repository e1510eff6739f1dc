"""The API, as owner, reader and stranger."""
