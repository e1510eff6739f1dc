"""The answers by which a service refuses; each says its own status of HTTP by its class."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.core.exceptions import ImproperlyConfigured, ValidationError

#: Every refusal by its code, as declared; the API's documentation lists them.
REFUSALS: dict[str, type["Refusal"]] = {}


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A service will not do what was asked, and says why in the user's language.

    The class says what happened: ``code`` to programs, ``status`` to HTTP. A refusal of one's own is declared beside
    what refuses, from the class whose status it shares: ``Voting = Conflict.coded("voting")``.
    ``fields`` names the fields at fault, each with its sentence;
    ``extra`` carries what a page needs to show beside the sentence (a fresh difference, say).
    """

    status: ClassVar[int] = 422
    code: ClassVar[str] = "refused"

    def __init__(
        self,
        message: Any,
        *,
        fields: Mapping[str, list[str]] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(str(message))
        self.message = message
        self.fields = dict(fields or {})
        self.extra = dict(extra or {})

    def __init_subclass__(cls) -> None:
        if REFUSALS.setdefault(cls.code, cls) is not cls and "code" in cls.__dict__:
            raise ImproperlyConfigured(f"refusals: {cls.code} is declared twice")

    def __str__(self) -> str:
        return str(self.message)

    @classmethod
    def coded(cls, code: str) -> type[Self]:
        """A refusal of this class with a code of its own. Refuses a code that another has."""
        return type("".join(word.title() for word in code.split("-")), (cls,), {"code": code})


REFUSALS[Refusal.code] = Refusal


class Invalid(Refusal):
    """What was given is not valid."""

    code = "invalid"


class Missing(Refusal):
    """There is no such thing here."""

    status, code = 404, "gone"


class Forbidden(Refusal):
    """The person may not; told like what is missing, so that nobody learns what there is."""

    status, code = 404, "forbidden"


class Excluded(Refusal):
    """The person may see it, but is shut out from this act."""

    status, code = 403, "excluded"


class Conflict(Refusal):
    """Not possible in the present state. Declared as something narrower: ``Conflict.coded(…)``."""

    status, code = 409, "conflict"


class Stale(Conflict):
    """Someone else changed it after it was shown."""

    code = "stale"


class TooLarge(Refusal):
    """More than may be sent."""

    status, code = 413, "too-large"


class Throttled(Refusal):
    """Tried too often; ``extra["wait"]`` says for how many seconds."""

    status, code = 429, "throttled"


class Malformed(Refusal):
    """What was sent cannot be read at all."""

    status, code = 400, "malformed"


Closed = Conflict.coded("closed")
InUse = Conflict.coded("in-use")
Taken = Conflict.coded("taken")
Empty = Invalid.coded("empty")
Foreign = Invalid.coded("foreign")
Header = Invalid.coded("header")
Incomplete = Invalid.coded("incomplete")
ReasonMissing = Invalid.coded("reason-missing")
TooLong = Invalid.coded("too-long")
Unknown = Invalid.coded("unknown")
WrongType = Invalid.coded("type")


def refuse_field(problem: tuple[str, str] | None) -> None:
    """Refuse when a rule names a field and a sentence; None means that it has found nothing."""
    if problem:
        field, text = problem
        raise Invalid(text, fields={field: [text]})


def refuse_invalid(error: ValidationError) -> Refusal:
    """The refusal that says what a model's own validation found."""
    fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    first = next(iter(fields.values()))[0]
    return Invalid(first, fields=fields)
