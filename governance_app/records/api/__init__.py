"""Record kinds and suspect links in the API."""
