"""Keeping what records newly name from being removed meanwhile."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from governance_app.base.rows import rows_hold
from governance_app.errors import Invalid
from governance_app.records.models import ProgrammeRecord
from governance_app.records.registry import RecordKind, record_kinds


class Named:
    """The records that changes of one kind newly name, by model and key, each with the field that names it."""

    def __init__(self, kind: RecordKind) -> None:
        self._kind = kind
        self._known: dict[type[ProgrammeRecord], dict[Any, str]] = {}

    def note(self, values: Mapping[str, Any], fields: Iterable[str]) -> None:
        """Note which records these values name by these fields."""
        for name in fields:
            model = self._kind.field(name).related_model
            if issubclass(model, ProgrammeRecord) and (given := values.get(name)):
                rows = given if name in self._kind.many else (given,)
                self._known.setdefault(model, {}).update((row.pk, name) for row in rows)

    def hold(self) -> None:
        """Keep them from being removed until the transaction ends; refuses what is gone already.

        Before the locks of documents and the ledger: whoever removes a record holds it, and waits for those.
        """
        order = {kind.model: place for place, kind in enumerate(record_kinds)}
        for model in sorted(self._known, key=lambda model: order.get(model, 0)):
            known = self._known[model]
            if gone := set(known) - rows_hold(model, known):
                name = known[gone.pop()]
                text = _("“%(field)s” names a record that was removed meanwhile.")
                text %= {"field": self._kind.title_of(name)}
                raise Invalid(text, fields={name: [text]})
