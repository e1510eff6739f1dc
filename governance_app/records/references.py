"""The records and departments that fields may point at, by code: read once a request or an import."""

from typing import Any

from django.db import models

from governance_app.people.models import Department
from governance_app.programmes.models import Programme
from governance_app.records.models import ProgrammeRecord


class References:
    """What a programme's records may point at: its own records and its participating departments."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._known: dict[type[models.Model], dict[str, Any]] = {}

    def of(self, model: type[models.Model]) -> dict[str, Any]:
        """Everything of a model by its code."""
        if model not in self._known:
            self._known[model] = {row.code: row for row in self._rows(model)}
        return self._known[model]

    def _rows(self, model: type[models.Model]) -> models.QuerySet[Any]:
        if model is Department:
            return self.programme.departments.order_by("code")
        if issubclass(model, ProgrammeRecord):
            rows = model._default_manager.filter(programme=self.programme)
            return rows.only("pk", "code", "programme", model.title_field).order_by("code")
        raise LookupError(f"{model.__name__} is not referred to by code")

    def find(self, model: type[models.Model], text: str) -> Any | None:
        """What a code, or a name that only one carries, stands for; None when it stands for nothing."""
        known = self.of(model)
        if text in known:
            return known[text]
        named = [row for row in known.values() if label_of(row) == text]
        return named[0] if len(named) == 1 else None


def label_of(row: Any) -> str:
    """The name of something referred to."""
    return row.name_shown if isinstance(row, ProgrammeRecord) else str(row)
