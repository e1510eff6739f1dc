"""What the pages of phase 1 show beside the generic ones: one module a topic."""
