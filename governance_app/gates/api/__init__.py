"""Gates, reviews, votes, conditions and waivers in the API."""
