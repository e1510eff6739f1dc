"""What is added to or taken from an account's guard goes to the ledger."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.db import transaction
from django.dispatch import receiver

from governance_app.ledger.registry import Act
from governance_app.ledger.services import ledger_append
from governance_app.people.acts import GUARD_ADDED, GUARD_REMOVED, GUARD_RENEWED


@transaction.atomic
def _entered(act: Act, user: Any, authenticator: Any) -> None:
    ledger_append(
        act=act,
        subject=f"account:{user.pk}",
        subject_label=str(user),
        actor=user,
        detail={"kind": authenticator.type},
    )


@receiver(authenticator_added)
def added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Something to prove oneself with was added."""
    _entered(GUARD_ADDED, user, authenticator)


@receiver(authenticator_removed)
def removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """It was taken off."""
    _entered(GUARD_REMOVED, user, authenticator)


@receiver(authenticator_reset)
def renewed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Recovery codes were made anew."""
    _entered(GUARD_RENEWED, user, authenticator)
