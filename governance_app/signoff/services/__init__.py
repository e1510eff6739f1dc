"""All writes of sign-off, one file a topic; the acts on rounds are used throughout and stand here as well."""

from governance_app.signoff.services.rounds import (
    challenge_issue,
    exclusion_text,
    round_end,
    round_open,
    round_sign,
    statement_text,
)

__all__ = ["challenge_issue", "exclusion_text", "round_end", "round_open", "round_sign", "statement_text"]
