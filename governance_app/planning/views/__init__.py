"""Pages of plan and control that are not those of a record kind."""
