"""What phase 1 does when others write."""

from governance_app.records.registry import record_guards
from requirements_app.changes.services import BASELINE

record_guards.add("requirements.baseline", BASELINE)
