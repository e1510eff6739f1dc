"""The phase's number."""

from governance_app.phases import Phase

PHASE = Phase(int(__name__.split(".")[0].rpartition("_")[2])) if __name__.startswith("phase_") else Phase.DESIGN
LABEL = f"phase{PHASE.value}"
