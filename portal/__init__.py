"""Composition of the portal: settings, root urls, API router, Celery and WSGI. No rule lives here."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
