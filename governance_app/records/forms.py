"""One form for page, API and import: its fields come from the model, references are given by code."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance_app.base.tabular import text_plain
from governance_app.people.models import User
from governance_app.records.references import References, key_of, label_of
from governance_app.records.registry import RecordKind

#: Up to so many choices are shown side by side, not in a drop-down.
_RADIOS = 4
#: So many texts of a column are remembered with what they stand for.
_REMEMBERED = 5000


class ReferenceField(forms.Field):
    """A record or department by its code (or its name, where only one carries it)."""

    widget: type[forms.Widget] = forms.Select

    def __init__(self, *, model: type[models.Model], references: References, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model, self.references = model, references
        if isinstance(self.widget, forms.widgets.ChoiceWidget):
            self.widget.choices = self._choices

    def _choices(self) -> list[tuple[str, str]]:
        rows = [(code, _shown(code, row)) for code, row in self.references.of(self.model).items()]
        return rows if self.many else [("", "—"), *rows]

    many = False

    def find(self, text: str) -> Any:
        """What a code stands for; refuses one that stands for nothing."""
        found = self.references.find(self.model, text)
        if found is None:
            raise ValidationError(_("“%(value)s” is not known in this programme.") % {"value": text}, code="unknown")
        return found

    def to_python(self, value: Any) -> Any:
        """The thing a code stands for, None for nothing."""
        text = str(value).strip() if value is not None else ""
        return self.find(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """The code of what is shown."""
        return key_of(value)


class ReferencesField(ReferenceField):
    """Several records or departments by their codes."""

    widget = forms.CheckboxSelectMultiple
    many = True

    def to_python(self, value: Any) -> list[Any]:
        """The things the codes stand for, each once, in the order given."""
        parts = value if isinstance(value, list | tuple) else split_codes(str(value or ""))
        return list(dict.fromkeys(self.find(str(part).strip()) for part in parts if str(part).strip()))

    def prepare_value(self, value: Any) -> Any:
        """The codes of what is shown."""
        if isinstance(value, list | tuple):
            return [key_of(row) for row in value]
        return value


class LabelChoiceField(forms.ChoiceField):
    """A choice by its code or by its name in either language, as a spreadsheet gives it.

    ``stored`` makes of the code what the model keeps: a number where the choices are numbers.
    """

    def __init__(self, *, stored: Callable[[str], Any] = str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stored = stored

    def clean(self, value: Any) -> Any:
        """The choice as the model keeps it."""
        return self.stored(super().clean(value))

    def to_python(self, value: Any) -> str:
        """The choice's code; an unknown text is left for the validation to name."""
        text = str(value).strip() if value is not None else ""
        return self._names.get(text.casefold(), text)

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The choices, one by one."""
        return [(code, label) for code, label in cast("Iterable[tuple[Any, Any]]", self.choices)]

    @cached_property
    def _names(self) -> dict[str, str]:
        names = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                names.update({str(label).casefold(): str(code) for code, label in self.pairs if code})
        return names

    def validate(self, value: str) -> None:
        """Refuse what is no choice, saying which ones there are."""
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            allowed = _(", ").join(str(label) for code, label in self.pairs if code)
            text = _("“%(value)s” is not allowed; choose one of: %(allowed)s.") % {"value": value, "allowed": allowed}
            raise ValidationError(text, code="invalid_choice")


class PlainTextField(forms.CharField):
    """Text without control characters, whatever it was pasted from; of one line where its field has one."""

    def to_python(self, value: Any) -> str:
        """The text as it is stored."""
        text = text_plain(str(value)) if value is not None else ""
        if not isinstance(self.widget, forms.Textarea):
            text = text.replace("\n", " ")
        return super().to_python(text) or ""


def split_codes(text: str) -> list[str]:
    """Codes as people write them into one cell: parted by commas, semicolons, enumeration commas or lines."""
    for mark in ("；", ";", "，", "、", "\n", "\r"):
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


def _shown(code: str, row: Any) -> str:
    label = label_of(row)
    if isinstance(row, User):
        return f"{label} ({code})"
    return f"{code} {label}" if label != code else code


def form_field(kind: RecordKind, name: str, references: References) -> forms.Field:
    """The form field of a model's field."""
    field = kind.field(name)
    common = {
        "label": kind.title_of(name),
        "required": not field.blank,
        "help_text": kind.hints.get(name, field.help_text),
    }
    if field.many_to_many:
        return ReferencesField(model=field.related_model, references=references, **common)
    if field.many_to_one:
        return ReferenceField(model=field.related_model, references=references, **common)
    if field.choices:
        choices = list(field.choices)
        few = len(choices) <= _RADIOS and not field.blank
        widget = forms.RadioSelect() if few else forms.Select()
        if not few:
            choices = [("", "—"), *choices]
        return LabelChoiceField(
            choices=choices,
            widget=widget,
            stored=lambda code: None if code == "" and field.null else field.to_python(code),
            **common,
        )
    if isinstance(field, models.TextField):
        return PlainTextField(widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000, **common)
    if isinstance(field, models.DateField):
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
    if isinstance(field, models.CharField):
        return PlainTextField(max_length=field.max_length, **common)
    made: forms.Field = field.formfield(**common)
    if isinstance(made, forms.DecimalField | forms.IntegerField):
        made.localize = False
        made.widget = forms.NumberInput(attrs={**made.widget.attrs, "inputmode": "decimal"})
    return made


class RecordForm(forms.Form):
    """The form of a record kind. ``cleaned_data`` is what the services take."""

    def __init__(self, kind: RecordKind, references: References, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in kind.fields:
            self.fields[name] = form_field(kind, name, references)

    def take(self, data: dict[str, Any]) -> None:
        """Turn to other data: making the fields anew for each row of a file takes longer than checking it."""
        self.is_bound, self.data, self._errors = True, data, None

    def read(self, data: dict[str, Any]) -> dict[str, Any]:
        """The cleaned values of a row of a file; refuses what the form refuses, in its words.

        A text that stood in an earlier row is not cleaned again: a column mostly repeats a few.
        """
        values = {}
        for name, field, known in self._readers:
            text = data.get(name)
            remembered = text is None or type(text) is str
            if remembered and text in known:
                values[name] = known[text]
                continue
            try:
                values[name] = field.clean(field.widget.value_from_datadict(data, {}, name))
            except ValidationError as error:
                self.take(data)
                raise ValidationError(self.errors.as_data()) from error
            if remembered and len(known) < _REMEMBERED:
                known[text] = values[name]
        return values

    @cached_property
    def _readers(self) -> list[tuple[str, forms.Field, dict[str | None, Any]]]:
        return [(name, field, {}) for name, field in self.fields.items()]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as they stand on the page."""
        rows = ([self[name] for name in row if name in self.fields] for row in self.kind.rows)
        return [row for row in rows if row]

    def keep(self, names: Iterable[str]) -> None:
        """Leave out all fields but these: what an owner may change."""
        self.fields = {name: self.fields[name] for name in names}


def record_initial(kind: RecordKind, record: Any) -> dict[str, Any]:
    """A record's present values, in the form's terms."""
    values = {name: getattr(record, name) for name in kind.plain}
    values.update({name: list(record.links.get(name, [])) for name in kind.many})
    return values


class ReasonForm(forms.Form):
    """A reason, asked for where an act needs one or may carry one."""

    reason = PlainTextField(
        label=gettext_lazy("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed


class UploadForm(forms.Form):
    """A file to import."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV (UTF-8 or GB18030), at most 20 MB; the first row holds the column names."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
