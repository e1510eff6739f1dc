"""Reminding those who can clear a blocker."""

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from governance_app.base.reading import shared_reading
from governance_app.errors import Conflict, Forbidden
from governance_app.inbox.services import notify
from governance_app.ledger.services import ledger_append
from governance_app.overview.acts import BLOCKER_REMINDED
from governance_app.overview.rules import Blocker
from governance_app.overview.selectors.blockers import blockers_of, reminded_today, reminder_key
from governance_app.overview.selectors.situation import situation_of
from governance_app.people.models import User
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access

Cleared = Conflict.coded("cleared")
Nobody = Conflict.coded("nobody")
Reminded = Conflict.coded("reminded")


@transaction.atomic
def blocker_remind(*, access: Access, key: str) -> list[User]:
    """Remind everyone who can clear a blocker, each once a day, whoever asks; returns those who were told.

    What blocks is worked out anew: refuses what has been cleared in the meantime, what only the asking person can
    clear, what nobody holds the seat for, and a second time on the same day.
    """
    if not access.may("blockers.remind"):
        raise Forbidden(_("Your role does not allow reminding others."))
    Programme.objects.select_for_update(no_key=True).get(pk=access.programme.pk)
    here = situation_of(access, [access])
    with shared_reading():
        blocker = next((row for row in blockers_of(here) if row.key == key), None)
    if blocker is None:
        raise Cleared(_("This has been cleared in the meantime; nobody was reminded."))
    others = [person for person in blocker.people if person.pk != access.user.pk]
    if not others:
        message = _("Only you can clear this.") if blocker.people else _("Nobody holds the role that could clear this.")
        raise Nobody(message)
    told_key = reminder_key(access.programme, key, here.today)
    reminded = reminded_today(access.programme, here.today).get(told_key, set())
    people = blocker.to_remind(access.user.pk, reminded)
    if not people:
        raise Reminded(_("Everyone who can clear this has already been reminded today."))
    for person in people:
        _tell(access, blocker, person, told_key)
    ledger_append(
        act=BLOCKER_REMINDED,
        subject=key,
        subject_label=blocker.title,
        actor=access.user,
        programme=access.programme.slug,
        detail={"people": sorted(person.username for person in people)},
    )
    return people


def _tell(access: Access, blocker: Blocker, person: User, key: str) -> None:
    with translation.override(person.language):
        title = _("Reminder, gate %(number)s: %(title)s") % {"number": blocker.phase, "title": blocker.title}
        text = _("%(who)s asks you to clear this, for it blocks a gate: %(detail)s") % {
            "who": access.user,
            "detail": blocker.sub or blocker.title,
        }
    try:
        with transaction.atomic():
            notify(
                users=[person],
                programme=access.programme,
                key=key,
                title=title,
                text=text,
                url=blocker.act_url,
                icon="bell",
            )
    except IntegrityError as error:
        raise Reminded(_("Everyone who can clear this has already been reminded today.")) from error
