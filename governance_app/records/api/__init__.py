"""Record kinds and suspect links in the API."""

from governance_app.records.api.kinds import api_urls
from governance_app.records.api.suspects import urls as suspect_urls

__all__ = ["api_urls", "suspect_urls"]
