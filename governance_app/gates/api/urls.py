"""Gates, reviews, votes, conditions and waivers in the API."""

from governance_app.gates.api.conditions import urls as condition_urls
from governance_app.gates.api.gates import urls as gate_urls
from governance_app.gates.api.reviews import urls as review_urls

urls = [*gate_urls, *review_urls, *condition_urls]
