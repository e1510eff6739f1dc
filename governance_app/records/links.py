"""What names what: every way in which records point at one another, read from the models and written down nowhere.

A record names another by a foreign key or a many-to-many field of its own, or of a row that belongs to it. A row that
is no record belongs to the one it is deleted with: its first cascading foreign key leads there, over as many steps as
there are; of the table of a many-to-many field it is the key to the record that has the field. Who names a part of a
record names the record. A row that belongs to no record is on no page, but it holds what it names all the same.

Texts that name a record by its code (comments, files, agenda items, conditions, the ledger) tell of it and hold
nothing: they stay when it goes, as its history does.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalChanges

from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.records.registry import RecordKind, kind_of, record_kinds
from governance_app.records.tracing import reference

#: Terms of one statement: SQLite takes 500.
_TERMS = 400
#: Codes of one kind that a refusal names.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Relation:
    """A way in which records of ``kind`` name those of ``target``.

    It stands in the rows of ``model``; ``near`` leads from a row to the record that names (nowhere: it is the row),
    ``far`` to the one named.
    """

    kind: RecordKind
    target: RecordKind
    model: type[models.Model]
    near: str
    far: str

    def rows(self) -> QuerySet[Any]:
        """All rows, without order; a record that names itself does not count."""
        rows = self.model._base_manager.order_by()
        return rows.exclude(**{self.far: F(_to(self.near, "pk"))}) if self.kind is self.target else rows

    def pairs(
        self, programme: Programme, codes: Collection[str], *, down: bool, most: int
    ) -> tuple[QuerySet[Any], str, str]:
        """Rows that lead on from codes, with the lookups of the code one comes from and of the one reached.

        Down it leads from records named to those that name them. At most so many rows where ``most`` is not 0.
        """
        near, far = _to(self.near, "code"), _to(self.far, "code")
        start, end = (far, near) if down else (near, far)
        mine = {_to(self.near, "programme"): programme, _to(self.far, "programme"): programme}
        rows = self.rows().filter(**mine, **{f"{start}__among": codes})
        if most:
            rows = self.model._base_manager.order_by().filter(pk__in=rows.order_by(end).values("pk")[:most])
        return rows, start, end

    def references(self, start: str, end: str, *, down: bool) -> tuple[str, str]:
        """A pair's codes as links name records."""
        kinds = (self.target, self.kind) if down else (self.kind, self.target)
        return reference(kinds[0], start), reference(kinds[1], end)

    def holding(self, record: Any) -> QuerySet[Any]:
        """The rows that keep a record from being removed."""
        rows = self.rows().filter(**{self.far: record.pk})
        condition = self.kind.holding()
        if not condition:
            return rows
        holders = self.kind.model._base_manager.filter(condition)
        return rows.filter(**{f"{_to(self.near, 'pk')}__in": holders.values("pk")})


@dataclass(frozen=True, slots=True)
class Loose:
    """A key by which rows that belong to no record name those of ``target``."""

    target: RecordKind
    model: type[models.Model]
    far: str


def _to(path: str, name: str) -> str:
    return f"{path}__{name}" if path else name


@cache
def _ways() -> tuple[tuple[Relation, ...], tuple[Loose, ...]]:
    """All relations, in the order of the kinds that name and of their fields, and all loose keys."""
    found: list[Relation] = []
    loose: list[Loose] = []
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, HistoricalChanges) or model._meta.proxy:
            continue
        home = _home(model)
        for field in _keys(model):
            end = _home(field.related_model)
            if end is None or (home and home[1].split("__")[0] == field.name):
                continue
            target, far = end[0], _to(field.name, end[1]) if end[1] else field.name
            if home is None:
                loose.append(Loose(target, model, far))
            # A part that points at a part of its own kind (what follows a step) lies within the record.
            elif not (home[0] is target and home[1] and end[1]):
                found.append(Relation(home[0], target, model, home[1], far))
    order = {kind.slug: place for place, kind in enumerate(record_kinds)}
    # Of one kind its own foreign keys come first, then its many-to-many fields, then what belongs to its records.
    found.sort(key=lambda relation: (order[relation.kind.slug], relation.near != ""))
    return tuple(found), tuple(loose)


