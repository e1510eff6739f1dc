"""Panels of phase 1 on the pages of its own records."""

from governance_app.records.registry import Panel, kind_panel, record_kinds
from requirements_app.kinds.changes import CHANGES
from requirements_app.kinds.processes import PROCESSES
from requirements_app.pages.changes import impact_panel, notice_panel
from requirements_app.pages.processes import process_panel
from requirements_app.rules.changes import LISTED

_CHANGE_CONTROL = "requirements/_change_control.html"

for _slug in LISTED:
    kind_panel(record_kinds[_slug], "record", Panel(_CHANGE_CONTROL, notice_panel))
kind_panel(CHANGES, "record", Panel(_CHANGE_CONTROL, impact_panel))
kind_panel(PROCESSES, "record", Panel("requirements/processes/_panel.html", process_panel))
