"""App declaration."""

from django.apps import AppConfig

from governance_app.phases import Phase


class SampleConfig(AppConfig):
    """It takes the place of phase 1."""

    name = "tests.sample_app"
    label = "sample"
    verbose_name = "Sample"
    phase = Phase.REQUIREMENTS
    topics = ()
