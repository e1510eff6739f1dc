"""How allauth behaves here: nobody signs up by themselves; one signs in by user name or employee number."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

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

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        """Go on in the language picked on the sign-in page, or else in the person's own."""
        response = super().post_login(request, user, **kwargs)
        picked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if picked not in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        elif picked != user.language:
            User.objects.filter(pk=user.pk).update(language=picked)
        return response
