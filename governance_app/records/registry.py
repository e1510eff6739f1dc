"""Record kinds: one small class from which list, page, form, import, export and API are made."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, Generic

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.urls import get_script_prefix
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypeVar

from governance_app.base.counting import Rows
from governance_app.base.looks import Look
from governance_app.base.moves import Move, MoveTable
from governance_app.gates.registry import Fault
from governance_app.ledger.registry import ledger_act, ledger_topic
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.records.models import ProgrammeRecord
from governance_app.registry import Registry


@dataclass(frozen=True, slots=True)
class Column:
    """A list's column of our own making: a value calculated from the record, shown and exported.

    ``value`` gives what is exported, ``cell`` what is shown (the value itself where it is not given).
    """

    name: str
    title: Any
    value: Callable[[Any], Any]
    cell: Callable[[Any], SafeString | str] | None = None
    css: str = ""
    sort: str = ""


@dataclass(slots=True)
class Calculated:
    """A method of a kind that calculates a column, as ``column`` leaves it in the class."""

    title: Any
    css: str
    sort: str
    cell: Callable[[Any], SafeString | str] | None
    value: Callable[[Any, Any], Any] = lambda kind, record: None

    def __call__(self, value: Callable[[Any, Any], Any]) -> "Calculated":
        """Take the method."""
        self.value = value
        return self

    def of(self, kind: Any, name: str) -> Column:
        """The column of a kind."""
        return Column(name, self.title, partial(self.value, kind), self.cell, self.css, self.sort)


def column(
    title: Any, *, css: str = "", sort: str = "", cell: Callable[[Any], SafeString | str] | None = None
) -> Calculated:
    """As a decorator: a column of the method's name, which gives what is exported; ``cell`` gives what is shown."""
    return Calculated(title, css, sort, cell)


@dataclass(frozen=True, slots=True)
class Preset:
    """A filter everyone finds above a list: a condition, or one made for the programme."""

    slug: str
    title: Any
    where: models.Q | Callable[[Programme], models.Q]

    def condition(self, programme: Programme) -> models.Q:
        """The condition on the records of a programme."""
        return self.where(programme) if callable(self.where) else self.where


@dataclass(frozen=True, slots=True)
class Moving:
    """A move being made: which, by whom, why, and how they have just proved who they are (nothing: not at all)."""

    move: Move
    access: Access
    reason: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel added to pages: a template with the context it takes.

    ``context(access, kind, record)`` beside a record; of a list's own panel the record is None.
    """

    template: str
    context: Callable[[Any, Any, Any], dict[str, Any]]
    #: Place among the panels of a kind, low first.
    order: int = 50


@dataclass(frozen=True, slots=True)
class Home:
    """Where kinds live that belong to no phase: a part of the address, a title, and the name of a page's url."""

    segment: str
    title: Any
    page: str


#: A kind's model; where nobody says which, any.
R = TypeVar("R", bound=ProgrammeRecord, default=Any)


