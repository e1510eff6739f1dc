"""Import and export of a record kind through django-import-export: one form checks every row."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from tablib import Dataset

from governance_app.errors import Refusal
from governance_app.programmes.rules import Access
from governance_app.programmes.services import LONGEST_NUMBER
from governance_app.records.columns import shown
from governance_app.records.forms import RecordForm, record_initial
from governance_app.records.references import References
from governance_app.records.registry import RecordKind
from governance_app.records.rules import may_edit, own_department
from governance_app.records.services import record_state, values_apply
from governance_app.tabular import Table


def exported(kind: RecordKind) -> list[str]:
    """The columns of an export: the code and all that the form writes, so that an import takes it back."""
    return ["code", *kind.fields]


def column_titles(kind: RecordKind) -> list[tuple[str, str]]:
    """The exported fields with their titles in the language in force."""
    return [(name, str(kind.title_of(name))) for name in exported(kind)]


def header_map(kind: RecordKind, headers: list[str]) -> dict[str, str]:
    """Which field each header of a file names, by its title in any language or by the field's own name.

    Refuses a header that names none, and a file that lacks a field that must be given.
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
            raise Refusal(text % {"name": header, "known": known}, code="header")
        found[header] = name
    missing = [
        str(kind.title_of(name))
        for name in kind.fields
        if name not in found.values() and not kind.field(name).blank and not kind.field(name).has_default()
    ]
    if missing:
        text = _("The file lacks these columns: %(names)s.")
        raise Refusal(text % {"names": _(", ").join(missing)}, code="header")
    return found


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

    def __init__(self, kind: RecordKind, access: Access) -> None:
        super().__init__()
        self.kind, self.access = kind, access
        self.references = References(access.programme)
        self.fields = {name: Field(attribute=name, column_name=name) for name in exported(kind)}
        rows = kind.model._default_manager.filter(programme=access.programme)
        self.known = {record.code: record for record in rows}
        self.seen: dict[str, int] = {}
        self.writes: list[tuple[int, Any, dict[str, Any], bool]] = []
        self.numbers: list[int] = []

    def init_instance(self, row: Any = None) -> Any:
        """A record that is not stored yet."""
        return self.kind.model(programme=self.access.programme, created_by=self.access.user)

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
        form = RecordForm(kind, self.references, data=data)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        values = form.cleaned_data
        before = record_state(kind, instance)
        try:
            values_apply(kind, instance, values)
        except Refusal as refusal:
            raise ValidationError(dict(refusal.fields) or str(refusal)) from refusal
        self._check_permission(instance, new)
        instance.code = code
        self._changed = new or record_state(kind, instance) != before
        if self._changed:
            self.writes.append((number, instance, values, new))

    def _check_code(self, code: str, number: int, new: bool) -> None:
        if not code:
            return
        if code in self.seen:
            text = _("%(code)s stands in row %(row)s already.") % {"code": code, "row": self.seen[code]}
            raise ValidationError({"code": text})
        self.seen[code] = number
        head, _dash, digits = code.rpartition("-")
        if new and (
            head != self.kind.prefix or not digits.isascii() or not digits.isdigit() or len(digits) > LONGEST_NUMBER
        ):
            raise ValidationError({"code": _("The code must read %(prefix)s-NNN.") % {"prefix": self.kind.prefix}})

    def _form_data(self, instance: Any, row: Any, new: bool) -> dict[str, Any]:
        data: dict[str, Any] = {}
        kept = {} if new else record_initial(self.kind, instance)
        for name in self.kind.fields:
            if name in row:
                data[name] = row[name]
            elif not new:
                value = kept[name]
                data[name] = getattr(value, "code", value)
            elif self.kind.field(name).has_default():
                data[name] = self.kind.field(name).get_default()
        return data

    def _check_permission(self, instance: Any, new: bool) -> None:
        kind, access = self.kind, self.access
        allowed = (
            may_edit(kind, access, instance)
            if not new
            else (access.may(kind.edit) or own_department(kind, access, instance))
        )
        if not allowed:
            raise ValidationError({kind.department_field: _("You may only write records of your own department.")})

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Leave out rows that change nothing."""
        return not import_validation_errors and not getattr(self, "_changed", True)

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: Any = None,
        validate_unique: bool = True,  # noqa: FBT002 - the library calls it so
    ) -> None:
        """Raise what the row's check found."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Nothing: services write all rows together, or none."""

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Nothing: see ``save_instance``."""

    def check(self, table: Table) -> Any:
        """The library's result of a dry run over a table; ``writes`` then holds what would be written."""
        mapped = header_map(self.kind, table.headers)
        self.numbers = table.numbers
        headers = [mapped[header] for header in table.headers]
        rows = table.rows
        if "code" not in headers:
            headers, rows = ["code", *headers], [["", *row] for row in rows]
        dataset = Dataset(*[tuple(row) for row in rows], headers=headers)
        return self.import_data(dataset, dry_run=True, raise_errors=False, use_transactions=False)


def export_rows(kind: RecordKind, records: Any) -> list[list[Any]]:
    """The exported values of records, in the order of ``exported``."""
    columns = [shown(kind, name) for name in exported(kind)]
    return [[column.value(record) for column in columns] for record in records]
