"""Phase 1: requirements research and goal setting."""
