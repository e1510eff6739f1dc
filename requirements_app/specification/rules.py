"""Whom a change of the specification concerns: a pure function of what it said and says."""

from collections.abc import Iterator, Mapping
from typing import Any

from requirements_app.processes.states import LaneKind

Row = Mapping[str, Any]
Content = Mapping[str, Any]


def _rows(content: Content, part: str) -> dict[str, Row]:
    return {row["code"]: row for row in content.get(part, [])}


#: The parts of the content with a department of their own, and the field that names it.
_OWNED = (
    ("systems", "owner_department"),
    ("interviews", "department"),
    ("pain_points", "department"),
    ("goals", "owner_department"),
    ("requirements", "owner_department"),
    ("processes", "owner_department"),
)

#: What concerns everyone: why the programme is, what it holds, who answers for its work.
_COMMON = ("purpose", "scope", "programme", "responsibilities")


def departments_touched(old: Content, new: Content) -> dict[str, list[str]]:
    """The departments, by name, that a change of the specification concerns, each with the codes that say why.

    A record concerns the department that owns it, before or now; an interaction those that own its two systems and
    its requirement; a process also those in whose lanes its steps stand. A change request carried anew concerns those
    its impact names; a department that was not there before is concerned by all it owns. What concerns everyone
    (purpose, scope, the programme, its responsibilities) stands under "".
    """
    found: dict[str, list[str]] = {}
    ways = (_of_owners, _of_flows, _of_lanes, _of_requests, _of_newcomers)
    for name, code in (pair for way in ways for pair in way(old, new)):
        if name and code not in found.setdefault(name, []):
            found[name].append(code)
    common = [part for part in _COMMON if (old.get(part) or None) != (new.get(part) or None)]
    return {**found, "": common} if common else found


def _changed(old: Content, new: Content, part: str) -> Iterator[tuple[str, list[tuple[Content, Row]]]]:
    """The codes of a part that read otherwise, each with its rows and the content they stand in."""
    before, after = _rows(old, part), _rows(new, part)
    for code in dict.fromkeys([*after, *before]):
        if before.get(code) != after.get(code):
            yield code, [(content, rows[code]) for content, rows in ((old, before), (new, after)) if code in rows]


def _of_owners(old: Content, new: Content) -> Iterator[tuple[str, str]]:
    for part, field in _OWNED:
        for code, rows in _changed(old, new, part):
            yield from ((row.get(field, ""), code) for _content, row in rows)


def _of_flows(old: Content, new: Content) -> Iterator[tuple[str, str]]:
    for code, rows in _changed(old, new, "interactions"):
        for content, row in rows:
            systems = _rows(content, "systems")
            for end in ("source", "target"):
                yield systems.get(row[end], {}).get("owner_department", ""), code
            yield _rows(content, "requirements").get(row.get("requirement", ""), {}).get("owner_department", ""), code


def _of_lanes(old: Content, new: Content) -> Iterator[tuple[str, str]]:
    for code, rows in _changed(old, new, "processes"):
        for _content, row in rows:
            yield from ((step["lane"], code) for step in row["steps"] if step["lane_kind"] == LaneKind.DEPARTMENT)


def _of_requests(old: Content, new: Content) -> Iterator[tuple[str, str]]:
    known = _rows(old, "change_requests")
    for code, row in _rows(new, "change_requests").items():
        if code not in known:
            yield from ((name, code) for name in row["departments"])


def _of_newcomers(old: Content, new: Content) -> Iterator[tuple[str, str]]:
    there = {row["name"] for row in old.get("departments", [])}
    joined = {row["name"] for row in new.get("departments", [])} - there
    for code, row in _rows(new, "requirements").items():
        if row.get("owner_department") in joined:
            yield row["owner_department"], code
