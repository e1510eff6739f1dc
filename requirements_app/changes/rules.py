"""Rules of change control: pure functions on values."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from requirements_app.changes.states import ChangeState, Control, Extent

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


def in_baseline(record: Any, frozen_at: datetime | None) -> bool:
    """Whether a record was there when the baseline was frozen: what came later entered under a change request."""
    return bool(frozen_at is None or record.created_at <= frozen_at)


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
        return _("You requested this change; someone else must decide on it.")
    return ""


def decision_subject(change: Any, version: int, move: str) -> str:
    """What a decision declares, for a passkey to sign: this move of the request as it was shown."""
    return f"{change.programme_id}:{change.code}:{version}:{move}"
