"""What change control says on the pages of records."""

from governance_app.records.registry import Panel, kind_panel, record_kinds
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.pages import impact_panel, notice_panel
from requirements_app.changes.rules import LISTED

_CHANGE_CONTROL = "requirements/_change_control.html"

for _slug in LISTED:
    kind_panel(record_kinds[_slug], "record", Panel(_CHANGE_CONTROL, notice_panel, order=1))
kind_panel(CHANGES, "record", Panel(_CHANGE_CONTROL, impact_panel))
