"""The one exception by which a service refuses."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A service will not do what was asked, and says why in the user's language.

    ``fields`` names the fields at fault, each with its sentence; ``code`` tells programs what happened;
    ``extra`` carries what a page needs to show beside the sentence (a fresh difference, say).
    """

    def __init__(
        self,
        message: Any,
        *,
        code: str = "refused",
        fields: Mapping[str, list[str]] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code
        self.fields = dict(fields or {})
        self.extra = dict(extra or {})

    def __str__(self) -> str:
        return str(self.message)


def refuse_invalid(error: ValidationError) -> Refusal:
    """The refusal that says what a model's own validation found."""
    fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    first = next(iter(fields.values()))[0]
    return Refusal(first, code="invalid", fields=fields)
