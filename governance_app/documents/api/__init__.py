"""Documents, revisions, signatures and delegations in the API."""
