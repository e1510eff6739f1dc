"""Panels of phase 1 on the pages of its own records."""

from governance_app.records.registry import Panel, kind_panel
from requirements_app.kinds.processes import PROCESSES
from requirements_app.pages.processes import process_panel

kind_panel(PROCESSES, "record", Panel("requirements/processes/_panel.html", process_panel))
