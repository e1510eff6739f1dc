"""Settings: what all installations share, and the embedded, production and test variants."""
