"""Sign-in, password and security pages: allauth's views under our addresses, and none of its other pages."""

from typing import Any

from allauth.account import views
from django.conf import settings
from django.urls import include, path

from governance_app.programmes.guards import public, signed_in
from governance_app.programmes.models import Membership


class SignIn(views.LoginView):
    """The sign-in page; in demonstration mode it names the accounts and their password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demonstration's accounts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO_MODE:
            context["demo_accounts"] = demo_accounts()
            context["demo_password"] = settings.DEMO_PASSWORD
        return context

    def get_initial(self) -> dict[str, Any]:
        """Fill in the account picked from the table."""
        return {**super().get_initial(), "login": self.request.GET.get("login", "")[:150]}


def demo_accounts() -> list[dict[str, Any]]:
    """The demonstration's accounts, one line a person, by role."""
    rows = Membership.objects.filter(user__is_active=True, user__email__endswith="@example.com")
    found: dict[int, dict[str, Any]] = {}
    for row in rows.select_related("user", "department").order_by("programme_id", "pk"):
        entry = found.setdefault(
            row.user_id, {"username": row.user.username, "label": str(row.user), "role": row.get_role_display()}
        )
        entry.setdefault("roles", []).append(row.role)
    return list(found.values())


urlpatterns = [
    path("login/", public(SignIn.as_view()), name="account_login"),
    path("logout/", public(views.logout), name="account_logout"),
    path("security/", include("portal.security")),
    path("password/change/", signed_in(views.password_change), name="account_change_password"),
    path("password/reset/", public(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", public(views.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/<uidb36>-<key>/",
        public(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
