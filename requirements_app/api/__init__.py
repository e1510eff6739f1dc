"""Resources of phase 1 beside those made from declarations."""

from requirements_app.api import changes, processes

urls = [*changes.urls, *processes.urls]
