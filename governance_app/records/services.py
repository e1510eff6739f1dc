"""Writing governed records: one path for page, API and import."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from governance_app.base.moves import UnknownMove, move_apply
from governance_app.documents.services import content_touched
from governance_app.errors import Closed, Forbidden, Foreign, InUse, Invalid, Missing, Refusal, Stale, refuse_invalid
from governance_app.ledger.registry import ledger_acts
from governance_app.ledger.services import ledger_append
from governance_app.people.models import Department
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.programmes.services.codes import code_claim, code_next
from governance_app.records.models import ProgrammeRecord, SavedFilter
from governance_app.records.registry import Moving, RecordKind, record_guards
from governance_app.records.rules import may_create, may_edit, may_move, may_revise, own_department
from governance_app.records.selectors import records_for, removed_codes
from governance_app.records.tracing import trace_forgotten, trace_written

Used = Invalid.coded("used")

UNKNOWN_VERSION = 0
"""What a page says that should name the version it shows and does not: it is stale, whatever it shows."""


def values_apply(kind: RecordKind, record: Any, values: Mapping[str, Any]) -> None:
    """Set a record's fields and the projection of its links; nothing is saved."""
    for name in kind.plain:
        if name in values:
            setattr(record, name, values[name])
    links = {name: [row.code for row in values[name]] for name in kind.many if name in values}
    record.links = {**record.links, **links}
    kind.check(record, values)


def links_save(kind: RecordKind, record: Any, values: Mapping[str, Any]) -> None:
    """Write the many-to-many tables."""
    for name in kind.many:
        if name in values:
            getattr(record, name).set(values[name])


def _validate(record: Any) -> None:
    try:
        record.full_clean(exclude=["programme", "created_by", "updated_by"])
    except ValidationError as error:
        raise refuse_invalid(error) from error


def _save(record: Any, actor: Any, reason: str) -> None:
    record.updated_by = actor
    record._history_user = actor
    record._change_reason = reason[:100] or None
    record.save()


def refuse_foreign(kind: RecordKind, programme: Programme, record: Any, values: Mapping[str, Any]) -> None:
    """Refuse links to what is not the programme's own: another programme's record, a department that takes no part.

    Links that stood before are not asked again, so that a department's leaving does not lock its records.
    """
    faults: dict[str, list[str]] = {}
    for name in set(kind.fields) & set(values):
        rows = values[name] if name in kind.many else [values[name]]
        linked = [row for row in rows if isinstance(row, (ProgrammeRecord, Department))]
        stood = _linked(kind, record, name) if linked and record.pk else set()
        if not _all_of(programme, [row for row in linked if row.pk not in stood]):
            faults[name] = [_("“%(field)s” names something outside this programme.") % {"field": kind.title_of(name)}]
    if faults:
        raise Foreign(next(iter(faults.values()))[0], fields=faults)


def _all_of(programme: Programme, rows: list[ProgrammeRecord | Department]) -> bool:
    departments = {row.pk for row in rows if isinstance(row, Department)}
    part = Programme.departments.through._default_manager.filter(programme=programme, department__in=departments)
    return all(row.programme_id == programme.pk for row in rows if isinstance(row, ProgrammeRecord)) and (
        not departments or part.count() == len(departments)
    )


def _linked(kind: RecordKind, record: Any, name: str) -> set[Any]:
    """Keys of what a saved record's field points at."""
    if name in kind.many:
        return set(getattr(record, name).values_list("pk", flat=True))
    return {getattr(record, kind.field(name).attname)}


def forbidden() -> Refusal:
    """The refusal of someone whose roles do not reach this record."""
    return Forbidden(_("Your role does not allow this for this record."))


def guarded(kind: RecordKind, access: Access, act: str, records: Sequence[Any], reason: str) -> dict[str, str]:
    """Ask every guard for leave to write; gives the reasons to be kept, by code."""
    kept: dict[str, str] = {}
    for guard in record_guards:
        kept.update(guard.permit(kind, access, act, records, reason))
    return kept


def _refuse_closed(kind: RecordKind, record: Any) -> None:
    text = kind.closed(record)
    if text:
        raise Closed(text)


def code_used_text(code: str) -> str:
    """Why a removed record's code cannot be given again."""
    return _("%(code)s belonged to a record that was removed; a code is never used twice.") % {"code": code}


