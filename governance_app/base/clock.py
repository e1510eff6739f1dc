"""What time it is to the portal. The demonstration tells a story that has lasted weeks: it sets this clock, nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def this_moment() -> datetime:
    """Now, or the moment of which a story is told."""
    return _told.get() or timezone.now()


def this_day() -> date:
    """The enterprise's day at this moment."""
    return timezone.localdate(this_moment())


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """Let it be ``moment`` to the portal for as long as the block lasts."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


class StampField(models.DateTimeField):  # type: ignore[type-arg]
    """A moment set by saving (``auto_now``, ``auto_now_add``), by this clock; to migrations an ordinary field."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The value to be saved."""
        if self.auto_now or (self.auto_now_add and add):
            setattr(model_instance, self.attname, this_moment())
            return getattr(model_instance, self.attname)
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """As Django's own field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs
