"""Pages of phase 1 beside the generic ones: one module a topic."""
