"""System checks on what the phases declare and on how their models point at each other."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register


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