def _home(model: type[models.Model], seen: tuple[type[models.Model], ...] = ()) -> tuple[RecordKind, str] | None:
    """The kind of the records to which a model's rows belong, and the way to them; None where they belong to none."""
    kind = kind_of(model)
    if kind is not None:
        return kind, ""
    for field in _keys(model):
        if field.remote_field.on_delete is not models.CASCADE or field.related_model in (*seen, model):
            continue
        if found := _home(field.related_model, (*seen, model)):
            return found[0], _to(field.name, found[1]) if found[1] else field.name
    return None


def _keys(model: type[models.Model]) -> list[Any]:
    """A model's foreign keys; of the table of a many-to-many field the one to the model that has the field first."""
    keys: list[Any] = [field for field in model._meta.concrete_fields if field.remote_field]
    sources = {field.m2m_field_name() for field in _many() if field.remote_field.through is model}
    return sorted(keys, key=lambda field: field.name not in sources)


@cache
def _many() -> tuple[Any, ...]:
    return tuple(field for model in apps.get_models() for field in model._meta.local_many_to_many)


def relations_forget() -> None:
    """Read the models anew when next asked: for tests that declare kinds of their own."""
    _ways.cache_clear()
    _many.cache_clear()


def relations() -> tuple[Relation, ...]:
    """Every relation between kinds, in the order of the kinds that name."""
    return _ways()[0]


def relations_from(kind: RecordKind) -> list[Relation]:
    """The ways in which records of a kind name others."""
    return [relation for relation in relations() if relation.kind is kind]


def relations_to(kind: RecordKind) -> list[Relation]:
    """The ways in which records of a kind are named."""
    return [relation for relation in relations() if relation.target is kind]


def united(terms: Iterable[QuerySet[Any, Any]]) -> Iterator[Any]:
    """The rows of queries of the same columns: one statement, however many queries there are."""
    listed = list(terms)
    for start in range(0, len(listed), _TERMS):
        first, *others = listed[start : start + _TERMS]
        yield from first.union(*others, all=True) if others else first


def nothing(field: Any) -> Cast:
    """No value, of a type: PostgreSQL asks for one where a column of some terms is empty."""
    return Cast(Value(None), field)


def used_by(kind: RecordKind, access: Access, record: Any) -> str:
    """What keeps a record from being removed, in words for one reader; empty where nothing does.

    Named are those the reader may see; of the others it says how many there are. Must run with the record locked for
    removal: whoever names it holds it until then (``Writing``), and the database checks the keys of all, those of
    many-to-many tables as well, when they are committed.
    """
    named = dict(enumerate(relations_to(kind)))
    loose = {-1 - place: way for place, way in enumerate(_ways()[1]) if way.target is kind}
    terms: list[QuerySet[Any, Any]] = [
        way.holding(record).values_list(Value(place), _to(way.near, "programme"), _to(way.near, "code"))
        for place, way in named.items()
    ]
    no_programme = nothing(models.BigIntegerField())
    terms += [
        way.model._base_manager.order_by()
        .filter(**{way.far: record.pk})
        .values_list(Value(place), no_programme, Cast("pk", models.CharField()))
        for place, way in loose.items()
    ]
    shown: dict[str, set[str]] = {}
    hidden: set[tuple[str, int, str]] = set()
    counts: dict[int, int] = {}
    for place, programme, code in united(terms):
        if place < 0:
            counts[place] = counts.get(place, 0) + 1
            continue
        user = named[place].kind
        if programme == access.programme.pk and access.may(user.view):
            shown.setdefault(user.slug, set()).add(code)
        else:
            hidden.add((user.slug, programme, code))
    parts = [_group(record_kinds[slug], sorted(codes)) for slug, codes in shown.items()]
    parts += [
        _("%(count)s %(things)s") % {"count": count, "things": loose[place].model._meta.verbose_name_plural}
        for place, count in counts.items()
    ]
    if hidden:
        text = ngettext("%(count)s record you may not see", "%(count)s records you may not see", len(hidden))
        parts.append(text % {"count": len(hidden)})
    return _("; ").join(parts)


def _group(kind: RecordKind, codes: list[str]) -> str:
    words = {"kind": kind.title, "codes": _(", ").join(codes[:_NAMED]), "count": len(codes) - _NAMED}
    return (_("%(kind)s %(codes)s and %(count)s more") if codes[_NAMED:] else _("%(kind)s %(codes)s")) % words
