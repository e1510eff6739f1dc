"""A meeting whose day has come, and the records of the plan, as the people of the cast write them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from governance_app.planning.kinds import MEETINGS
from governance_app.planning.models import Meeting
from governance_app.planning.selectors import items_of
from governance_app.planning.services.meetings import attendance_take, minutes_write
from governance_app.records.services import record_move
from tests.conftest import Cast
from tests.factories.planning import MeetingFactory


def day(offset: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=offset)


@dataclass
class Plan:
    """The programme manager's pen."""

    cast: Cast

    @property
    def by(self) -> dict[str, Any]:
        """As whom the factories write."""
        return {"access": self.cast.access(self.cast.owner)}

    def meeting(self, **values: Any) -> Meeting:
        """A meeting of today, chaired by the chair."""
        given = {"meets_on": day(0), "leader": self.cast.chair, "secretary": self.cast.owner, **values}
        made: Meeting = MeetingFactory(**self.by, **given)
        return made

    def move(self, meeting: Meeting, move: str, user: Any = None, reason: str = "") -> None:
        """Move a meeting as its page would post it."""
        access = self.cast.access(user or self.cast.owner)
        record_move(kind=MEETINGS, access=access, code=meeting.code, move=move, version=None, reason=reason)

    def hold(self, meeting: Meeting, summary: str = "同意进入下一阶段", said: str = "已议") -> Meeting:
        """Note who came, that it was held, and what was said on everything."""
        access = self.cast.access(self.cast.owner)
        attendance_take(access=access, code=meeting.code, presences={self.cast.chair.pk: "present"}, version=None)
        self.move(meeting, "hold")
        minutes = {item.pk: said for item in items_of(meeting)}
        minutes_write(access=access, code=meeting.code, summary=summary, minutes=minutes, version=None)
        return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The programme manager of the cast."""
    return Plan(cast)
