"""Stored files: private, hashed, streamed by views that check permission."""
