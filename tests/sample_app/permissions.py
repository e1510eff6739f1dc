"""Acts of the sample."""

from governance_app.programmes.registry import action
from governance_app.programmes.states import STAFF, Role

VIEW, EDIT = "sample.view", "sample.edit"

action(VIEW, "Read shelves and books", "Sample", STAFF)
action(EDIT, "Write shelves and books", "Sample", {Role.PMO, Role.IT_LEAD})