class RecordKind(Generic[R]):
    """A kind of governed record: a class of its own for each, with what differs from what the model says already.

    Needed are ``model``, ``prefix`` (of codes), ``icon``, ``columns`` (of the list) and ``form`` (its rows: a field, or
    fields beside each other; what the form holds is what import, export and API take and give). Fields go by the names
    they have in the model, titles and choices come from there. What is special is a method to override.
    """

    model: type[R]
    prefix: str
    icon: str
    columns: tuple[str, ...]
    form: tuple[str | tuple[str, ...], ...]
    #: Part of the address and of references; left out, it is the name of the class.
    slug: str = ""
    #: What many and one are called; left out, as the model is.
    title: Any = ""
    one: Any = ""
    #: Said where there are no records yet.
    intro: Any = ""
    #: The phase of the model's app; kinds of the programme as a whole have a home instead.
    phase: Phase | None = None
    home: Home | None = None
    #: Place among the kinds of its phase, low first.
    order: int = 50
    #: Digits of a code.
    width: int = 3

    #: Acts of the permission matrix, those of the model's app by their usual names: of those who see all records, who
    #: write all, who write those of their own departments (where there is a ``department_field``), and the act of
    #: moves that owners make with their own records (where there is an ``owner_field``).
    view: str = ""
    edit: str = ""
    contribute: str = ""
    department_field: str = ""
    own: str = ""
    owner_field: str = ""
    #: Fields that owners without ``edit`` may revise in records of their own.
    own_fields: tuple[str, ...] = ()

    #: Further columns that can be picked, filters of the list, fields that can be set on many.
    hidden: tuple[str, ...] = ("updated_at",)
    filters: tuple[str, ...] = ()
    presets: tuple[Preset, ...] = ()
    bulk: tuple[str, ...] = ()
    #: Where the list is searched; left out, in code, title and longer texts.
    search: tuple[str, ...] = ()
    #: Longer texts of a record's page; left out, those of the form.
    body: tuple[str, ...] = ()
    #: Its other facts; left out, what else the form holds but links to many, which stand among the relations.
    facts: tuple[str, ...] = ()
    #: Said beside fields of the form.
    hints: Mapping[str, Any] = MappingProxyType({})
    moves: MoveTable | None = None
    looks: Mapping[Any, Look] = MappingProxyType({})
    #: Fields whose change makes what was made of a record suspect, and fields that point at what it was made of.
    triggers: tuple[str, ...] = ()
    traced: tuple[str, ...] = ()
    #: Fields that services of the kind's own write, each with how its value reads line by line in a history.
    kept: Mapping[str, Callable[[Any], list[str]]] = MappingProxyType({})

    def __init__(self) -> None:
        meta = self.model._meta
        self.slug = self.slug or re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()
        self.title = self.title or _capital(meta.verbose_name_plural)
        self.one = self.one or meta.verbose_name
        if self.home is None and self.phase is None:
            self.phase = getattr(apps.get_app_config(meta.app_label), "phase", None)
        self.view = self.view or f"{meta.app_label}.view"
        self.edit = self.edit or f"{meta.app_label}.edit"
        if self.department_field:
            self.contribute = self.contribute or f"{meta.app_label}.contribute"
        if self.owner_field:
            self.own = self.own or f"{meta.app_label}.own"
        texts = tuple(name for name in self.fields if isinstance(self.field(name), models.TextField))
        self.body = self.body or tuple(name for name in texts if name != self.title_field)
        self.search = self.search or tuple(dict.fromkeys(("code", self.title_field, *self.body)))
        self.facts = self.facts or tuple(
            name for name in self.plain if name != self.title_field and name not in self.body
        )

    def check(self, record: R) -> None:
        """Refuse values that fit each field but not each other; set what follows from them."""

    def closed(self, record: R) -> str:
        """Why a record's content can be changed no more, or nothing while it can."""
        return ""

    def moved(self, record: R, moving: Moving) -> None:
        """When a move has set the new state, before it is saved: refuse a record that is not ready, set fields."""

    def holding(self) -> models.Q:
        """Which of its records keep what they name from being removed: all of them."""
        return models.Q()

    def list_acts(self, access: Access) -> list[dict[str, Any]]:
        """Further acts in the head of the list."""
        return []

    def record_acts(self, access: Access, record: R) -> list[dict[str, Any]]:
        """Further acts in the head of a record's page."""
        return []

    @cached_property
    def computed(self) -> tuple[Column, ...]:
        """The columns its own methods calculate (``column``)."""
        found = {name: each for base in reversed(type(self).__mro__) for name, each in vars(base).items()}
        return tuple(each.of(self, name) for name, each in found.items() if isinstance(each, Calculated))

    @property
    def title_field(self) -> str:
        """The field that names a record."""
        return self.model.title_field

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The form's fields, row by row."""
        return tuple((row,) if isinstance(row, str) else row for row in self.form)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """All fields of the form, in its order: what import and API write."""
        return tuple(name for row in self.rows for name in row)

    @cached_property
    def many(self) -> tuple[str, ...]:
        """The form's many-to-many fields."""
        return tuple(name for name in self.fields if self.field(name).many_to_many)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The form's other fields."""
        return tuple(name for name in self.fields if name not in self.many)

    def field(self, name: str) -> Any:
        """A field of the model."""
        return self.model._meta.get_field(name)

    def title_of(self, name: str) -> Any:
        """A field's title, in the language in which it is shown."""
        return _capital(self.field(name).verbose_name)

    @property
    def state_field(self) -> str:
        """The field the moves change, or nothing."""
        return self.moves.field if self.moves else ""

    @property
    def segment(self) -> str:
        """The part of the address that stands for the phase or the home."""
        if self.phase is not None:
            return self.phase.segment
        if self.home is None:
            raise ImproperlyConfigured(f"{self.slug} has neither a phase nor a home")
        return self.home.segment

    def fault(self, preset: str) -> Fault:
        """What a preset shows, as that which is at fault for a criterion: both are one condition, and one address."""
        where = next(row.where for row in self.presets if row.slug == preset)
        return Fault(Rows(self.model, where), lambda slug: f"{self.url(slug)}?preset={preset}")

    def url(self, slug: str, code: str = "", tail: str = "") -> str:
        """Address of the list, of one record, or of something below either."""
        base = f"{get_script_prefix()}programmes/{slug}/{self.segment}/{self.slug}/"
        return f"{base}{code}/{tail}" if code else f"{base}{tail}"


