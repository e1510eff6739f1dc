"""Phase 1 of 7: what the programme must achieve, from scattered pain points to a signed specification."""
