"""Proving once more who one is."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance_app.errors import Refusal
from governance_app.people.models import Reauthentication, User


def reauthenticate(*, user: User, password: str, purpose: str) -> str:
    """Check the password of someone already signed in and return the method's code, ``password``.

    Refuses a wrong password, and any further one once the allowed number of failures has been reached within
    the window. The attempt is kept in a transaction of its own, so that a refused act does not erase it; inside
    another one it raises ``RuntimeError``.
    """
    since = timezone.now() - settings.REAUTHENTICATION_WINDOW
    # Counted as a failure until the password has proved right: checking it takes long on purpose and must hold no
    # lock meanwhile, and guesses sent all at once must not slip through together.
    with transaction.atomic(durable=True):
        User.objects.select_for_update().get(pk=user.pk)
        failures = Reauthentication.objects.filter(user=user, succeeded=False, time__gte=since).count()
        left = settings.REAUTHENTICATION_FAILURES - failures
        if left > 0:
            attempt = Reauthentication.objects.create(user=user, purpose=purpose, succeeded=False)
    if left <= 0:
        text = _("Too many wrong passwords. Please try again in %(minutes)s minutes.") % {
            "minutes": int(settings.REAUTHENTICATION_WINDOW.total_seconds() // 60)
        }
        raise Refusal(text, code="throttled", fields={"password": [text]})
    if not user.check_password(password):
        text = _("The password is not correct; %(left)s attempts are left.") % {"left": left - 1}
        raise Refusal(text, code="wrong-password", fields={"password": [text]})
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    return "password"