_capital = lazy(capfirst, str)
K = TypeVar("K", bound=RecordKind)

record_kinds: Registry[RecordKind] = Registry("record kinds", order=lambda kind: (kind.phase or 0, kind.order))
_by_model: dict[type[models.Model], RecordKind] = {}


def record_kind(declared: type[K]) -> K:
    """Declare a kind of record, with the acts its services record; gives the one there is of it."""
    kind = declared()
    ledger_topic(kind.slug, kind.title, url=kind.url)
    ledger_act(f"{kind.slug}.created", _("{who} created {kind} {what}"), kind=kind.one)
    ledger_act(f"{kind.slug}.revised", _("{who} changed {kind} {what}"), kind=kind.one)
    ledger_act(f"{kind.slug}.removed", _("{who} removed {kind} {what}"), kind=kind.one, linked=False)
    ledger_act(f"{kind.slug}.imported", _("{who} imported {kind} from {what}"), kind=kind.title)
    for move in kind.moves or ():
        told = _("{who} took the step “{move}” on {kind} {what}")
        ledger_act(f"{kind.slug}.{move.code}", told, kind=kind.one, move=move.title)
    _by_model[kind.model] = kind
    record_kinds.add(kind.slug, kind)
    return kind


def kind_of(model: type[models.Model]) -> RecordKind | None:
    """The kind declared for a model, or None."""
    return _by_model.get(model)


def kinds_of(phase: Phase) -> list[RecordKind]:
    """The kinds of a phase, in their order."""
    return [kind for kind in record_kinds if kind.phase == phase]


def kinds_at(home: Home) -> list[RecordKind]:
    """The kinds of a home, in the order of declaration."""
    return [kind for kind in record_kinds if kind.home == home]


#: Panels other rooms add under every record's body; ``context(access, kind, record)``.
record_panels: Registry[Panel] = Registry("record panels")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a guard will say to a write, told before it is tried: a sentence, with where to go instead."""

    text: str
    url: str = ""
    url_title: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """What phases ask of writes to records.

    ``permit(kind, access, act, records, reason)`` is called in the transaction of the write, the records locked,
    before they are saved; ``act`` is "created", "revised", "removed" or a move's code. It refuses, or gives the
    reasons to be kept, by code, where they differ from the one given. ``foresee(kind, access, record)`` says so
    beforehand (no record: a new one), or None.
    """

    permit: Callable[[RecordKind, Access, str, Sequence[Any], str], Mapping[str, str]]
    foresee: Callable[[RecordKind, Access, Any | None], Foreseen | None]


record_guards: Registry[Guard] = Registry("record guards")

#: Panels of one kind: above its list, or first under the body of its records.
kind_panels: Registry[tuple[str, str, Panel]] = Registry("panels of kinds")


def kind_panel(kind: RecordKind, place: str, panel: Panel) -> None:
    """Declare a panel of a kind; ``place`` is list or record."""
    kind_panels.add(f"{kind.slug}:{place}:{panel.template}", (kind.slug, place, panel))


def panels_of(kind: RecordKind, place: str) -> list[Panel]:
    """The panels of a kind at a place, in their order."""
    found = (panel for slug, where, panel in kind_panels if slug == kind.slug and where == place)
    return sorted(found, key=lambda panel: panel.order)
