"""Rules of change control: pure functions on values."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from requirements_app.states import LaneKind
from requirements_app.states.changes import ChangeState, Control, Extent

#: Kinds of which the baseline is made: what is built and measured, and how work shall run.
CONTENT = ("requirements", "goals", "interactions", "processes")
#: All kinds a change request can list, each by the name of its field.
LISTED = {
    "requirements": "requirements",
    "interactions": "interactions",
    "goals": "goals",
    "processes": "processes",
    "pain-points": "pain_points",
    "interviews": "interviews",
    "systems": "systems",
}
_CODE = re.compile(r"\bCR-\d+\b")


def governed(control: int) -> frozenset[str]:
    """The kinds that are written only under a change request once there is a baseline, by the policy's figure."""
    if control == Control.OPEN:
        return frozenset()
    return frozenset(LISTED) if control == Control.ALL else frozenset(CONTENT)


def listed(change: Any) -> set[str]:
    """The records a change request lists, as links name them."""
    return {f"{slug}:{code}" for slug, name in LISTED.items() for code in change.links.get(name, [])}


def covers(change: Any, reference: str, *, new: bool, made: Collection[str] = ()) -> bool:
    """Whether a record may be written under a change request.

    It is listed, or was made under it, or is new and the request allows new ones.
    """
    if new:
        return bool(change.extent == Extent.WITH_NEW)
    return reference in listed(change) or reference in made


def named_in(reason: str) -> set[str]:
    """The codes of change requests a reason names."""
    return set(_CODE.findall(reason))


def reason_under(code: str, reason: str) -> str:
    """The reason of an edit under a change request: it carries the request's code."""
    if code in named_in(reason):
        return reason
    return _("%(code)s: %(reason)s") % {"code": code, "reason": reason} if reason else code


def change_closed(change: Any) -> str:
    """Why a request's text can be changed no more, or nothing."""
    if change.state == ChangeState.DRAFT:
        return ""
    return _("Only a draft can be changed; this change request is “%(state)s”.") % {"state": change.get_state_display()}


def decision_refusal(change: Any, user: Any) -> str:
    """Why this person may not decide on a request, or nothing: whoever asked for it does not."""
    if user.pk in {change.created_by_id, change.submitted_by_id}:
        return _("You asked for this change; someone else must decide on it.")
    return ""


def decision_subject(change: Any, version: int, move: str) -> str:
    """What a decision declares, for a passkey to sign: this move of the request as it was shown."""
    return f"{change.programme_id}:{change.code}:{version}:{move}"


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
