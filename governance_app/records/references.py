"""The records and departments that fields may point at, by code: read once a request or an import."""

from typing import Any

from django.db import models

from governance_app.people.models import Department, User
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.states import STAFF
from governance_app.records.models import ProgrammeRecord


class References:
    """What a programme's records may point at: its own records and its participating departments."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._known: dict[type[models.Model], dict[str, Any]] = {}

    def of(self, model: type[models.Model]) -> dict[str, Any]:
        """Everything of a model by its code."""
        if model not in self._known:
            self._known[model] = {key_of(row): row for row in self._rows(model)}
        return self._known[model]

    def _rows(self, model: type[models.Model]) -> models.QuerySet[Any]:
        if model is Department:
            return self.programme.departments.order_by("code")
        if model is User:
            return User.objects.filter(is_active=True, pk__in=people_of(self.programme)).order_by("username")
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


def people_of(programme: Programme) -> models.QuerySet[Any]:
    """Ids of those who may own something in a programme: its members but trainees and vendors."""
    rows = Membership.objects.filter(programme=programme, role__in=sorted(STAFF))
    return rows.order_by().values("user_id")


#: By which field things of a model are referred to, where it is not their code.
KEYS: dict[type[models.Model], str] = {User: "username"}


def key_field(model: type[models.Model]) -> str:
    """The name of the field by which things of a model are referred to."""
    return KEYS.get(model, "code")


def key_of(row: Any) -> Any:
    """What something is referred to by: a record's or department's code, a person's user name."""
    return getattr(row, key_field(type(row)), row)


def label_of(row: Any) -> str:
    """The name of something referred to."""
    return row.name_shown if isinstance(row, ProgrammeRecord) else str(row)
