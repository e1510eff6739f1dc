"""Record kinds: one readable declaration from which list, page, form, import, export and API are made.

Fields are named as in the model; their titles, choices and targets come from there. Anything special is an
ordinary view or a block of a template that overrides one part.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.urls import get_script_prefix
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

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


@dataclass(frozen=True)
class RecordKind:
    """A kind of governed record.

    ``view`` and ``edit`` are acts of the permission matrix; ``contribute`` is the act of those who may write
    records of their own departments only (``department_field``). ``own`` is the act of moves that people without
    ``edit`` may make with records they own (``owner_field``). A kind belongs to a phase, or to the whole programme
    (``phase`` None) and then to a ``home``. ``columns``, ``filters``, ``form`` (rows of
    fields), ``facts`` and ``body`` name fields; ``computed`` adds columns of our own. ``check`` refuses values
    that fit each field but not each other.
    """

    slug: str
    model: type[ProgrammeRecord]
    phase: Phase | None
    prefix: str
    title: Any
    one: Any
    icon: str
    view: str
    edit: str
    columns: tuple[str, ...]
    form: tuple[tuple[str, ...], ...]
    search: tuple[str, ...]
    filters: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    computed: tuple[Column, ...] = ()
    presets: tuple[Preset, ...] = ()
    bulk: tuple[str, ...] = ()
    contribute: str = ""
    department_field: str = ""
    own: str = ""
    owner_field: str = ""
    #: Fields that owners without ``edit`` may revise in records of their own.
    own_fields: tuple[str, ...] = ()
    home: Home | None = None
    moves: MoveTable | None = None
    looks: Mapping[Any, Look] = field(default_factory=dict)
    #: Which of its records keep what they name from being removed; all of them where it is not given.
    holding: models.Q | None = None
    #: Fields whose change makes what was made of a record suspect.
    triggers: tuple[str, ...] = ()
    #: Fields that point at what a record was made of.
    traced: tuple[str, ...] = ()
    hints: Mapping[str, Any] = field(default_factory=dict)
    check: Callable[[Any, Mapping[str, Any]], None] = lambda record, values: None
    #: Why a record's content can be changed no more, or nothing while it can.
    closed: Callable[[Any], str] = lambda record: ""
    #: Called when a move has set the new state, before the record is saved: refuses one that is not ready, sets fields.
    moved: Callable[[Any, Moving], None] = lambda record, moving: None
    #: Fields that services of the kind's own write, each with how its value reads line by line in a history.
    kept: Mapping[str, Callable[[Any], list[str]]] = field(default_factory=dict)
    #: More acts above the list for those who may create: title, tail of the address, icon.
    more: tuple[tuple[Any, str, str], ...] = ()
    #: Further acts in the head of the list and of a record's page, for someone in a programme.
    list_acts: Callable[[Any], list[dict[str, Any]]] = lambda access: []
    record_acts: Callable[[Any, Any], list[dict[str, Any]]] = lambda access, record: []
    intro: Any = ""
    width: int = 3
    #: Place among the kinds of its phase, low first.
    order: int = 50

    @property
    def title_field(self) -> str:
        """The field that names a record."""
        return self.model.title_field

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """All fields of the form, in its order: what import and API write."""
        return tuple(name for row in self.form for name in row)

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

record_kinds: Registry[RecordKind] = Registry("record kinds", order=lambda kind: (kind.phase or 0, kind.order))
_by_model: dict[type[models.Model], RecordKind] = {}


def record_kind(kind: RecordKind) -> RecordKind:
    """Declare a kind of record, with the acts its services record."""
    ledger_topic(kind.slug, kind.title, url=kind.url)
    ledger_act(f"{kind.slug}.created", _("{who} created {kind} {what}"), kind=kind.one)
    ledger_act(f"{kind.slug}.revised", _("{who} changed {kind} {what}"), kind=kind.one)
    ledger_act(f"{kind.slug}.removed", _("{who} removed {kind} {what}"), kind=kind.one, linked=False)
    ledger_act(f"{kind.slug}.imported", _("{who} imported {kind} from {what}"), kind=kind.title)
    for move in kind.moves or ():
        told = _("{who} took the step “{move}” on {kind} {what}")
        ledger_act(f"{kind.slug}.{move.code}", told, kind=kind.one, move=move.title)
    _by_model[kind.model] = kind
    return record_kinds.add(kind.slug, kind)


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
