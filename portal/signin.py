"""Sign-in and password pages: allauth's views under our addresses, and none of its other pages."""

from typing import Any

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.conf import settings
from django.urls import path
from django.views.generic import RedirectView

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
    path("second-step/", public(mfa.authenticate), name="mfa_authenticate"),
    path("passkey/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("security/", signed_in(mfa.index), name="mfa_index"),
    path("security/confirm/", signed_in(views.reauthenticate), name="account_reauthenticate"),
    path("security/confirm/code/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("security/confirm/passkey/", signed_in(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("security/app/add/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("security/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("security/codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("security/codes/new/", signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("security/codes/download/", signed_in(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("security/passkeys/", signed_in(RedirectView.as_view(pattern_name="mfa_index")), name="mfa_list_webauthn"),
    path("security/passkeys/add/", signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/rename/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("security/passkeys/<int:pk>/remove/", signed_in(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("security/sessions/", signed_in(sessions.list_usersessions), name="usersessions_list"),
]
