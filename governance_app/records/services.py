"""Acts on governed records; each is its case of one of what ``writing`` does for many."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.histories import written_by
from governance_app.base.moves import UnknownMove, move_apply
from governance_app.errors import InUse, Refusal
from governance_app.programmes.rules import Access
from governance_app.programmes.services.codes import codes_lock
from governance_app.records.links import used_by
from governance_app.records.models import SavedFilter
from governance_app.records.registry import Moving, R, RecordKind
from governance_app.records.rules import forbidden, may_create, may_edit, may_move, named, refuse_closed
from governance_app.records.selectors import records_known
from governance_app.records.tracing import trace_forgotten
from governance_app.records.values import Change, Ready
from governance_app.records.writing import Writing, entered, guarded, touched

T = TypeVar("T")
Done = TypeVar("Done")


@transaction.atomic
def records_write(*, kind: RecordKind[R], access: Access, changes: Sequence[Change], reason: str = "") -> list[R]:
    """Create and revise records, all or none; values equal to what stands change nothing, not even a version.

    Refuses people without the permission, a version that is no longer the latest, a code that cannot be given, and
    values that break a rule; where there are several records, it says which one is at fault.
    """
    counter = None
    if any(change.new for change in changes):
        if not may_create(kind, access):
            raise forbidden()
        counter = codes_lock(access.programme, kind.prefix)
    codes = {change.code for change in changes if change.code}
    writing = Writing(kind, access, records_known(kind, access.programme, codes) if codes else {}, counter=counter)
    ready = _each(changes, lambda change: change.code, writing.take)
    writing.save([row for row in ready if row is not None], reason)
    return [
        row.record if row is not None else writing.known[change.code]
        for row, change in zip(ready, changes, strict=True)
    ]


def _each(given: Collection[T], code_of: Callable[[T], str], do: Callable[[T], Done]) -> list[Done]:
    done = []
    for one in given:
        try:
            done.append(do(one))
        except Refusal as refusal:
            if len(given) == 1:
                raise
            raise named(code_of(one), refusal) from refusal
    return done


def record_create(
    *, kind: RecordKind[R], access: Access, values: Mapping[str, Any], code: str = "", reason: str = ""
) -> R:
    """A new record with the next code, or with a code given that was never used; see ``records_write``."""
    change = Change(values, code, new=True)
    (record,) = records_write(kind=kind, access=access, changes=[change], reason=reason)
    return record


def record_revise(
    *, kind: RecordKind[R], access: Access, code: str, values: Mapping[str, Any], version: int | None, reason: str = ""
) -> R:
    """Change a record; see ``records_write``."""
    change = Change(values, code, version)
    (record,) = records_write(kind=kind, access=access, changes=[change], reason=reason)
    return record


@transaction.atomic
def record_amend(
    *,
    kind: RecordKind[R],
    access: Access,
    code: str,
    amend: Callable[[R], bool],
    version: int | None,
    act: str = "amended",
    reason: str = "",
) -> R:
    """Change what hangs on a record beside its form: ``amend`` sets and writes it and says whether anything changed.

    Refuses people without the permission and a version that is no longer the latest.
    """
    writing = Writing(kind, access, records_known(kind, access.programme, {code}))
    record: R = writing.stored(code, version)
    refuse_closed(kind, record)
    if not may_edit(kind, access, record):
        raise forbidden()
    if amend(record):
        record.version += 1
        writing.clean(record)
        # What a guard refuses here is undone with the transaction: only now it is known that anything changes.
        writing.save([Ready(record, act)], reason)
    return record


@transaction.atomic
def records_move(
    *,
    kind: RecordKind[R],
    access: Access,
    versions: Mapping[str, int | None],
    move: str,
    reason: str = "",
    proof: str = "",
) -> list[R]:
    """Move records, named by code with the version seen, to another state, as their table of moves allows: all or none.

    ``proof`` is how the person has just proved who they are, for moves that ask for it.
    """
    if kind.moves is None:
        raise UnknownMove(_("There is no such step."))
    moves = kind.moves
    writing = Writing(kind, access, records_known(kind, access.programme, versions))

    def moved(code: str) -> Ready:
        record = writing.stored(code, versions[code])
        known = next((row for row in moves if row.code == move), None)
        if known is not None and kind.own and known.action == kind.own and not may_move(kind, access, record, known):
            raise forbidden()
        step = move_apply(record, moves, move, may=access.acts, reason=reason)
        kind.moved(record, Moving(step, access, reason, proof))
        record.version += 1
        writing.clean(record)
        return Ready(record, step.code)

    ready = _each(versions, str, moved)
    writing.save(ready, reason)
    return [row.record for row in ready]


def record_move(
    *,
    kind: RecordKind[R],
    access: Access,
    code: str,
    move: str,
    version: int | None,
    reason: str = "",
    proof: str = "",
) -> R:
    """Move a record to another state; see ``records_move``."""
    versions = {code: version}
    (record,) = records_move(kind=kind, access=access, versions=versions, move=move, reason=reason, proof=proof)
    return record


@transaction.atomic
def record_remove(*, kind: RecordKind, access: Access, code: str, version: int | None, reason: str = "") -> None:
    """Remove a record; its history stays and its code is never used again.

    Refuses while anything names it (``links.used_by``).
    """
    known = records_known(kind, access.programme, {code}, removing=True)
    record = Writing(kind, access, known).stored(code, version)
    refuse_closed(kind, record)
    if not may_edit(kind, access, record):
        raise forbidden()
    if users := used_by(kind, access, record):
        raise InUse(_("Not removed: it is still used by %(users)s.") % {"users": users})
    reason = guarded(kind, access, "removed", [record], reason).get(code, reason)
    written_by(record, access.user, reason)
    label = str(record)
    record.delete()
    record.code = code
    trace_forgotten(kind, access.programme, code)
    touched(kind, access, [code], reason)
    entered(kind, access, record, "removed", reason=reason, label=label)


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
