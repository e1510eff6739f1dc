"""One way to write records, many as the rule and one as its case: page, API, bulk act and import all end here.

A ``Writing`` takes changes one by one: it compares the version, asks the rules, sets the values and cleans them.
What it gave back is then saved together: codes, guards, rows with their history, links, documents, ledger.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from governance_app.base.clock import this_moment
from governance_app.base.histories import rows_create, written_by
from governance_app.base.rows import rows_insert
from governance_app.documents.services import content_touched
from governance_app.errors import Foreign, Invalid, Missing, Stale, refuse_invalid
from governance_app.ledger.registry import ledger_acts
from governance_app.ledger.services import ledger_append
from governance_app.people.models import Department
from governance_app.programmes.models import CodeCounter
from governance_app.programmes.rules import Access
from governance_app.programmes.services.codes import code_fits, code_form_text, codes_claim, codes_next
from governance_app.records.holding import Named
from governance_app.records.references import References
from governance_app.records.registry import RecordKind, record_guards
from governance_app.records.rules import forbidden, may_create, may_edit, may_revise, named, refuse_closed, refuse_lower
from governance_app.records.selectors import removed_codes
from governance_app.records.tracing import trace_written
from governance_app.records.values import Change, Ready, Whole, record_state, values_apply

Used = Invalid.coded("used")

UNKNOWN_VERSION = 0
"""What a page says that should name the version it shows and does not: it is stale, whatever it shows."""

#: So many rows go to the database at once.
_PARTS = 500
#: So many values of a field are remembered as fit.
_REMEMBERED = 5000
#: What a change leaves as it is.
_STAYS = {"id", "programme", "code", "created_at", "created_by"}
#: What the portal itself sets.
_OURS = {"programme", "code", "links", "created_by", "updated_by"}


def guarded(kind: RecordKind, access: Access, act: str, records: Sequence[Any], reason: str) -> dict[str, str]:
    """Ask every guard for leave to write; gives the reasons to be kept, by code."""
    kept: dict[str, str] = {}
    for guard in record_guards:
        kept.update(guard.permit(kind, access, act, records, reason))
    return kept


def entered(kind: RecordKind, access: Access, record: Any, act: str, *, reason: str, label: str = "") -> None:
    """Append a record's act to the ledger."""
    ledger_append(
        act=ledger_acts[f"{kind.slug}.{act}"],
        subject=f"{kind.slug}:{record.code}",
        subject_label=label or str(record),
        actor=access.user,
        programme=access.programme.slug,
        detail={"version": record.version, "reason": reason},
    )


def touched(kind: RecordKind, access: Access, codes: Sequence[str], reason: str) -> None:
    """Tell the documents composed from these records."""
    said = _(", ").join(codes[:5]) + ("…" if len(codes) > 5 else "")  # noqa: PLR2004 - as many as a sentence bears
    content_touched(
        programme=access.programme,
        source=kind.slug,
        actor=access.user,
        reason=_("%(code)s was changed") % {"code": said} + (f": {reason}" if reason else ""),
    )


