"""Records reached from others along relations and trace links, over as many steps as there are; who answers for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Substr

from governance_app.people.models import User
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role
from governance_app.records.links import nothing, relations, united
from governance_app.records.registry import RecordKind, kind_of, record_kinds
from governance_app.records.tracing import owner_field, reference
from governance_app.trace.models import TraceLink

#: Steps a walk takes at most; there are seven phases, and few kinds in a row within one.
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Hop:
    """A record reached: from which other, in how many steps, and whether the link between is suspect."""

    reference: str
    via: str
    step: int
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A record as a walk shows it; ``departments`` are the ids of those it concerns, ``owner`` of the one it has."""

    kind: RecordKind
    code: str
    title: str
    state: str
    departments: tuple[int, ...]
    owner: int | None

    @property
    def reference(self) -> str:
        """The record as links name it."""
        return reference(self.kind, self.code)


def walk(programme: Programme, starts: Collection[str], *, down: bool, wide: bool = True, most: int = 0) -> list[Hop]:
    """Everything that was made of the records named (or that they were made of), each once, the nearest first.

    In its first step a wide walk goes along all relations, at most ``most`` records along each (0: all). Further on it
    follows those that the kinds trace; downwards also what names a record by a kind that traces nothing, such as a
    change request. One statement a step.
    """
    seen, level = set(starts), set(starts)
    found: list[Hop] = []
    for step in range(1, DEEPEST + 1):
        edges = _edges(programme, level, down=down, wide=wide and step == 1, most=most)
        level = set()
        for start, end, suspect in edges:
            if end not in seen:
                seen.add(end)
                level.add(end)
                found.append(Hop(end, start, step, suspect))
        if not level:
            break
    return found


def _edges(
    programme: Programme, level: Collection[str], *, down: bool, wide: bool, most: int
) -> list[tuple[str, str, bool]]:
    """From which record of a level one comes to which, and whether the link between is suspect: trace links first."""
    near, far = ("source", "target") if down else ("target", "source")
    terms: list[QuerySet[Any, Any]] = []
    if sources := {each for each in level if _goes_on(each, down)}:
        links = TraceLink.objects.filter(programme=programme, **{f"{near}__among": sources}).order_by()
        terms.append(links.values_list(Value(-1), near, far, "suspect"))
    codes, ways = by_kind(level), relations()
    sound = Value(False, output_field=BooleanField())
    for place, way in enumerate(ways):
        start = (way.target if down else way.kind).slug
        if start in codes and (wide or (down and not way.kind.traced)):
            rows, *ends = way.pairs(programme, codes[start], down=down, most=most)
            terms.append(rows.values_list(Value(place), *ends, sound))
    found = sorted(united(terms), key=lambda row: (row[0], row[2], row[1]))
    return [
        (start, end, suspect) if place < 0 else (*ways[place].references(start, end, down=down), False)
        for place, start, end, suspect in found
    ]


@cache
def _sources() -> frozenset[str]:
    """The kinds of which others are made."""
    pairs = ((kind, name) for kind in record_kinds for name in kind.traced)
    found = (kind_of(kind.field(name).related_model) for kind, name in pairs)
    return frozenset(kind.slug for kind in found if kind is not None)


def _goes_on(each: str, down: bool) -> bool:
    """Whether a record's kind can have links in this direction at all."""
    kind = record_kinds.get(each.partition(":")[0])
    return kind is None or (kind.slug in _sources() if down else bool(kind.traced))


def by_kind(references: Iterable[str]) -> dict[str, set[str]]:
    """References by the slug of their kind; kinds nobody declares are left out."""
    found: dict[str, set[str]] = {}
    for each in references:
        slug, _colon, code = each.partition(":")
        if slug in record_kinds:
            found.setdefault(slug, set()).add(code)
    return found


def nodes(programme: Programme, references: Iterable[str]) -> dict[str, Node]:
    """The records named that are there, by reference: one statement for all kinds."""
    kinds = [(record_kinds[slug], codes) for slug, codes in by_kind(references).items()]
    terms = [
        kind.model._default_manager.filter(programme=programme, code__among=codes)
        .order_by()
        .values_list(
            Value(place),
            "code",
            kind.title_field,
            kind.state_field or Value(""),
            owner_field(kind) or nothing(BigIntegerField()),
            via or nothing(BigIntegerField()),
        )
        for place, (kind, codes) in enumerate(kinds)
        for via in kind.model.departments_by() or ("",)
    ]
    found: dict[str, Node] = {}
    # Where there are several departments there are as many rows.
    for place, code, title, state, owner, department in sorted(united(terms), key=lambda row: row[:2]):
        kind = kinds[place][0]
        known = found.get(reference(kind, code))
        departments = tuple(
            dict.fromkeys((*(known.departments if known else ()), *([department] if department else [])))
        )
        node = Node(kind, code, str(title), state, departments, owner)
        found[node.reference] = node
    return found


def lookers(programme: Programme, references: Iterable[str]) -> dict[str, list[User]]:
    """Who must look at records whose sources have changed.

    The heads of the department that owns the record; where it has none, the programme managers.
    """
    known = nodes(programme, references)
    if not known:
        return {}
    heads: dict[int | None, list[User]] = {}
    managers: list[User] = []
    rows = Membership.objects.filter(
        programme=programme, role__in=[Role.DEPT_HEAD, Role.PMO], user__is_active=True
    ).select_related("user")
    for row in rows.order_by("pk"):
        if row.role == Role.PMO:
            managers.append(row.user)
        else:
            heads.setdefault(row.department_id, []).append(row.user)
    return {each: (heads.get(node.owner) if node.owner else None) or managers for each, node in known.items()}


def to_look_at(access: Access) -> QuerySet[TraceLink] | None:
    """The suspect links at whose targets this person must look: what ``lookers`` says, as one condition.

    None where no role of theirs makes them look.
    """
    headed = [row.department_id for row in access.memberships if row.role == Role.DEPT_HEAD and row.department_id]
    manages = Role.PMO in access.roles
    if not access.may("trace.clear") or not (headed or manages):
        return None
    heads = Membership.objects.filter(
        programme=access.programme, role=Role.DEPT_HEAD, department__isnull=False, user__is_active=True
    )
    mine = Q(pk__in=[])
    for kind in (kind for kind in record_kinds if kind.traced):
        name, start = owner_field(kind), reference(kind, "")
        code = Substr(OuterRef("target"), len(start) + 1)
        rows = kind.model._default_manager.filter(programme=access.programme, code=code)
        looks = Q(Exists(rows.filter(**{f"{name}__in": headed}))) if name and headed else Q(pk__in=[])
        if manages:
            nobody = rows.exclude(**{f"{name}__in": heads.values("department")}) if name else rows
            looks |= Q(Exists(nobody))
        mine |= Q(target__startswith=start) & looks
    return TraceLink.objects.filter(mine, programme=access.programme, suspect=True)
