"""One sample of every kind of record, kept by the tests of the phase or room that has the kind.

A module ``samples.py`` in a folder of tests declares ``SAMPLES``: by kind, what someone types into the form of a new
record, what it refers to by code. All generic tests read it, so that a kind with a sample is tested as all others are.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes.rules import Access
from governance_app.records.registry import RecordKind, kind_of, record_kinds
from governance_app.records.services import record_create


@cache
def samples() -> dict[str, dict[str, Any]]:
    """All samples by kind; a kind has one."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(Path(__file__).parent.glob("*/samples.py")):
        own: dict[str, dict[str, Any]] = import_module(f"tests.{path.parent.name}.samples").SAMPLES
        assert not found.keys() & own.keys(), f"{path} repeats {found.keys() & own.keys()}"
        found |= own
    return found


def sample_of(kind: RecordKind) -> dict[str, Any]:
    """What is typed into the form of this kind."""
    assert kind.slug in samples(), f"no sample of {kind.slug}: declare one in samples.py beside the tests of its phase"
    return samples()[kind.slug]


def _referred(model: Any, code: str, access: Access) -> Any:
    """What a sample refers to, or what stands for it in this programme; a record that is missing is written."""
    if model is Department:
        departments = access.programme.departments.order_by("code")
        return departments.filter(code=code).first() or departments.first()
    if model is User:
        return User.objects.filter(memberships__programme=access.programme, username=code).first() or access.user
    row = model._default_manager.filter(programme=access.programme, code=code).first()
    kind = kind_of(model)
    assert kind is not None, f"{model} is of no kind"
    return row or sample_written(kind, access, code=code)


def sample_written(kind: RecordKind, access: Access, *, code: str = "", **given: Any) -> Any:
    """A record of the kind as its sample has it, written by the service; ``given`` stands before the sample."""
    values = dict(given)
    for name, typed in sample_of(kind).items():
        field = kind.field(name)
        if name in given:
            continue
        if field.many_to_many:
            codes = typed if isinstance(typed, list) else [typed]
            values[name] = [_referred(field.related_model, part, access) for part in codes]
        elif field.is_relation:
            values[name] = _referred(field.related_model, typed, access) if typed else None
        else:
            values[name] = field.to_python(typed)
    return record_create(kind=kind, access=access, values=values, code=code)


def later_written(cast: Any) -> dict[str, Any]:
    """One record of each kind of the phases after the first, as its sample has it, where none is written yet."""
    access = cast.access(cast.owner)
    return {
        kind.slug: sample_written(kind, access)
        for kind in record_kinds
        if kind.phase is not None
        and kind.phase > Phase.REQUIREMENTS
        and not kind.model._default_manager.filter(programme=access.programme).exists()
    }
