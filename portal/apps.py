"""App declaration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The composition; an app so that every process, whatever it was started for, knows the broker of its jobs."""

    name = "portal"

    def ready(self) -> None:
        """Make Celery's application the one that jobs are sent to."""
        from portal import celery  # noqa: F401, PLC0415 - becomes the current one by being made
