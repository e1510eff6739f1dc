"""The requirements specification, who signs it, and what the whole phase is judged by."""
