"""Gates: reviews, votes, conditions, waivers, minutes."""
