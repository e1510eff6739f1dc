"""Rules of change control: pure functions on values."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from requirements_app.states.changes import ChangeState, Control, Extent

#: Kinds of which the baseline is made: what is built and measured.
CONTENT = ("requirements", "goals", "interactions")
#: All kinds a change request can list, each by the name of its field.
LISTED = {
    "requirements": "requirements",
    "interactions": "interactions",
    "goals": "goals",
    "pain-points": "pain_points",
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
    """Whether a record may be written under a change request: it is listed, or was made under it, or is new and the
    request allows new ones.
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
    return _("Only a draft can be changed; this change request is “%(state)s”.") % {
        "state": change.get_state_display()
    }


def decision_refusal(change: Any, user: Any) -> str:
    """Why this person may not decide on a request, or nothing: whoever asked for it does not."""
    if user.pk in {change.created_by_id, change.submitted_by_id}:
        return _("You asked for this change; someone else must decide on it.")
    return ""


Row = Mapping[str, Any]


def _rows(content: Mapping[str, Any], part: str) -> dict[str, Row]:
    return {row["code"]: row for row in content.get(part, [])}


#: The parts of the content with a department of their own, and the field that names it.
_OWNED = (
    ("systems", "owner_department"),
    ("pain_points", "department"),
    ("goals", "owner_department"),
    ("requirements", "owner_department"),
)
#: What concerns everyone: why the programme is and what it holds.
_COMMON = ("purpose", "scope", "programme")


def departments_touched(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[str]]:
    """The departments, by name, that a change of the specification concerns, each with the codes that say why.

    A record concerns the department that owns it, before or now; an interaction those that own its two systems and
    its requirement. A change request carried anew concerns those its impact names; a department that was not there
    before is concerned by all it owns. What concerns everyone (purpose, scope, the programme) stands under "".
    """
    found: dict[str, list[str]] = {}

    def tell(name: str, code: str) -> None:
        if name and code not in found.setdefault(name, []):
            found[name].append(code)

    for part, field in _OWNED:
        before, after = _rows(old, part), _rows(new, part)
        for code in _changed(before, after):
            for rows in (before, after):
                if code in rows:
                    tell(rows[code].get(field, ""), code)
    before, after = _rows(old, "interactions"), _rows(new, "interactions")
    for code in _changed(before, after):
        for content, rows in ((old, before), (new, after)):
            if code in rows:
                for name in _around(content, rows[code]):
                    tell(name, code)
    before, after = _rows(old, "change_requests"), _rows(new, "change_requests")
    for code in _changed(before, after):
        if code in after:
            for name in after[code]["departments"]:
                tell(name, code)
    joined = {row["name"] for row in new.get("departments", [])} - {row["name"] for row in old.get("departments", [])}
    for name in joined:
        for code, row in _rows(new, "requirements").items():
            if row.get("owner_department") == name:
                tell(name, code)
    common = [part for part in _COMMON if old.get(part) != new.get(part)]
    if common:
        found[""] = common
    return found


def _changed(before: Mapping[str, Row], after: Mapping[str, Row]) -> Iterable[str]:
    codes = dict.fromkeys([*after, *before])
    return (code for code in codes if before.get(code) != after.get(code))


def _around(content: Mapping[str, Any], flow: Row) -> Iterable[str]:
    systems = _rows(content, "systems")
    for end in ("source", "target"):
        yield systems.get(flow[end], {}).get("owner_department", "")
    yield _rows(content, "requirements").get(flow.get("requirement", ""), {}).get("owner_department", "")
