"""The gate line on document covers."""

from governance_app.documents.registry import cover_providers
from governance_app.gates.selectors import cover

cover_providers.add("gates", cover)
