"""How often one person may ask, reading and writing apart; the rates stand in the settings."""

from typing import Any, ClassVar

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle


class _PerPerson(SimpleRateThrottle):
    reads: ClassVar[bool]

    def get_rate(self) -> Any:
        """The rate of the settings, as they are now."""
        return api_settings.DEFAULT_THROTTLE_RATES.get(self.scope or "")

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """One count a person, only for the methods this one counts."""
        if (request.method in SAFE_METHODS) != self.reads or not request.user.is_authenticated:
            return None
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}


class Reading(_PerPerson):
    """Requests that read."""

    scope = "reading"
    reads = True


class Writing(_PerPerson):
    """Requests that write."""

    scope = "writing"
    reads = False
