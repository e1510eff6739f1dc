"""Forms of phase 1 beside those made from declarations: one module a topic."""
