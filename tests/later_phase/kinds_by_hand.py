"""The kind of the later phase, declared for one test and then forgotten: other tests walk over all kinds."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from governance_app.ledger.registry import ledger_acts, ledger_topics
from governance_app.phases import Phase
from governance_app.records import graph, registry
from governance_app.records.columns import columns_of
from governance_app.records.links import relations_forget
from governance_app.records.registry import RecordKind, record_kind, record_kinds
from tests.later_phase.models import Interface


@contextmanager
def interfaces(view: str = "requirements.view") -> Iterator[RecordKind]:
    """The kind, with the act of those who may see its records."""

    def forget() -> None:
        relations_forget()
        graph._sources.cache_clear()
        columns_of.cache_clear()

    with pytest.MonkeyPatch.context() as patch:
        for each in (record_kinds, ledger_acts, ledger_topics):
            patch.setattr(each, "_closed", False)
            patch.setattr(each, "_items", {code: item for code, item in each.items() if "interfaces" not in code})
        patch.setattr(registry, "_by_model", dict(registry._by_model))

        class Interfaces(RecordKind[Interface]):
            model, prefix, icon = Interface, "IFC", "plug"
            phase = Phase.DESIGN
            columns = ("code", "title", "system")
            form = ("title", "system", "requirements")
            edit = "requirements.edit"

        Interfaces.view = view
        kind = record_kind(Interfaces)
        forget()
        yield kind
    forget()
