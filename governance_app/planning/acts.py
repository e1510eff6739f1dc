"""What the ledger tells of meetings, beside what it tells of every record."""

from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act

MEETING_AGENDA = ledger_act("meetings.agenda", _("{who} worked on the agenda of meeting {what}"))
MEETING_ATTENDANCE = ledger_act("meetings.attendance", _("{who} noted who attended meeting {what}"))
MEETING_MINUTES = ledger_act("meetings.minutes", _("{who} wrote the minutes of meeting {what}"))
