"""Import and export of a record kind through django-import-export: one form checks every row."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import Result, RowResult
from tablib import Dataset

from governance_app.base.tabular import MOST_ROWS, Table
from governance_app.errors import Header, Refusal
from governance_app.programmes.models import CodeCounter
from governance_app.programmes.rules import Access
from governance_app.records.columns import Shown, shown
from governance_app.records.forms import RecordForm, record_initial
from governance_app.records.references import References, key_of
from governance_app.records.registry import RecordKind
from governance_app.records.selectors import records_known
from governance_app.records.values import Change, Ready
from governance_app.records.writing import Writing


def exported(kind: RecordKind) -> list[str]:
    """The columns of an export: the code and all that the form writes, so that an import takes it back."""
    return ["code", *kind.fields]


def column_titles(kind: RecordKind) -> list[tuple[str, str]]:
    """The exported fields with their titles in the language in force."""
    return [(name, str(kind.title_of(name))) for name in exported(kind)]


def header_map(kind: RecordKind, headers: list[str]) -> dict[str, str]:
    """Which field each header of a file names, by its title in any language or by the field's own name.

    Refuses a header that names none or one named already, and a file that lacks a field that must be given.
    """
    names = {name.casefold(): name for name in exported(kind)}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            names.update({title.casefold(): name for name, title in column_titles(kind)})
    found: dict[str, str] = {}
    for header in headers:
        name = names.get(header.rstrip("*").strip().casefold())
        if name is None:
            known = _(", ").join(title for _name, title in column_titles(kind))
            text = _("The column “%(name)s” is not known. Known columns: %(known)s.")
            raise Header(text % {"name": header, "known": known})
        if name in found.values():
            text = _("The column “%(name)s” stands twice.")
            raise Header(text % {"name": kind.title_of(name)})
        found[header] = name
    missing = [
        str(kind.title_of(name))
        for name in kind.fields
        if name not in found.values() and not kind.field(name).blank and not kind.field(name).has_default()
    ]
    if missing:
        text = _("The file lacks these columns: %(names)s.")
        raise Header(text % {"names": _(", ").join(missing)})
    return found


def _default(field: Any) -> Any:
    value = field.get_default()
    # A choice's plain text, so that it is recognised in the next row.
    return str(value) if isinstance(value, str) else value


class _Shown(Field):
    """A field as lists show it; numbers stay numbers."""

    def __init__(self, column: Shown) -> None:
        super().__init__(attribute=column.name, column_name=column.name)
        self._value = column.value

    def export(self, instance: Any, **kwargs: Any) -> Any:
        """The value of one record."""
        return self._value(instance)


class RecordResource(resources.Resource):
    """The records of a kind as rows of a table."""

    def __init__(self, kind: RecordKind) -> None:
        super().__init__()
        self.kind = kind
        self.fields = {name: _Shown(shown(kind, name)) for name in exported(kind)}


class _ByCode(BaseInstanceLoader):
    """Finds existing records among those read once before the first row."""

    def get_instance(self, row: Any) -> Any:
        """The record a row's code names, or None."""
        return self.resource.writing.known.get(row["code"].strip())


class RecordImport(RecordResource):
    """Rows of a table as changes to records: the form reads a row, ``writing`` takes it, ``ready`` is what it gave."""

    class Meta:
        instance_loader_class = _ByCode
        import_id_fields = ("code",)
        skip_diff = True

    def __init__(self, kind: RecordKind, access: Access, *, counter: CodeCounter | None = None, most: int = 0) -> None:
        """With ``counter``, locked, the records are locked as well; else no more than ``most`` changes are kept."""
        super().__init__(kind)
        references = References(access.programme)
        self.form = RecordForm(kind, references)
        known = records_known(kind, access.programme, lock=counter is not None)
        self.writing = Writing(kind, access, known, counter=counter, references=references)
        self._defaults = {name: _default(kind.field(name)) for name in kind.plain if kind.field(name).has_default()}
        self._seen: dict[str, int] = {}
        self.ready: list[tuple[int, Ready]] = []
        self._most = most if counter is None else MOST_ROWS
        self.numbers: list[int] = []
        self.created = self.changed = self.unchanged = 0
        self._taken: Ready | None = None

    def init_instance(self, row: Any = None) -> None:
        """Nothing yet: ``writing`` makes new records."""

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Take one row's change; nothing is stored."""
        code = row["code"].strip()
        self._refuse_twice(code, self.numbers[kwargs["row_number"] - 1])
        values = self.form.read(self._form_data(instance, row))
        try:
            self._taken = self.writing.take(Change(values, code, new=instance is None))
        except Refusal as refusal:
            raise ValidationError(dict(refusal.fields) or str(refusal)) from refusal

    def _refuse_twice(self, code: str, number: int) -> None:
        if code in self._seen:
            text = _("%(code)s stands in row %(row)s already.") % {"code": code, "row": self._seen[code]}
            raise ValidationError({"code": text})
        if code:
            self._seen[code] = number

    def _form_data(self, instance: Any, row: Any) -> dict[str, Any]:
        data: dict[str, Any] = {}
        kept = record_initial(self.kind, instance) if instance else {}
        for name in self.kind.fields:
            if name in row:
                data[name] = row[name]
            elif instance:
                value = kept[name]
                data[name] = key_of(value)
            elif name in self._defaults:
                data[name] = self._defaults[name]
        return data

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Whether the row says what stands already."""
        return not import_validation_errors and self._taken is None

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        """Tell the row's faults; ``writing`` has looked for all there are."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Keep what is to be saved with all others."""
        if self._taken is not None and len(self.ready) < self._most:
            self.ready.append((self.numbers[kwargs["row_number"] - 1], self._taken))

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Nothing: links are saved with their record."""

    def check(self, table: Table) -> Result:
        """The library's result over a table; ``ready`` then holds what can be saved."""
        mapped = header_map(self.kind, table.headers)
        self.numbers = table.numbers
        headers = [mapped[header] for header in table.headers]
        rows = table.rows
        if "code" not in headers:
            headers, rows = ["code", *headers], [["", *row] for row in rows]
        # No dry run to the library, which would take a savepoint a row: nothing is stored anyhow.
        result = self.import_data(Dataset(*rows, headers=headers), use_transactions=False)
        kinds = (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_SKIP)
        self.created, self.changed, self.unchanged = (result.totals[kind] for kind in kinds)
        return result


def export_rows(kind: RecordKind, records: Any) -> Iterable[Sequence[Any]]:
    """The exported values of records, in the order of ``exported``."""
    return RecordResource(kind).export(records)  # type: ignore[no-any-return]
