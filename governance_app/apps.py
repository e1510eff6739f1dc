"""Opening the registries: what every installed app declares is read once at start, then closed."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from governance_app.registry import close_all

#: Modules an app may hold to declare something, in the order in which they are read.
DECLARING_MODULES = (
    "permissions",
    "acts",
    "kinds",
    "documents",
    "criteria",
    "panels",
    "inbox",
    "trace",
    "figures",
    "segregation",
    "receivers",
    # Modules that hold jobs: a worker loads no urls, so nothing else would read them.
    "tasks",
    "rendering",
    "imports",
    "blueprints",
    "demo",
)


class GovernanceConfig(AppConfig):
    """The kernel as a whole; its rooms are apps of their own."""

    name = "governance_app"
    label = "governance"

    def ready(self) -> None:
        """Read the declarations of all apps, then close every registry."""
        from governance_app import checks  # noqa: F401, PLC0415 - registers system checks once apps are ready

        for module in DECLARING_MODULES:
            autodiscover_modules(module)
        close_all()
