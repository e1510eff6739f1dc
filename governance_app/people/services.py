"""Proving once more who one is."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance_app.errors import Refusal
from governance_app.passkeys import assertion_holds, challenge_of
from governance_app.people.models import Reauthentication, User


@dataclass(frozen=True, slots=True)
class Proof:
    """What someone offers to prove who they are: a password, a one-time code, or a passkey's answer.

    ``bound`` is the single-use secret of the act; the passkey's challenge was made from it.
    """

    password: str = ""
    code: str = ""
    passkey: str = ""
    bound: str = ""
    rp_id: str = ""

    @property
    def method(self) -> str:
        """The method's code: the strongest one offered."""
        return "passkey" if self.passkey else "totp" if self.code else "password"


def reauthenticate(*, user: User, purpose: str, proof: Proof) -> str:
    """Check what someone already signed in offers as proof and return the method's code: see :class:`Proof`.

    Refuses what does not prove it, and anything further once the allowed number of failures, of all methods together,
    has been reached within the window. The attempt is kept in a transaction of its own, so that a refused act does
    not erase it; inside another one it raises ``RuntimeError``.
    """
    since = timezone.now() - settings.REAUTHENTICATION_WINDOW
    # Counted as a failure until the proof has held: checking it takes long on purpose and must hold no lock
    # meanwhile, and guesses sent all at once must not slip through together.
    with transaction.atomic(durable=True):
        User.objects.select_for_update().get(pk=user.pk)
        failures = Reauthentication.objects.filter(user=user, succeeded=False, time__gte=since).count()
        left = settings.REAUTHENTICATION_FAILURES - failures
        if left > 0:
            attempt = Reauthentication.objects.create(user=user, purpose=purpose, succeeded=False)
    if left <= 0:
        text = _("Too many failed attempts. Please try again in %(minutes)s minutes.") % {
            "minutes": int(settings.REAUTHENTICATION_WINDOW.total_seconds() // 60)
        }
        raise Refusal(text, code="throttled", fields={"password": [text]})
    if not _holds(user, purpose, proof):
        texts = {
            "password": _("The password is not correct; %(left)s attempts are left."),
            "totp": _("The one-time code is not correct or was used already; %(left)s attempts are left."),
            "passkey": _("The passkey did not prove this act; %(left)s attempts are left."),
        }
        text = texts[proof.method] % {"left": left - 1}
        raise Refusal(text, code=f"wrong-{proof.method}", fields={"password": [text]})
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    return proof.method


def _holds(user: User, purpose: str, proof: Proof) -> bool:
    if proof.method == "passkey":
        challenge = challenge_of(purpose=purpose, user_id=user.pk, bound=proof.bound)
        return bool(proof.bound) and assertion_holds(user, rp_id=proof.rp_id, challenge=challenge, answer=proof.passkey)
    if proof.method == "totp":
        return code_holds(user, proof.code)
    return user.check_password(proof.password)


def code_holds(user: Any, code: str) -> bool:
    """Whether a one-time code of the person's authenticator app is right; the same code never holds twice."""
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    held = row is not None and row.wrap().validate_code("".join(code.split()))
    if held and row is not None:
        row.record_usage()
    return held
