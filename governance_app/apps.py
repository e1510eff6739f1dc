"""Opening the registries: what every installed app declares is read once at start, then closed."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

from governance_app.registry import close_all

#: Modules an app or a topic of it may hold to declare something, in the order in which they are read.
DECLARING_MODULES = (
    "permissions",
    "navigation",
    "work",
    "acts",
    "kinds",
    "documents",
    "criteria",
    "panels",
    "inbox",
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


def declarations_read(config: AppConfig, name: str) -> None:
    """Import the module ``name`` of an app and of each of its topics; of a folder of that name, every module in it.

    An app that is laid out by topic says on its ``AppConfig`` which ``topics`` it has, each after those it builds on.
    """
    rooms = {each.name for each in apps.get_app_configs()}
    for place in (config.name, *(f"{config.name}.{topic}" for topic in getattr(config, "topics", ()))):
        # A room of the kernel may bear the name of a declaring module; it is an app of its own.
        if f"{place}.{name}" not in rooms and module_has_submodule(import_module(place), name):
            found = import_module(f"{place}.{name}")
            for each in iter_modules(getattr(found, "__path__", ())):
                import_module(f"{found.__name__}.{each.name}")


class GovernanceConfig(AppConfig):
    """The kernel as a whole; its rooms are apps of their own."""

    name = "governance_app"
    label = "governance"

    def ready(self) -> None:
        """Read the declarations of all apps, then close every registry."""
        from governance_app import checks  # noqa: F401, PLC0415 - registers system checks once apps are ready

        for name in DECLARING_MODULES:
            for config in apps.get_app_configs():
                declarations_read(config, name)
        close_all()
