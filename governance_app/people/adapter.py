"""How allauth behaves here: nobody signs up by themselves; one signs in by user name or employee number."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from governance_app.keys import secret_opened, secret_sealed
from governance_app.passkeys import RP_NAME
from governance_app.people.models import User


class SecondStepAdapter(DefaultMFAAdapter):
    """Second steps: the name they carry in people's devices, and their secrets kept encrypted in the database."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host under which browsers keep passkeys, and the name they show."""
        return {**super().get_public_key_credential_rp_entity(), "name": RP_NAME}

    def encrypt(self, text: str) -> str:
        """A secret as it is stored: unreadable without the installation's ``SECRET_KEY``."""
        return secret_sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret; keys in ``SECRET_KEY_FALLBACKS`` open what was stored under them."""
        return secret_opened(encrypted_text)


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators, or by invitation for vendors."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Always closed."""
        return False

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Sign in by user name, or by the employee number in its place."""
        name = credentials.get("username")
        if name and not User.objects.filter(username=name).exists():
            known = User.objects.filter(employee_number=name).values_list("username", flat=True).first()
            credentials["username"] = known or name
        return super().authenticate(request, **credentials)

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        """Go on in the language picked on the sign-in page, or else in the person's own."""
        response = super().post_login(request, user, **kwargs)
        picked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if picked not in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        elif picked != user.language:
            User.objects.filter(pk=user.pk).update(language=picked)
        return response