def refuse_lower(kind: RecordKind, access: Access, record: Any) -> None:
    """Refuse a record outside the departments of someone who may write for their own alone."""
    if access.may(kind.edit) or own_department(kind, access, record):
        return
    text = _("You may only write records of your own department.")
    raise Forbidden(text, fields={kind.department_field: [text]})


@transaction.atomic
def record_create(
    *, kind: RecordKind, access: Access, values: Mapping[str, Any], code: str = "", reason: str = ""
) -> ProgrammeRecord:
    """A new record with the next code, or with a code given that was never used.

    Refuses people without the permission, values that break a rule, and a code in use.
    """
    if not may_create(kind, access):
        raise forbidden()
    programme = access.programme
    record = kind.model(programme=programme, created_by=access.user)
    refuse_foreign(kind, programme, record, values)
    values_apply(kind, record, values)
    refuse_lower(kind, access, record)
    if code:
        code_claim(programme, kind.prefix, code, kind.width)
        if code in removed_codes(kind, programme):
            text = code_used_text(code)
            raise Used(text, fields={"code": [text]})
        if records_for(kind, programme).filter(code=code).exists():
            text = _("This code is in use already; a code is never used twice.")
            raise Used(text, fields={"code": [text]})
    record.code = code or code_next(programme, kind.prefix, kind.width)
    _validate(record)
    reason = guarded(kind, access, "created", [record], reason).get(record.code, reason)
    _save(record, access.user, reason)
    links_save(kind, record, values)
    _written(kind, record, "created", access=access, reason=reason)
    return record


def records_lock(kind: RecordKind, programme: Programme, codes: Collection[str]) -> None:
    """Lock several records in the one order in which all lock them.

    An act on many records calls this first: the document's lock it takes with the first change must not be
    waited for by someone who holds the second record.
    """
    rows = kind.model._default_manager.select_for_update().filter(programme=programme, code__in=codes)
    list(rows.order_by("code").values_list("pk"))


def _lock(kind: RecordKind, programme: Programme, code: str, version: int | None) -> Any:
    record = kind.model._default_manager.select_for_update().filter(programme=programme, code=code).first()
    if record is None:
        raise Missing(_("The record no longer exists."))
    if version == UNKNOWN_VERSION:
        text = _(
            "The page does not say which version of the record it shows. Nothing was saved; please check and send it again."
        )
        raise Stale(text)
    if version is not None and record.version != version:
        text = _(
            "%(who)s has changed this record in the meantime (version %(now)s; your page shows version %(then)s). "
            "Nothing was saved; what you typed is kept below."
        )
        raise Stale(text % {"who": record.updated_by or "—", "now": record.version, "then": version})
    return record


@transaction.atomic
def record_revise(
    *, kind: RecordKind, access: Access, code: str, values: Mapping[str, Any], version: int | None, reason: str = ""
) -> ProgrammeRecord:
    """Change a record; values equal to what stands change nothing, not even its version.

    Refuses people without the permission, a version that is no longer the latest, and values that break a rule.
    """
    record = _lock(kind, access.programme, code, version)
    _refuse_closed(kind, record)
    if not may_revise(kind, access, record):
        raise forbidden()
    refuse_foreign(kind, access.programme, record, values)
    as_owner = not may_edit(kind, access, record)
    before = record_state(kind, record)
    values_apply(kind, record, values)
    after = record_state(kind, record)
    if as_owner and any(after[name] != before[name] for name in after if name not in kind.own_fields):
        raise forbidden()
    if not as_owner:
        refuse_lower(kind, access, record)
    if after == before:
        return record  # type: ignore[no-any-return]
    record.version += 1
    _validate(record)
    reason = guarded(kind, access, "revised", [record], reason).get(code, reason)
    _save(record, access.user, reason)
    links_save(kind, record, values)
    _written(kind, record, "revised", access=access, reason=reason)
    return record  # type: ignore[no-any-return]


@transaction.atomic
def record_amend(
    *,
    kind: RecordKind,
    access: Access,
    code: str,
    amend: Callable[[Any], bool],
    version: int | None,
    act: str = "amended",
    reason: str = "",
) -> ProgrammeRecord:
    """Change what hangs on a record beside its form: ``amend`` sets and writes it and says whether anything changed.

    Refuses people without the permission and a version that is no longer the latest.
    """
    record = _lock(kind, access.programme, code, version)
    _refuse_closed(kind, record)
    if not may_edit(kind, access, record):
        raise forbidden()
    if amend(record):
        record.version += 1
        _validate(record)
        # What a guard refuses here is undone with the transaction: only now it is known that anything changes.
        reason = guarded(kind, access, act, [record], reason).get(code, reason)
        _save(record, access.user, reason)
        _written(kind, record, act, access=access, reason=reason)
    return record  # type: ignore[no-any-return]


