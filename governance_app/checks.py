"""System checks on what the phases declare and on how their models point at each other."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt
from django.core.exceptions import ImproperlyConfigured

from governance_app.base.keys import ledger_key
from governance_app.gates.registry import criteria_of
from governance_app.paper.sealing import seal_current
from governance_app.programmes.states import Role


def _phase_number(app_label: str) -> int | None:
    """The number of the phase an app stands for (its config says so), None for the kernel and libraries."""
    return getattr(apps.get_app_config(app_label), "phase", None)


def _kernel(app_label: str) -> bool:
    return apps.get_app_config(app_label).name.partition(".")[0] == "governance_app"


@register()
def later_phases_point_at_earlier_ones(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A relation between phases must lead from a later to an earlier one, and leave no name behind."""
    found: list[CheckMessage] = []
    for model in apps.get_models():
        number = _phase_number(model._meta.app_label)
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            # Made by Django: the other end of a relation, or the link to a parent class.
            if field.auto_created or not isinstance(target, type):
                continue
            other = _phase_number(target._meta.app_label)  # type: ignore[attr-defined]
            # Apps that are neither, those of the suite, may point at any.
            if other is None or other == number or (number is None and not _kernel(model._meta.app_label)):
                continue
            if number is None or other > number:
                found.append(Error(f"{model._meta.label}.{field.name} points at a later phase", id="sevengate.E001"))
            elif not field.remote_field.hidden:  # type: ignore[union-attr]
                found.append(Error(f"{model._meta.label}.{field.name} needs related_name='+'", id="sevengate.E002"))
    return found


@register()
def phases_are_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A phase has what composition, later phases and the gate ask of it."""
    found: list[CheckMessage] = []
    for config in apps.get_app_configs():
        if not hasattr(config, "phase"):
            continue
        lacking = [name for name in ("public", "urls", "permissions") if not _holds(config, f"{name}.py")]
        lacking += [
            f"topics: {topic}" for topic in getattr(config, "topics", ()) if not _holds(config, f"{topic}/__init__.py")
        ]
        found += [Error(f"{config.name} lacks {name}", id="sevengate.E006") for name in lacking]
        if not criteria_of(config.phase):
            found.append(Error(f"{config.name} declares no criterion for its gate", id="sevengate.E007"))
    return found


def _holds(config: Any, name: str) -> bool:
    return (Path(config.path) / name).is_file()


@register(Tags.translation)
def catalogues_are_compiled(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A catalogue that was never compiled, or has changed since, says nothing, and nothing else would tell."""
    return [
        Doubt(f"{source} is not compiled: run scripts/catalogues.sh", id="sevengate.W008")
        for folder in settings.LOCALE_PATHS
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/django.po"))
        if not (made := source.with_suffix(".mo")).exists() or made.stat().st_mtime < source.stat().st_mtime
    ]


@register(Tags.security, deploy=True)
def keys_can_be_used(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The keys named in the settings can be opened; that one is missing is worth a word."""
    found: list[CheckMessage] = []
    for name, use, lack in (
        ("LEDGER_KEY_FILE", ledger_key, "there are no ledger checkpoints and no evidence packs"),
        ("SEAL_FILE", seal_current, "signed records bear no organisation seal"),
    ):
        if not getattr(settings, name):
            if not settings.KEYS_MAKE:
                found.append(Doubt(f"{name} is not set: {lack}", id="sevengate.W003"))
            continue
        try:
            use()
        except (OSError, ValueError, ImproperlyConfigured) as fault:
            found.append(Error(f"{name} cannot be used: {fault}", id="sevengate.E004"))
    return found


@register(Tags.security)
def second_factor_roles_exist(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt role would guard nobody."""
    unknown = sorted(set(settings.SECOND_FACTOR_ROLES) - set(Role.values))
    if not unknown:
        return []
    text = f"SECOND_FACTOR_ROLES names no such role: {', '.join(unknown)}"
    return [Error(text, hint=f"Roles: {', '.join(Role.values)}", id="sevengate.E005")]
