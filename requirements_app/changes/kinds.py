"""The kind of record that changes what has been agreed: change requests."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import this_moment
from governance_app.errors import Conflict, Forbidden, Incomplete
from governance_app.inbox.services import notify
from governance_app.people.models import User
from governance_app.programmes.registry import actions
from governance_app.records.registry import Moving, Preset, RecordKind, column, record_kind
from governance_app.records.rules import own_department
from requirements_app.changes.impact import impact_of
from requirements_app.changes.models import ChangeRequest
from requirements_app.changes.rules import change_closed, decision_refusal, listed
from requirements_app.changes.states import CHANGE_LOOKS, CHANGE_MOVES, DECISIONS, ChangeState, Extent
from requirements_app.permissions import DECIDE, REQUEST

Unproven = Conflict.coded("unproven")
OwnRequest = Conflict.coded("own-request")
Unused = Conflict.coded("unused")


class ChangeRequests(RecordKind[ChangeRequest]):
    """Requests that are submitted, decided with a proof and carried out."""

    model, prefix, icon, order = ChangeRequest, "CR", "transform", 8
    contribute, department_field = REQUEST, "department"
    columns = ("code", "title", "state", "department", "requested_by", "requirements", "decided_at")
    hidden = ("interactions", "goals", "processes", "pain_points", "interviews", "systems", "extent", "updated_at")
    form = (
        "title",
        ("department", "requested_by"),
        "description",
        "rationale",
        "extent",
        "requirements",
        "interactions",
        "goals",
        "processes",
        "pain_points",
        "interviews",
        "systems",
    )
    facts = ("department", "requested_by", "extent", "decider", "decided_at")
    filters = ("state", "department", "extent")
    bulk = ("department",)
    presets = (
        Preset("undecided", _("To be decided"), Q(state=ChangeState.SUBMITTED)),
        Preset("accepted", _("Accepted, to be implemented"), Q(state=ChangeState.ACCEPTED)),
    )
    moves, looks = CHANGE_MOVES, CHANGE_LOOKS
    hints = {
        "description": _("What shall read or be otherwise, so that the committee can decide on it."),
        "rationale": _("What has happened since the baseline that makes it necessary."),
        "extent": _("New records, such as a further requirement, need an accepted change request as well."),
    }
    intro = _(
        "Once the specification is signed it is the baseline: whoever wants it otherwise says what, why and which "
        "records, and the committee decides."
    )

    @column(_("Decided by"))
    def decider(self, change: ChangeRequest) -> str:
        """Who decided."""
        return str(change.decided_by or "—")

    def holding(self) -> Q:
        """Those that wait for their decision: what is decided no longer needs the records it lists."""
        return Q(state__in=[ChangeState.DRAFT, ChangeState.SUBMITTED])

    def closed(self, record: ChangeRequest) -> str:
        """Only a draft is changed."""
        return change_closed(record)

    def moved(self, record: ChangeRequest, moving: Moving) -> None:
        """What the moves ask for and set down besides the state."""
        user = moving.access.user
        if moving.move.code in DECISIONS:
            self._decided(record, moving)
        elif moving.move.code == "implement":
            if not record.applications.exists():
                text = gettext("Nothing has been written under %(code)s yet.") % {"code": record.code}
                raise Unused(text)
        else:
            self._own(record, moving)
            record.submitted_by = user if moving.move.code == "submit" else None
            if moving.move.code == "submit":
                _complete(record)
                seats = record.programme.memberships.filter(role__in=actions[DECIDE].roles)
                self._tell(
                    record, moving, set(seats.values_list("user_id", flat=True)) - {user.pk, record.created_by_id}
                )

    def _decided(self, change: ChangeRequest, moving: Moving) -> None:
        user = moving.access.user
        if not moving.proof:
            text = gettext("A decision is made on its own page, where you prove once more who you are.")
            raise Unproven(text)
        if text := decision_refusal(change, user):
            raise OwnRequest(text)
        change.impact = impact_of(change)
        change.decided_by, change.decided_at = user, this_moment()
        change.decision_reason, change.decision_method = moving.reason.strip(), moving.proof
        self._tell(change, moving, {change.created_by_id, change.submitted_by_id})

    def _tell(self, change: ChangeRequest, moving: Moving, people: Collection[int | None]) -> None:
        notify(
            users=list(User.objects.filter(pk__in=[person for person in people if person])),
            programme=change.programme,
            key=f"change:{change.pk}:{change.version}:{moving.move.code}",
            title=gettext("%(record)s: %(state)s") % {"record": change, "state": change.get_state_display()},
            text=moving.reason.strip(),
            url=self.url(change.programme.slug, change.code),
            icon="transform",
        )

    def _own(self, change: ChangeRequest, moving: Moving) -> None:
        access = moving.access
        if access.may(self.edit) or change.created_by_id == access.user.pk or own_department(self, access, change):
            return
        raise Forbidden(gettext("Your role does not allow this for this record."))


def _complete(change: ChangeRequest) -> None:
    if listed(change) or change.extent == Extent.WITH_NEW:
        return
    text = gettext("List at least one record that is to change, or allow new ones.")
    raise Incomplete(text, fields={"requirements": [text]})


CHANGES = record_kind(ChangeRequests)
