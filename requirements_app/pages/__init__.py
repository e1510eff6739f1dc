"""What the pages of phase 1 hold."""
