"""App declaration."""

from django.apps import AppConfig


class LaterPhaseConfig(AppConfig):
    """Interfaces between systems, as a later phase might have them; no phase at work, so without its pages and gate."""

    name = "tests.later_phase"
    label = "later_phase"
