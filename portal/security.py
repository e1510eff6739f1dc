"""Account and security: one page over authenticator, passkeys, recovery codes and sessions; allauth's views behind it."""

import json
from typing import Any

from allauth.account import views as account_views
from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.usersessions.internal.flows import sessions as session_flows
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from governance_app.base.times import when_text
from governance_app.people.rules import passkeys_work_at
from governance_app.programmes.guards import public, signed_in

_AGENTS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def _device(agent: str) -> str:
    """Browser and system in words, as far as a browser tells them."""
    found = [next((name for mark, name in table if mark in agent), "") for table in (_AGENTS, _SYSTEMS)]
    return " · ".join(name for name in found if name) or _("Unknown device")


def _crumbs(title: str = "") -> list[dict[str, str]]:
    own = {"title": _("Account and security"), "url": reverse("mfa_index") if title else ""}
    return [own, {"title": title, "url": ""}] if title else [own]


@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """How one signs in, with what one confirms, and where one is signed in."""
    user: Any = request.user
    held = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    if not UserSession.objects.filter(session_key=request.session.session_key).exists():
        # One that began before sessions were listed, or by other means than the sign-in page.
        UserSession.objects.create_from_request(request)
    codes = next((row for row in held if row.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "title": _("Account and security"),
        "crumbs": _crumbs(),
        "acts": [],
        "account": {"name": str(user), "username": user.username, "email": user.email},
        "totp": next((_shown(row) for row in held if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [_shown(row) for row in held if row.type == Authenticator.Type.WEBAUTHN],
        "passkeys_possible": passkeys_work_at(request.get_host()),
        "recovery": len(codes.wrap().get_unused_codes()) if codes else None,
        "few": codes is not None and len(codes.wrap().get_unused_codes()) <= 3,  # noqa: PLR2004 - time to make new ones
        "protected": any(row.type != Authenticator.Type.RECOVERY_CODES for row in held),
        "sessions": [_session(row, request) for row in UserSession.objects.purge_and_list(user)],
    }
    return render(request, "mfa/index.html", context)


def _shown(row: Authenticator) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "name": row.wrap().name if row.type == Authenticator.Type.WEBAUTHN else "",
        "alone": row.type == Authenticator.Type.WEBAUTHN and bool(row.wrap().is_passwordless),
        "added": when_text(row.created_at),
        "used": when_text(row.last_used_at) if row.last_used_at else _("never"),
    }


def _session(row: UserSession, request: HttpRequest) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "device": _device(row.user_agent),
        "address": row.ip,
        "since": when_text(row.created_at),
        "here": row.session_key == request.session.session_key,
    }


@require_POST
def session_end(request: HttpRequest, number: int) -> HttpResponseBase:
    """Sign out one of one's own sessions elsewhere."""
    row = UserSession.objects.filter(pk=number, user_id=request.user.pk).first()
    if row is None:
        messages.warning(request, _("This session has ended already."))
    else:
        session_flows.end_sessions(request, [row])
        if request.user.is_authenticated:
            messages.success(request, _("The session has been signed out."))
    return redirect("mfa_index")


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponseBase:
    """Sign out everywhere but here."""
    session_flows.end_other_sessions(request, request.user)
    messages.success(request, _("All other sessions have been signed out."))
    return redirect("mfa_index")


class _Page:
    """A page of the account in the portal's shell; what is no longer there leads back to the overview."""

    page_title: Any = ""
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, or go back where the thing to be changed is missing."""
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]
        except Http404:
            return redirect("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add title and crumbs, and the browser's part as text for an attribute."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        title = str(self.page_title)
        data = context.get("js_data") or {}
        return {
            **context,
            "title": title,
            "crumbs": _crumbs(title),
            "acts": [],
            "passkey_data": json.dumps(data.get("creation_options") or data.get("request_options") or {}),
        }


class TotpAdd(_Page, totp_views.ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app."""

    page_title = gettext_lazy("Set up an authenticator app")


class TotpRemove(_Page, totp_views.DeactivateTOTPView):  # type: ignore[misc]
    """Take the authenticator app off."""

    page_title = gettext_lazy("Remove the authenticator app")


class PasskeyAdd(_Page, passkey_views.AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey."""

    page_title = gettext_lazy("Add a passkey")


class PasskeyRename(_Page, passkey_views.EditWebAuthnView):  # type: ignore[misc]
    """Name a passkey."""

    page_title = gettext_lazy("Rename the passkey")
    pk_url_kwarg = "number"
    success_url = reverse_lazy("mfa_index")


class PasskeyRemove(_Page, passkey_views.RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey off."""

    page_title = gettext_lazy("Remove the passkey")
    pk_url_kwarg = "number"
    success_url = reverse_lazy("mfa_index")


class CodesView(_Page, code_views.ViewRecoveryCodesView):  # type: ignore[misc]
    """Read the recovery codes."""

    page_title = gettext_lazy("Recovery codes")


class CodesFile(_Page, code_views.DownloadRecoveryCodesView):  # type: ignore[misc]
    """Take the recovery codes away as a text."""

    page_title = gettext_lazy("Recovery codes")


class CodesMake(_Page, code_views.GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes; the old ones serve no longer."""

    page_title = gettext_lazy("Make new recovery codes")


class PasswordAgain(_Page, account_views.ReauthenticateView):  # type: ignore[misc]
    """Confirm oneself by the password before the account is changed."""

    page_title = gettext_lazy("Confirm who you are")


class CodeAgain(_Page, base_views.ReauthenticateView):  # type: ignore[misc]
    """Confirm oneself by a code before the account is changed."""

    page_title = gettext_lazy("Confirm who you are")


class PasskeyAgain(_Page, passkey_views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Confirm oneself by a passkey before the account is changed."""

    page_title = gettext_lazy("Confirm who you are")

    def form_invalid(self, form: Any) -> HttpResponseBase:
        """Show the page again with what was wrong."""
        return self.render_to_response(self.get_context_data(form=form))  # type: ignore[no-any-return]


class SecondStep(base_views.AuthenticateView):  # type: ignore[misc]
    """The second step of signing in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page script needs, as text for an attribute."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        types = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return {
            **context,
            "passkey_data": json.dumps(context["js_data"]["request_options"]) if "webauthn" in types else "",
            "takes_codes": bool(types & {"totp", "recovery_codes"}),
        }


urlpatterns = [
    path("", signed_in(overview), name="mfa_index"),
    path("confirm/", signed_in(PasswordAgain.as_view()), name="account_reauthenticate"),
    path("confirm/code/", signed_in(CodeAgain.as_view()), name="mfa_reauthenticate"),
    path("confirm/passkey/", signed_in(PasskeyAgain.as_view()), name="mfa_reauthenticate_webauthn"),
    path("authenticator/", signed_in(TotpAdd.as_view()), name="mfa_activate_totp"),
    path("authenticator/remove/", signed_in(TotpRemove.as_view()), name="mfa_deactivate_totp"),
    path("passkeys/add/", signed_in(PasskeyAdd.as_view()), name="mfa_add_webauthn"),
    path("passkeys/<int:number>/rename/", signed_in(PasskeyRename.as_view()), name="mfa_edit_webauthn"),
    path("passkeys/<int:number>/remove/", signed_in(PasskeyRemove.as_view()), name="mfa_remove_webauthn"),
    path("codes/", signed_in(CodesView.as_view()), name="mfa_view_recovery_codes"),
    path("codes/file/", signed_in(CodesFile.as_view()), name="mfa_download_recovery_codes"),
    path("codes/new/", signed_in(CodesMake.as_view()), name="mfa_generate_recovery_codes"),
    path("sessions/end/", signed_in(sessions_end), name="account_sessions_end"),
    path("sessions/<int:number>/end/", signed_in(session_end), name="account_session_end"),
    path("second-step/", public(SecondStep.as_view()), name="mfa_authenticate"),
    path("passkey/", public(passkey_views.LoginWebAuthnView.as_view()), name="mfa_login_webauthn"),
]
