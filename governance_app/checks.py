"""System checks on what the phases declare and on how their models point at each other."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt
from django.core.exceptions import ImproperlyConfigured

from governance_app.base.keys import ledger_key
from governance_app.paper.sealing import seal_current
from governance_app.programmes.states import Role


def _phase_number(app_label: str) -> int | None:
    """The number of the phase an app stands for (its config says so), None for the kernel and libraries."""
    return getattr(apps.get_app_config(app_label), "phase", None)


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
            if other is None or other == number:
                continue
            if number is None or other > number:
                found.append(Error(f"{model._meta.label}.{field.name} points at a later phase", id="sevengate.E001"))
            elif not field.remote_field.hidden:  # type: ignore[union-attr]
                found.append(Error(f"{model._meta.label}.{field.name} needs related_name='+'", id="sevengate.E002"))
    return found


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
