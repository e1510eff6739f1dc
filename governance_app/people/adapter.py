"""How allauth behaves here: nobody signs up by themselves; one signs in by user name or employee number."""

from contextlib import suppress
from html import unescape
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from governance_app.base.keys import secret_close, secret_open
from governance_app.people.models import User


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

    def add_message(  # noqa: PLR0917 - as the library calls it
        self,
        request: Any,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say something; its text asks for no more than its own words, so the page's shell is not read for it."""
        if message is None and message_template:
            with suppress(TemplateDoesNotExist):
                message = unescape(render_to_string(message_template, message_context or {})).strip()
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=message)

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        """Go on in the language picked on the sign-in page, or else in the person's own."""
        response = super().post_login(request, user, **kwargs)
        picked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if picked not in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        elif picked != user.language:
            User.objects.filter(pk=user.pk).update(language=picked)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticators are kept encrypted; people see the portal's name beside their own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is incorrect, has expired or has already been used."),
    }

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return secret_close(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it is used."""
        return secret_open(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        """The user name: mail addresses may be shared or missing."""
        return str(user.get_username())

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def _get_site_name(self) -> str:
        return "Sevengate"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - as the library names it
        """What a new passkey is called unless its holder names it."""
        return str(_("My passkey"))
