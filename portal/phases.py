"""The phases at work, from the first to the last, and where each keeps what composition asks of it.

``PHASE_APPS`` of the settings is the one list; everything else is read from the apps named there.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule


def phases_at_work() -> list[Any]:
    """The apps that stand for a phase (their configuration has its number), in the order of the phases."""
    return sorted((config for config in apps.get_app_configs() if hasattr(config, "phase")), key=lambda app: app.phase)


def phase_urls() -> Iterator[URLResolver]:
    """The pages of each phase, below its own part of a programme's address."""
    for config in phases_at_work():
        yield path(f"programmes/<slug:slug>/{config.phase.segment}/", include(f"{config.name}.urls"))


def phase_api_urls() -> Iterator[URLPattern]:
    """The resources that phases offer beside those made from declarations: ``urls`` of each topic's ``api``."""
    for config in phases_at_work():
        for place in places(config):
            if module_has_submodule(import_module(place), "api"):
                yield from import_module(f"{place}.api").urls


def places(config: AppConfig) -> list[str]:
    """The packages in which an app may hold a module: itself, then its topics."""
    return [config.name, *(f"{config.name}.{topic}" for topic in getattr(config, "topics", ()))]