class Writing:
    """Changes to records of one kind by one person, in one transaction."""

    def __init__(
        self,
        kind: RecordKind,
        access: Access,
        known: Mapping[str, Any],
        *,
        counter: CodeCounter | None = None,
        references: References | None = None,
    ) -> None:
        """``known`` are the records there are, locked; ``counter`` is locked already.

        With ``references``, read just now, all values come from them, so that they are the programme's own.
        """
        self.kind, self.access, self.known = kind, access, known
        self._counter, self._references = counter, references
        self._programme = access.programme.pk
        self._relations = {name: column for name in kind.fields if (column := kind.field(name)).is_relation}
        columns = kind.model._meta.concrete_fields
        self._blank = [column.get_default() for column in columns]
        self._made = [
            (place, column.get_default)
            for place, column in enumerate(columns)
            if column.has_default() and callable(column.default)
        ]
        self._named = Named(kind)
        #: What has passed already: a file mostly repeats a few values, and each reference asked for is a query.
        self._passed: list[tuple[Any, set[Any]]] = [
            (column, set())
            for column in columns
            if column.name not in _OURS and not column.generated and not column.primary_key
        ]

    @cached_property
    def removed(self) -> set[str]:
        """Codes never used again."""
        return removed_codes(self.kind, self.access.programme)

    @cached_property
    def _departments(self) -> set[Any]:
        return set(self.access.programme.departments.values_list("pk", flat=True))

    def take(self, change: Change) -> Ready | None:
        """Check and set one change; None when it changes nothing.

        Refuses people without the permission, a version that is no longer the latest, a code that cannot be given,
        and values that break a rule.
        """
        return self._created(change) if change.new else self._revised(change)

    def stored(self, code: str, version: int | None) -> Any:
        """A record that is there, in the version named."""
        record = self.known.get(code)
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
        record.programme = self.access.programme
        return record

    def _created(self, change: Change) -> Ready:
        kind, values = self.kind, change.values
        if not may_create(kind, self.access):
            raise forbidden()
        self._refuse_code(change.code)
        record = self.fresh()
        if self._references is None:
            self._refuse_foreign(record, values)
        values_apply(kind, record, values)
        refuse_lower(kind, self.access, record)
        self.clean(record)
        record.code = change.code
        self._named.note(values, self._relations)
        return Ready(record, "created", {name: values[name] for name in kind.many if values.get(name)})

    def _revised(self, change: Change) -> Ready | None:
        kind, access, values = self.kind, self.access, change.values
        record = self.stored(change.code, change.version)
        refuse_closed(kind, record)
        if not may_revise(kind, access, record):
            if kind.contribute and access.may(kind.contribute):
                refuse_lower(kind, access, record)
            raise forbidden()
        if self._references is None:
            self._refuse_foreign(record, values)
        as_owner = not may_edit(kind, access, record)
        before = record_state(kind, record)
        values_apply(kind, record, values)
        after = record_state(kind, record)
        if as_owner and any(after[name] != before[name] for name in after if name not in kind.own_fields):
            raise forbidden()
        if not as_owner:
            refuse_lower(kind, access, record)
        if after == before:
            return None
        record.version += 1
        self.clean(record)
        self._named.note(values, (name for name in self._relations if after[name] != before[name]))
        return Ready(record, "revised", {name: values[name] for name in kind.many if after[name] != before[name]})

    def fresh(self) -> Any:
        """A record that is not stored yet, made by position as rows from the database are: that takes half the time."""
        values = list(self._blank)
        for place, make in self._made:
            values[place] = make()
        record: Any = self.kind.model(*values)
        record.programme, record.created_by = self.access.programme, self.access.user
        return record

    def _refuse_code(self, code: str) -> None:
        if not code:
            return
        text = ""
        if not code_fits(self.kind.prefix, code, self.kind.width):
            text = code_form_text(self.kind.prefix, self.kind.width)
            raise Invalid(text, fields={"code": [text]})
        if code in self.removed:
            text = _("%(code)s belonged to a record that was removed. A code is never reused.") % {"code": code}
        elif code in self.known:
            text = _("This code is in use already; a code is never used twice.")
        if text:
            raise Used(text, fields={"code": [text]})

    def _refuse_foreign(self, record: Any, values: Mapping[str, Any]) -> None:
        """Refuse links to what is not the programme's own: another programme's record, a department that takes no part.

        A department that stood there before is not asked again, so that its leaving does not lock its records.
        """
        faults: dict[str, list[str]] = {}
        for name, column in self._relations.items():
            given = values.get(name)
            if not given:
                continue
            many = name in self.kind.many
            rows = given if many else (given,)
            if column.related_model is Department:
                left = [row for row in rows if row.pk not in self._departments]
                stood = record.links.get(name, ()) if many else ()
                foreign = any(
                    row.code not in stood if many else row.pk != getattr(record, column.attname) for row in left
                )
            else:
                foreign = any(getattr(row, "programme_id", self._programme) != self._programme for row in rows)
            if foreign:
                text = _("“%(field)s” names something outside this programme.")
                faults[name] = [text % {"field": self.kind.title_of(name)}]
        if faults:
            raise Foreign(next(iter(faults.values()))[0], fields=faults)

    def clean(self, record: Any) -> None:
        """What ``full_clean`` does but for constraints, which ``save`` leaves to the database."""
        errors: dict[str, Any] = {}
        for column, passed in self._passed:
            value = getattr(record, column.attname)
            # Of these two kinds, what is equal is the same to any field.
            remembered = type(value) is str or type(value) is int
            if (remembered and value in passed) or (column.blank and value in column.empty_values):
                continue
            if self._references and not passed and column.name in self._relations:
                passed.update(row.pk for row in self._references.of(column.related_model).values())
                if value in passed:
                    continue
            try:
                cleaned = column.clean(value, record)
            except ValidationError as error:
                errors[column.name] = error.error_list
                continue
            setattr(record, column.attname, cleaned)
            if remembered and cleaned is value and len(passed) < _REMEMBERED:
                passed.add(value)
        try:
            record.clean()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise refuse_invalid(ValidationError(errors))

    def save(
        self,
        rows: Sequence[Ready],
        reason: str = "",
        *,
        whole: Whole | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        """Save what was taken, as a whole; a rule of the database is refused in the words of the model."""
        if not rows and whole is None:
            return
        kind, access = self.kind, self.access
        self._named.hold()
        self._number([row.record for row in rows if row.new])
        kept = self._permitted(rows, reason)
        for row in rows:
            row.record.updated_by = access.user
            written_by(row.record, access.user, kept.get(row.record.code, reason))
        try:
            with transaction.atomic():
                self._store(rows, progress)
        except IntegrityError:
            self._refuse_broken(rows)
            raise
        trace_written(kind, [row.record for row in rows])
        codes = [row.record.code for row in rows]
        if whole is None and rows:
            touched(kind, access, codes, kept.get(codes[0], reason))
        elif rows:
            content_touched(programme=access.programme, source=kind.slug, actor=access.user, reason=reason)
        if whole is None:
            for row in rows:
                entered(kind, access, row.record, row.act, reason=kept.get(row.record.code, reason))
            return
        ledger_append(
            act=ledger_acts[whole.act],
            subject=whole.subject,
            subject_label=whole.label,
            subject_hash=whole.digest,
            actor=access.user,
            programme=access.programme.slug,
            detail=dict(whole.detail),
        )

    def _number(self, new: Sequence[Any]) -> None:
        """Give new records their codes; those given from outside are taken first."""
        kind, programme = self.kind, self.access.programme
        codes_claim(programme, kind.prefix, [row.code for row in new if row.code], kind.width, self._counter)
        bare = [row for row in new if not row.code]
        if bare:
            codes = codes_next(programme, kind.prefix, len(bare), kind.width, self._counter)
            for record, code in zip(bare, codes, strict=True):
                record.code = code

    def _permitted(self, rows: Iterable[Ready], reason: str) -> dict[str, str]:
        """Ask the guards once for each act, for all its records."""
        acts: dict[str, list[Any]] = {}
        for row in rows:
            acts.setdefault(row.act, []).append(row.record)
        kept: dict[str, str] = {}
        for act, records in acts.items():
            kept |= guarded(self.kind, self.access, act, records, reason)
        return kept

    def _store(self, rows: Sequence[Ready], progress: Callable[[int, int], None]) -> None:
        done = 0
        for part in _parts(rows):
            records = [row.record for row in part]
            if len(records) == 1:
                records[0].save()
            elif part[0].new:
                within, reason = Q(programme=self.access.programme), records[0]._change_reason or ""
                rows_create(self.kind.model, records, key="code", within=within, user=self.access.user, reason=reason)
            else:
                self._update(records)
            self._link(part)
            done += len(part)
            progress(done, len(rows))

    def _update(self, records: list[Any]) -> None:
        # All fields, for a kind's check may set what the form does not show.
        names = [column.name for column in self.kind.model._meta.concrete_fields if column.name not in _STAYS]
        now, user = this_moment(), self.access.user
        for record in records:
            record.updated_at = now
        bulk_update_with_history(records, self.kind.model, names, _PARTS, default_user=user, default_date=now)

    def _link(self, part: Sequence[Ready]) -> None:
        """Write the many-to-many rows of some records in a few statements."""
        for name in self.kind.many:
            changed = [row for row in part if name in row.links]
            if not changed:
                continue
            column = self.kind.field(name)
            through, source = column.remote_field.through, column.m2m_column_name()
            stood = [row.record.pk for row in changed if not row.new]
            if stood:
                through._default_manager.filter(**{f"{source}__in": stood}).delete()
            pairs = [(row.record.pk, other.pk) for row in changed for other in row.links[name]]
            rows_insert(through, [source, column.m2m_reverse_name()], pairs)

    def _refuse_broken(self, rows: Sequence[Ready]) -> None:
        """Find the record that breaks a rule of the database, and say which rule."""
        for row in rows:
            if row.new:
                row.record.pk, row.record._state.adding = None, True  # noqa: SLF001 - it was undone
            try:
                row.record.full_clean(exclude=["programme", "created_by", "updated_by"])
            except ValidationError as error:
                refusal = refuse_invalid(error)
                raise refusal if len(rows) == 1 else named(row.record.code, refusal) from error


def _parts(rows: Iterable[Ready]) -> Iterator[list[Ready]]:
    """Rows to be written alike, so many at once: new or not, and, as their history is copied, for one reason."""
    alike = sorted(rows, key=lambda row: (not row.new, (row.new and row.record._change_reason) or ""))
    for _same, group in groupby(alike, key=lambda row: (row.new, row.new and row.record._change_reason)):
        same = list(group)
        for start in range(0, len(same), _PARTS):
            yield same[start : start + _PARTS]
