"""Proving once more who one is: one service for every act that binds, whatever the proof."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance_app.base.canonical import sha256_hex
from governance_app.base.clock import this_moment
from governance_app.errors import Conflict, Excluded, Invalid, ReasonMissing, Refusal, Throttled
from governance_app.ledger.services import ledger_append
from governance_app.people.acts import GUARD_RESET
from governance_app.people.models import Reauthentication, User
from governance_app.people.rules import Proof, passkey_answer, passkey_challenge, ticket_read, totp_step
from governance_app.people.states import FIELDS, STRONG, Method

MethodMissing = Invalid.coded("method-missing")
SecondFactor = Excluded.coded("second-factor")
ProofUsed = Conflict.coded("proof-used")
#: What a wrong proof is called, by its method.
WRONG = {
    Method.PASSWORD: Invalid.coded("wrong-password"),
    Method.TOTP: Invalid.coded("wrong-code"),
    Method.PASSKEY: Invalid.coded("wrong-passkey"),
}


def reauthenticate(*, user: User, purpose: str, proof: Proof, subject: str = "", strong: bool = False) -> str:
    """Check what someone already signed in puts forward, and return the method's code.

    ``subject`` names what is declared; a passkey must have signed it. With ``strong`` a password alone does not do.
    Refuses a wrong proof, one used before, and any further one once the allowed number of failures, whatever
    their methods, has been reached within the window. The attempt is kept in a transaction of its own, so that a
    refused act does not erase it; inside another one it raises ``RuntimeError``.
    """
    if proof.method not in Method.values:
        text = _("Please choose how to confirm who you are.")
        raise MethodMissing(text, fields={"method": [text]})
    method = Method(proof.method)
    if strong and method not in STRONG:
        text = _("Your role needs an authenticator code or a passkey here; a password alone does not do.")
        raise SecondFactor(text, fields={"method": [text]})
    attempt, left = _attempt(user, purpose, method)
    held, evidence = _evidence(user, purpose, proof, subject)
    if not held:
        raise _wrong(method, left, used=False)
    try:
        with transaction.atomic():
            attempt.succeeded, attempt.evidence = True, evidence
            attempt.save(update_fields=["succeeded", "evidence"])
    except IntegrityError:
        raise _wrong(method, left, used=True) from None
    return str(method)


def _attempt(user: User, purpose: str, method: Method) -> tuple[Reauthentication, int]:
    """The attempt, counted as a failure until the proof has held, and how many more are left after it."""
    since = this_moment() - settings.REAUTHENTICATION_WINDOW
    # Checking a password takes long on purpose and must hold no lock meanwhile, and guesses sent all at once must
    # not slip through together.
    with transaction.atomic(durable=True):
        User.objects.select_for_update().get(pk=user.pk)
        failures = Reauthentication.objects.filter(user=user, succeeded=False, time__gte=since).count()
        left = settings.REAUTHENTICATION_FAILURES - failures
        if left > 0:
            attempt = Reauthentication.objects.create(user=user, purpose=purpose, method=method, succeeded=False)
    if left <= 0:
        text = _("Too many failed attempts. Please try again in %(minutes)s minutes.") % {
            "minutes": int(settings.REAUTHENTICATION_WINDOW.total_seconds() // 60)
        }
        raise Throttled(text, fields={FIELDS[method]: [text]})
    return attempt, left - 1


def _evidence(user: User, purpose: str, proof: Proof, subject: str) -> tuple[bool, str | None]:
    """Whether the proof holds, and what of it may never be put forward again."""
    if proof.method == Method.PASSWORD:
        return user.check_password(proof.password), None
    if proof.method == Method.TOTP:
        return _code(user, proof.code)
    return _passkey(user, purpose, proof, subject)


def _code(user: User, code: str) -> tuple[bool, str | None]:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if found is None or not code.strip() or not validate_totp_code(decrypt(found.data["secret"]), code):
        return False, None
    evidence = f"totp:{found.pk}:{totp_step()}"
    # Marks it in the library's cache as well, which signing in reads; used there already, it is taken here no more.
    if not found.wrap().validate_code(code):
        Reauthentication.objects.get_or_create(
            evidence=evidence, defaults={"user": user, "purpose": "sign-in", "method": Method.TOTP, "succeeded": True}
        )
    else:
        found.record_usage()
    return True, evidence


def _passkey(user: User, purpose: str, proof: Proof, subject: str) -> tuple[bool, str | None]:
    ticket = ticket_read(proof.ticket, life=settings.SIGNING_CHALLENGE_LIFE)
    if ticket is None or ticket.get("u") != user.pk or ticket.get("p") != purpose or not subject:
        return False, None
    challenge = passkey_challenge(proof.ticket, subject)
    keys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    found = passkey_answer(keys, proof.credential, challenge=challenge, host=proof.host)
    if found is None:
        return False, None
    found.record_usage()
    return True, f"passkey:{sha256_hex(challenge)}"


def _wrong(method: Method, left: int, *, used: bool) -> Refusal:
    texts = {
        Method.PASSWORD: _("The password is incorrect; %(left)s attempts are left."),
        Method.TOTP: _("The code is incorrect or has expired; %(left)s attempts are left."),
        Method.PASSKEY: _("The passkey did not confirm this act; %(left)s attempts are left."),
    }
    again = {
        Method.TOTP: _("This code has already been used. Please wait for the next one; %(left)s attempts are left."),
        Method.PASSKEY: _("This confirmation has already been used. Please use the passkey again."),
    }
    text = (again[method] if used else texts[method]) % {"left": left}
    return (ProofUsed if used else WRONG[method])(text, fields={FIELDS[method]: [text]})


@transaction.atomic
def guard_reset(*, user: User, reason: str) -> int:
    """Take everything but the password off an account whose holder has lost it all; gives how many things went.

    Also ends the person's sessions. Refuses without a reason: the ledger keeps it.
    """
    if not reason.strip():
        raise ReasonMissing(_("Please give a reason."))
    held = Authenticator.objects.select_for_update().filter(user=user)
    kinds = sorted(held.values_list("type", flat=True))
    held.delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    ledger_append(
        act=GUARD_RESET,
        subject=f"account:{user.pk}",
        subject_label=str(user),
        detail={"kinds": kinds, "reason": reason.strip()},
    )
    return len(kinds)
