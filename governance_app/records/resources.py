"""Import and export of a record kind through django-import-export: one form checks every row."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult
from tablib import Dataset

from governance_app.base.tabular import Table
from governance_app.errors import Header, Refusal
from governance_app.programmes.rules import Access
from governance_app.programmes.services.codes import code_fits, code_form_text
from governance_app.records.columns import shown
from governance_app.records.forms import RecordForm, record_initial
from governance_app.records.references import References, key_of
from governance_app.records.registry import RecordKind
from governance_app.records.rules import may_edit, own_department
from governance_app.records.selectors import removed_codes
from governance_app.records.services import code_used_text, record_state, values_apply

#: So many values of a field are remembered as fit.
_REMEMBERED = 5000


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


def _result(kind: str) -> RowResult:
    result = RowResult()
    result.import_type = kind
    return result


#: Of rows without a fault nothing else is told.
_NEW, _UPDATED, _SKIPPED = map(
    _result, (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_SKIP)
)


class _ByCode(BaseInstanceLoader):
    """Finds existing records in the table read once before the first row."""

    def get_instance(self, row: Any) -> Any:
        """The record a row's code names, or None."""
        return self.resource.known.get((row.get("code") or "").strip())


class RecordResource(resources.ModelResource):
    """Rows of a table as records of one kind. Nothing is written here: services do that with ``writes``."""

    class Meta:
        instance_loader_class = _ByCode
        import_id_fields = ("code",)
        use_transactions = False
        skip_diff = True
        clean_model_instances = False
        store_instance = False
        report_skipped = True

    def __init__(self, kind: RecordKind, access: Access, *, lock: bool = False, most: int | None = None) -> None:
        """``lock`` the records read; keep no more than ``most`` of the ``writes`` (all are counted)."""
        super().__init__()
        self.kind, self.access = kind, access
        self.references = References(access.programme)
        self.form = RecordForm(kind, self.references)
        self.fields = {name: Field(attribute=name, column_name=name) for name in exported(kind)}
        rows = kind.model._default_manager.filter(programme=access.programme)
        rows = rows.select_related(*(name for name in kind.plain if kind.field(name).many_to_one))
        self.known = {record.code: record for record in (rows.select_for_update(of=("self",)) if lock else rows)}
        self.removed = removed_codes(kind, access.programme)
        fields = kind.model._meta.concrete_fields
        self._blank = [field.get_default() for field in fields]
        self._fresh = [
            (place, field.get_default)
            for place, field in enumerate(fields)
            if field.has_default() and callable(field.default)
        ]
        self._defaults = {name: _default(kind.field(name)) for name in kind.plain if kind.field(name).has_default()}
        # What a row points at has been looked up already; asking the database again would take a query a row.
        # The links by code are made of it.
        self._checked: list[tuple[Any, set[Any]]] = [
            (field, set())
            for field in kind.model._meta.fields
            if not field.is_relation and field.name not in {"code", "links"} and not field.generated
        ]
        self.seen: dict[str, int] = {}
        self.writes: list[tuple[int, Any, dict[str, Any], bool]] = []
        self.created = self.changed = 0
        self._most = most
        self.numbers: list[int] = []

    def init_instance(self, row: Any = None) -> Any:
        """A record that is not stored yet."""
        # By position, as rows from the database are made: that takes half the time.
        values = list(self._blank)
        for place, make in self._fresh:
            values[place] = make()
        record: Any = self.kind.model(*values)  # type: ignore[misc]
        record.programme, record.created_by = self.access.programme, self.access.user
        return record

    def _row_number(self, kwargs: dict[str, Any]) -> int:
        number: int = self.numbers[kwargs["row_number"] - 1]
        return number

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Check one row; what it would write is kept for the services."""
        kind, number = self.kind, self._row_number(kwargs)
        new = instance.pk is None
        code = (row.get("code") or "").strip()
        self._check_code(code, number, new)
        data = self._form_data(instance, row, new)
        values = self.form.read(data)
        if not new and not may_edit(kind, self.access, instance):
            raise self._not_own()
        before = None if new else record_state(kind, instance)
        try:
            values_apply(kind, instance, values)
        except Refusal as refusal:
            raise ValidationError(dict(refusal.fields) or str(refusal)) from refusal
        if not self.access.may(kind.edit) and not own_department(kind, self.access, instance):
            raise self._not_own()
        self._clean_fields(instance)
        instance.code = code
        self._changed = new or record_state(kind, instance) != before
        if not self._changed:
            return
        if new:
            self.created += 1
        else:
            self.changed += 1
        if self._most is None or len(self.writes) < self._most:
            self.writes.append((number, instance, values, new))

    def _clean_fields(self, instance: Any) -> None:
        """What ``Model.clean_fields`` does; a value that passed in an earlier row is not asked again."""
        errors: dict[str, Any] = {}
        for field, passed in self._checked:
            value = getattr(instance, field.attname)
            # Of these two kinds, what is equal is the same to any field.
            remembered = type(value) is str or type(value) is int
            if (remembered and value in passed) or (field.blank and value in field.empty_values):
                continue
            try:
                cleaned = field.clean(value, instance)
            except ValidationError as error:
                errors[field.name] = error.error_list
                continue
            setattr(instance, field.attname, cleaned)
            if remembered and cleaned is value and len(passed) < _REMEMBERED:
                passed.add(value)
        if errors:
            raise ValidationError(errors)

    def _check_code(self, code: str, number: int, new: bool) -> None:
        if not code:
            return
        if code in self.seen:
            text = _("%(code)s stands in row %(row)s already.") % {"code": code, "row": self.seen[code]}
            raise ValidationError({"code": text})
        self.seen[code] = number
        if new and not code_fits(self.kind.prefix, code, self.kind.width):
            raise ValidationError({"code": code_form_text(self.kind.prefix, self.kind.width)})
        if new and code in self.removed:
            raise ValidationError({"code": code_used_text(code)})

    def _form_data(self, instance: Any, row: Any, new: bool) -> dict[str, Any]:
        data: dict[str, Any] = {}
        kept = {} if new else record_initial(self.kind, instance)
        for name in self.kind.fields:
            if name in row:
                data[name] = row[name]
            elif not new:
                value = kept[name]
                data[name] = key_of(value)
            elif name in self._defaults:
                data[name] = self._defaults[name]
        return data

    def _not_own(self) -> ValidationError:
        return ValidationError({self.kind.department_field: _("You may only write records of your own department.")})

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> RowResult:
        """Check one row and say what became of it; the library's own way asks at each of a dozen hooks besides."""
        try:
            instance, new = self.get_or_init_instance(instance_loader, row)
            self.import_instance(instance, row, **kwargs)
        except ValidationError as error:
            result = _result(RowResult.IMPORT_TYPE_INVALID)
            result.validation_error = ValidationError(error.update_error_dict({}))
        except Exception as error:  # noqa: BLE001 - it becomes this row's fault, and the other rows are checked on
            result = _result(RowResult.IMPORT_TYPE_ERROR)
            result.errors.append(self.get_error_result_class()(error, row=row, number=kwargs["row_number"]))
        else:
            result = _SKIPPED if not self._changed else _NEW if new else _UPDATED
        return result

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Nothing: no row was written, so no sequence of keys wants resetting."""

    def check(self, table: Table) -> Any:
        """The library's result over a table; ``writes`` then holds what would be written.

        For the library this is no dry run: that would take a savepoint a row, and nothing is written anyhow.
        """
        mapped = header_map(self.kind, table.headers)
        self.numbers = table.numbers
        headers = [mapped[header] for header in table.headers]
        rows = table.rows
        if "code" not in headers:
            headers, rows = ["code", *headers], [["", *row] for row in rows]
        dataset = Dataset(*[tuple(row) for row in rows], headers=headers)
        return self.import_data(dataset, dry_run=False, raise_errors=False, use_transactions=False)


def export_rows(kind: RecordKind, records: Any) -> list[list[Any]]:
    """The exported values of records, in the order of ``exported``."""
    columns = [shown(kind, name) for name in exported(kind)]
    return [[column.value(record) for column in columns] for record in records]
