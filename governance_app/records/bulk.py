"""One act on many records: all of them or none."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from governance_app.programmes.rules import Access
from governance_app.records.forms import ReasonForm, form_field
from governance_app.records.references import References
from governance_app.records.registry import RecordKind
from governance_app.records.rules import forbidden
from governance_app.records.services import records_move, records_write
from governance_app.records.values import Change


def _parts(kind: RecordKind, access: Access, wanted: str) -> tuple[str, str] | None:
    what, _colon, name = wanted.partition(":")
    if not access.may(kind.edit):
        return None
    if what == "set" and name in kind.bulk:
        return what, name
    if what == "move" and any(move.code == name and access.may(move.action) for move in kind.moves or ()):
        return what, name
    return None


def bulk_title(kind: RecordKind, access: Access, wanted: str) -> str | None:
    """The act in words, None when there is no such act for this person."""
    parts = _parts(kind, access, wanted)
    if parts is None:
        return None
    what, name = parts
    if what == "set":
        return _("Set %(field)s") % {"field": kind.title_of(name)}
    return str(kind.moves[name].title) if kind.moves else None


def bulk_form(kind: RecordKind, access: Access, wanted: str, data: Any) -> forms.Form:
    """The form that asks for the value to set, or for the reason a move needs."""
    parts = _parts(kind, access, wanted)
    if parts is None:
        raise forbidden()
    what, name = parts
    form = ReasonForm(data, needed=bool(what == "move" and kind.moves and kind.moves[name].reason))
    if what == "set":
        form.fields = {name: form_field(kind, name, References(access.programme)), **form.fields}
    return form


def bulk_apply(*, kind: RecordKind, access: Access, codes: list[str], wanted: str, values: Mapping[str, Any]) -> int:
    """Do the act to every record named; a refusal by one undoes all and says which one it was."""
    parts = _parts(kind, access, wanted)
    if parts is None:
        raise forbidden()
    what, name = parts
    reason, named = values.get("reason", ""), sorted(set(codes))
    if what == "set":
        changes = [Change({name: values[name]}, code) for code in named]
        records_write(kind=kind, access=access, changes=changes, reason=reason)
    else:
        records_move(kind=kind, access=access, versions=dict.fromkeys(named), move=name, reason=reason)
    return len(named)
