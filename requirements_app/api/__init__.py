"""Resources of phase 1 beside those made from declarations."""

from requirements_app.api.processes import urls

__all__ = ["urls"]
