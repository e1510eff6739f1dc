"""Phase 1's chapter of the demonstration."""
