"""Background jobs with progress; a job row is written with its cause, so none is lost."""
