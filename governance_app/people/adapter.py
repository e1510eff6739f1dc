"""How allauth behaves here: nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators, or by invitation for vendors."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Always closed."""
        return False
