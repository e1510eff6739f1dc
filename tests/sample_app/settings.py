"""The kernel with the sample in the place of all phases; tables are made from the models, without migrations."""

from portal.settings.test import *  # noqa: F403 - a settings module is the sum of its bases
from portal.settings.test import DATABASES, INSTALLED_APPS, PHASE_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in PHASE_APPS and not app.startswith("tests.")] + [
    "tests.sample_app"
]
PHASE_APPS = ["tests.sample_app"]
DATABASES["default"]["NAME"] = ":memory:"


class _Nothing(dict[str, None]):
    """No app's migrations are run."""

    def __contains__(self, label: object) -> bool:
        return True

    def __missing__(self, label: str) -> None:
        return None


MIGRATION_MODULES = _Nothing()
