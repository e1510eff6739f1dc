"""App declaration."""

from django.apps import AppConfig

from .number import LABEL, PHASE


class ThrowAwayConfig(AppConfig):
    """A phase as others are."""

    name = __name__.rpartition(".")[0]
    label = LABEL
    verbose_name = LABEL
    phase = PHASE
