"""The audit ledger: a hash chain of every governed act. It knows nobody."""
