"""Acts of the phase."""

from governance_app.programmes.registry import action
from governance_app.programmes.states import STAFF, Role

from .number import LABEL

VIEW, EDIT = f"{LABEL}.view", f"{LABEL}.edit"
action(VIEW, "Read records", LABEL, STAFF)
action(EDIT, "Write records", LABEL, {Role.PMO, Role.IT_LEAD})
