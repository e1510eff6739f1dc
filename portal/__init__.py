"""Composition of the portal: settings, root urls, API router, Celery and WSGI. No rule lives here."""
