"""What happens to a meeting besides its own record: each takes the meeting's lock and leaves it a version higher."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.histories import written_by
from governance_app.documents.services import content_touched
from governance_app.errors import Closed, InUse, Invalid, Missing, Stale, refuse_invalid
from governance_app.ledger.registry import Act
from governance_app.ledger.services import ledger_append
from governance_app.people.models import User
from governance_app.planning.acts import MEETING_AGENDA, MEETING_ATTENDANCE, MEETING_MINUTES
from governance_app.planning.kinds import MEETINGS
from governance_app.planning.models import AgendaItem, Attendance, Meeting
from governance_app.planning.selectors import items_of, people_called, proposals_for
from governance_app.planning.states import EDIT, ItemKind, MeetingState, Presence
from governance_app.programmes.rules import Access
from governance_app.records.rules import forbidden

#: While a meeting is in one of these, its agenda and minutes may be written.
OPEN = frozenset({MeetingState.PLANNED, MeetingState.HELD})


def _lock(access: Access, code: str, version: int | None) -> Meeting:
    if not access.may(EDIT):
        raise forbidden()
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .filter(programme=access.programme, code=code)
        .select_related("programme", "updated_by")
        .first()
    )
    if meeting is None:
        raise Missing(_("The record no longer exists."))
    if meeting.state not in OPEN:
        text = _("The agenda and minutes of this meeting are closed: %(state)s.")
        raise Closed(text % {"state": meeting.get_state_display()})
    if version is not None and version != meeting.version:
        text = _(
            "%(who)s has changed this meeting in the meantime. Nothing was saved; what you typed is kept below, "
            "beside what stands now."
        )
        raise Stale(text % {"who": meeting.updated_by or "—"})
    return meeting


def _touched(meeting: Meeting, access: Access, act: Act, reason: str, **detail: Any) -> None:
    meeting.version += 1
    meeting.updated_by = access.user
    written_by(meeting, access.user, reason).save()
    content_touched(
        programme=access.programme,
        source=MEETINGS.slug,
        actor=access.user,
        reason=_("%(code)s was changed") % {"code": meeting.code} + f": {reason}",
    )
    ledger_append(
        act=act,
        subject=f"{MEETINGS.slug}:{meeting.code}",
        subject_label=str(meeting),
        actor=access.user,
        programme=access.programme.slug,
        detail={"version": meeting.version, **detail},
    )


def _item_save(item: AgendaItem, actor: User) -> None:
    try:
        item.full_clean(exclude=["meeting"])
    except ValidationError as error:
        raise refuse_invalid(error) from error
    written_by(item, actor).save()


@transaction.atomic
def agenda_fill(*, access: Access, code: str) -> tuple[int, int]:
    """Put on the agenda what the data asks for now, and take off what no longer does; gives both numbers.

    Items added by hand and items that have minutes already stay as they are. Doing it twice changes nothing.
    """
    meeting = _lock(access, code, None)
    wanted = {row.subject: row for row in proposals_for(meeting)}
    items = items_of(meeting)
    known = {item.subject: item for item in items if item.subject}
    position = max((item.position for item in items), default=0)
    added = removed = refreshed = 0
    for item in known.values():
        if item.minutes.strip():
            continue
        row = wanted.get(item.subject)
        if row is None:
            item._history_user = access.user  # type: ignore[attr-defined]
            item.delete()
            removed += 1
        elif (item.title, item.detail) != (row.title[:200], row.detail[:300]):
            item.title, item.detail = row.title[:200], row.detail[:300]
            _item_save(item, access.user)
            refreshed += 1
    for row in wanted.values():
        if row.subject not in known:
            position += 1
            added += 1
            item = AgendaItem(
                meeting=meeting,
                position=position,
                kind=row.kind,
                subject=row.subject,
                title=row.title[:200],
                detail=row.detail[:300],
            )
            _item_save(item, access.user)
    if added or removed or refreshed:
        reason = _("Agenda filled: %(added)s added, %(removed)s taken off")
        counts = {"added": added, "removed": removed}
        _touched(meeting, access, MEETING_AGENDA, reason % counts, **counts)
    return added, removed


@transaction.atomic
def item_write(
    *, access: Access, code: str, number: int | None, values: Mapping[str, Any], version: int | None
) -> AgendaItem:
    """Add an item by hand (``number`` None), or change one's title, position and minutes."""
    meeting = _lock(access, code, version)
    if number is None:
        item = AgendaItem(meeting=meeting, kind=ItemKind.FREE)
    else:
        found = AgendaItem.objects.filter(meeting=meeting, pk=number).first()
        if found is None:
            raise Missing(_("This item is no longer on the agenda."))
        item = found
    for name in ("title", "detail", "minutes"):
        if name in values:
            setattr(item, name, values[name])
    others = [row for row in items_of(meeting) if row.pk != item.pk]
    place = min(max(1, values.get("position") or len(others) + 1), len(others) + 1)
    item.position = place
    _item_save(item, access.user)
    for position, row in enumerate([*others[: place - 1], item, *others[place - 1 :]], 1):
        if row.position != position:
            row.position = position
            _item_save(row, access.user)
    _touched(
        meeting, access, MEETING_AGENDA, _("Agenda item “%(title)s” written") % {"title": item.title}, item=item.title
    )
    return item


