"""The flow of a process on its page."""

from governance_app.records.registry import Panel, kind_panel
from requirements_app.processes.kinds import PROCESSES
from requirements_app.processes.pages import process_panel

kind_panel(PROCESSES, "record", Panel("requirements/processes/_panel.html", process_panel))
