"""What the sample's gate asks."""

from governance_app.gates.registry import counted
from governance_app.phases import Phase
from tests.sample_app.kinds import BOOKS

counted("SMP-G1", Phase.REQUIREMENTS, "Every book has a page", fault=BOOKS.fault("empty"), cause="%(count)s are empty")