@transaction.atomic
def item_remove(*, access: Access, code: str, number: int, version: int | None) -> None:
    """Take an item off the agenda. Refuses one that has minutes."""
    meeting = _lock(access, code, version)
    item = AgendaItem.objects.filter(meeting=meeting, pk=number).first()
    if item is None:
        raise Missing(_("This item is no longer on the agenda."))
    if item.minutes.strip():
        raise InUse(_("This item has minutes; clear them before removing it."))
    title = item.title
    item._history_user = access.user  # type: ignore[attr-defined]
    item.delete()
    _touched(meeting, access, MEETING_AGENDA, _("“%(title)s” taken off the agenda") % {"title": title}, removed=title)


@transaction.atomic
def attendance_take(*, access: Access, code: str, presences: Mapping[int, str], version: int | None) -> None:
    """Note who came, by user id. Refuses people the meeting does not call, and an unknown word."""
    meeting = _lock(access, code, version)
    called = {user.pk: user for user in people_called(meeting)}
    known = {row.user_id: row for row in Attendance.objects.filter(meeting=meeting)}
    changed = 0
    for number, word in presences.items():
        if number not in called or word not in Presence.values:
            raise Invalid(_("This attendance list is not of this meeting."))
        row = known.get(number) or Attendance(meeting=meeting, user=called[number])
        if row.presence != word:
            row.presence = word
            written_by(row, access.user).save()
            changed += 1
    if changed:
        present = Attendance.objects.filter(meeting=meeting, presence=Presence.PRESENT).count()
        _touched(meeting, access, MEETING_ATTENDANCE, _("%(count)s present") % {"count": present}, present=present)


@transaction.atomic
def minutes_write(
    *, access: Access, code: str, summary: str, minutes: Mapping[int, str], version: int | None
) -> Meeting:
    """Write the conclusion and what was said on each item, by the item's id. Equal texts change nothing."""
    meeting = _lock(access, code, version)
    items = {item.pk: item for item in items_of(meeting)}
    if minutes.keys() - items.keys():
        raise Stale(_("The agenda has changed in the meantime; please look at it again."))
    changed = meeting.summary != summary.strip()
    meeting.summary = summary.strip()
    for number, text in minutes.items():
        item = items[number]
        if item.minutes != text.strip():
            item.minutes = text.strip()
            _item_save(item, access.user)
            changed = True
    if changed:
        written = sum(bool(item.minutes) for item in items.values())
        reason = _("Minutes written on %(count)s of %(total)s items")
        _touched(meeting, access, MEETING_MINUTES, reason % {"count": written, "total": len(items)})
    return meeting
