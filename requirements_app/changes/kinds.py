"""The kind of record that changes what has been agreed: change requests."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.errors import Conflict, Forbidden, Incomplete
from governance_app.inbox.services import notify
from governance_app.people.models import User
from governance_app.phases import Phase
from governance_app.programmes.registry import actions
from governance_app.records.registry import (
    Column,
    Moving,
    Preset,
    RecordKind,
    record_kind,
)
from governance_app.records.rules import own_department
from requirements_app.changes.impact import impact_of
from requirements_app.changes.models import ChangeRequest
from requirements_app.changes.rules import change_closed, decision_refusal, listed
from requirements_app.changes.states import CHANGE_LOOKS, CHANGE_MOVES, DECISIONS, ChangeState, Extent
from requirements_app.permissions import DECIDE, EDIT, REQUEST, VIEW

Unproven = Conflict.coded("unproven")
OwnRequest = Conflict.coded("own-request")
Unused = Conflict.coded("unused")


def _moved(change: Any, step: Moving) -> None:
    """What the moves of a change request ask for and set down besides the state."""
    user = step.access.user
    if step.move.code in DECISIONS:
        if not step.proof:
            text = gettext("A decision is made on its own page, where you prove once more who you are.")
            raise Unproven(text)
        if text := decision_refusal(change, user):
            raise OwnRequest(text)
        change.impact = impact_of(change)
        change.decided_by, change.decided_at = user, timezone.now()
        change.decision_reason, change.decision_method = step.reason.strip(), step.proof
        _tell(change, step, {change.created_by_id, change.submitted_by_id})
    elif step.move.code == "implement":
        if not change.applications.exists():
            text = gettext("Nothing has been written under %(code)s yet.") % {"code": change.code}
            raise Unused(text)
    else:
        _own(change, step)
        change.submitted_by = user if step.move.code == "submit" else None
        if step.move.code == "submit":
            _complete(change)
            seats = change.programme.memberships.filter(role__in=actions[DECIDE].roles)
            _tell(change, step, set(seats.values_list("user_id", flat=True)) - {user.pk, change.created_by_id})


def _tell(change: Any, step: Moving, people: set[int | None]) -> None:
    notify(
        users=list(User.objects.filter(pk__in=[person for person in people if person])),
        programme=change.programme,
        key=f"change:{change.pk}:{change.version}:{step.move.code}",
        title=gettext("%(record)s: %(state)s") % {"record": change, "state": change.get_state_display()},
        text=step.reason.strip(),
        url=CHANGES.url(change.programme.slug, change.code),
        icon="transform",
    )


def _own(change: Any, step: Moving) -> None:
    access = step.access
    if access.may(EDIT) or change.created_by_id == access.user.pk or own_department(CHANGES, access, change):
        return
    raise Forbidden(gettext("Your role does not allow this for this record."))


def _complete(change: Any) -> None:
    if listed(change) or change.extent == Extent.WITH_NEW:
        return
    text = gettext("List at least one record that is to change, or allow new ones.")
    raise Incomplete(text, fields={"requirements": [text]})


CHANGES = record_kind(
    RecordKind(
        slug="change-requests",
        order=8,
        model=ChangeRequest,
        phase=Phase.REQUIREMENTS,
        prefix="CR",
        title=_("Change requests"),
        one=_("change request"),
        icon="transform",
        view=VIEW,
        edit=EDIT,
        contribute=REQUEST,
        department_field="department",
        columns=("code", "title", "state", "department", "requested_by", "requirements", "decided_at"),
        hidden=("interactions", "goals", "processes", "pain_points", "interviews", "systems", "extent", "updated_at"),
        computed=(Column("decider", _("Decided by"), lambda change: str(change.decided_by or "—")),),
        filters=("state", "department", "extent"),
        search=("code", "title", "description", "rationale"),
        form=(
            ("title",),
            ("department", "requested_by"),
            ("description",),
            ("rationale",),
            ("extent",),
            ("requirements",),
            ("interactions",),
            ("goals",),
            ("processes",),
            ("pain_points",),
            ("interviews",),
            ("systems",),
        ),
        facts=("department", "requested_by", "extent", "decider", "decided_at"),
        body=("description", "rationale"),
        moves=CHANGE_MOVES,
        looks=CHANGE_LOOKS,
        bulk=("department",),
        presets=(
            Preset("undecided", _("To be decided"), Q(state=ChangeState.SUBMITTED)),
            Preset("accepted", _("Accepted, to be implemented"), Q(state=ChangeState.ACCEPTED)),
        ),
        hints={
            "description": _("What shall read or be otherwise, so that the committee can decide on it."),
            "rationale": _("What has happened since the baseline that makes it necessary."),
            "extent": _("New records, such as a further requirement, need an accepted change request as well."),
        },
        holding=Q(state__in=[ChangeState.DRAFT, ChangeState.SUBMITTED]),
        closed=change_closed,
        moved=_moved,
        intro=_(
            "Once the specification is signed it is the baseline: whoever wants it otherwise says what, why and which "
            "records, and the committee decides."
        ),
    )
)