@transaction.atomic
def record_move(
    *,
    kind: RecordKind,
    access: Access,
    code: str,
    move: str,
    version: int | None,
    reason: str = "",
    proof: str = "",
) -> ProgrammeRecord:
    """Move a record to another state, as its table of moves allows.

    ``proof`` is how the person has just proved who they are, for moves that ask for it.
    """
    if kind.moves is None:
        raise UnknownMove(_("There is no such step."))
    record = _lock(kind, access.programme, code, version)
    known = next((row for row in kind.moves if row.code == move), None)
    if known is not None and kind.own and known.action == kind.own and not may_move(kind, access, record, known):
        raise forbidden()
    step = move_apply(record, kind.moves, move, may=access.acts, reason=reason)
    kind.moved(record, Moving(step, access, reason, proof))
    record.version += 1
    _validate(record)
    reason = guarded(kind, access, step.code, [record], reason).get(code, reason)
    _save(record, access.user, reason)
    _written(kind, record, step.code, access=access, reason=reason)
    return record  # type: ignore[no-any-return]


@transaction.atomic
def record_remove(*, kind: RecordKind, access: Access, code: str, version: int | None, reason: str = "") -> None:
    """Remove a record; its history stays and its code is never used again.

    Refuses while other records point at it, naming them.
    """
    record = _lock(kind, access.programme, code, version)
    _refuse_closed(kind, record)
    if not may_edit(kind, access, record):
        raise forbidden()
    users = [link for link in kind.down for _row in link.find(record)[:1]]
    if users:
        names = _(", ").join(str(link.title) for link in users)
        raise InUse(_("Not removed: it is still used by %(users)s.") % {"users": names})
    reason = guarded(kind, access, "removed", [record], reason).get(code, reason)
    record._history_user = access.user
    record._change_reason = reason[:100] or None
    label = str(record)
    try:
        record.delete()
    except ProtectedError as error:
        names = _(", ").join(sorted({str(row) for row in error.protected_objects})[:5])
        raise InUse(_("Not removed: it is still used by %(users)s.") % {"users": names}) from error
    record.code = code
    _written(kind, record, "removed", access=access, reason=reason, label=label)


def _written(kind: RecordKind, record: Any, act: str, *, access: Access, reason: str, label: str = "") -> None:
    if act == "removed":
        trace_forgotten(kind, access.programme, record.code)
    else:
        trace_written(kind, [record])
    content_touched(
        programme=access.programme,
        source=kind.slug,
        actor=access.user,
        reason=_("%(code)s was changed") % {"code": record.code} + (f": {reason}" if reason else ""),
    )
    ledger_append(
        act=ledger_acts[f"{kind.slug}.{act}"],
        subject=f"{kind.slug}:{record.code}",
        subject_label=label or str(record),
        actor=access.user,
        programme=access.programme.slug,
        detail={"version": record.version, "reason": reason},
    )


def record_state(kind: RecordKind, record: Any) -> dict[str, Any]:
    """A record's values in comparable form: plain fields as stored, links as sets of codes."""
    state: dict[str, Any] = {}
    for name in kind.plain:
        field = kind.field(name)
        value = getattr(record, field.attname)
        state[name] = field.to_python(value) if isinstance(field, models.DecimalField) and value is not None else value
    for name in kind.many:
        state[name] = sorted(record.links.get(name, []))
    return state


@transaction.atomic
def filter_save(*, kind: RecordKind, access: Access, name: str, query: str) -> SavedFilter:
    """Keep a list's filter under a name; the same name replaces it."""
    name = name.strip()
    if not name:
        text = _("Please give the filter a name.")
        raise Refusal(text, fields={"name": [text]})
    saved, _created = SavedFilter.objects.update_or_create(
        user=access.user,
        programme=access.programme,
        kind=kind.slug,
        name=name[:40],
        defaults={"query": query[:1000]},
    )
    return saved


def filter_forget(*, kind: RecordKind, access: Access, name: str) -> None:
    """Forget a saved filter of one's own."""
    SavedFilter.objects.filter(user=access.user, programme=access.programme, kind=kind.slug, name=name).delete()
