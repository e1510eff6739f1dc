"""Who both wrote a document and approved it, and who signed twice in one group through a delegation."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.documents.models import Revision
from governance_app.ledger.models import Entry
from governance_app.people.models import User
from governance_app.programmes.models import Programme
from governance_app.programmes.registry import Overlap, duty_pair
from governance_app.programmes.states import DutyState
from governance_app.signoff.models import Signature


def _signatures(programme: Programme) -> QuerySet[Signature]:
    rows = Signature.objects.filter(round__programme=programme, round__revision__isnull=False)
    return rows.select_related("signer", "slot", "delegation__delegator", "round__revision__document")


def _link(programme: Programme, title: str, revision: Revision) -> tuple[str, str]:
    return title, reverse("documents:revision", args=[programme.slug, revision.document.kind, revision.number])


def _signed(row: Signature) -> str:
    return gettext("signed: %(meaning)s, %(hash)s") % {"meaning": row.get_meaning_display(), "hash": row.hash[:8]}


def _overlap(programme: Programme, row: Signature, user: User, first: str) -> Overlap:
    return Overlap(
        person=str(user),
        username=user.username,
        state=DutyState.BREACH,
        first=first,
        second=_signed(row),
        links=(_link(programme, row.round.title, row.round.revision),),
        since=row.signed_at_text,
    )


@duty_pair(
    "wrote-approved",
    _("Wrote and approved"),
    _("Who submitted a revision, or edited its content last before that, and signed it for themselves or for another."),
)
def wrote_and_approved(programme: Programme) -> list[Overlap]:
    """Compares signers with the revision's own row, with what was frozen into its round and with the ledger.

    Three witnesses: an author struck from one of them is still named by the others.
    """
    rows = [row for row in _signatures(programme) if row.agrees]
    hashes = {row.content_hash for row in rows}
    told = dict(
        Entry.objects.filter(programme=programme.slug, act="revision.submitted", subject_hash__in=hashes).values_list(
            "subject_hash", "actor_id"
        )
    )
    found = []
    for row in rows:
        revision = row.round.revision
        authors = {revision.submitted_by_id, told.get(row.content_hash)} - {None}
        editors = {int(user) for user, why in row.round.excluded.items() if why == "editor"}
        for user in _people(row):
            if user.pk in authors or row.round.excluded.get(str(user.pk)) == "author":
                found.append(_overlap(programme, row, user, gettext("submitted the revision")))
            elif user.pk in editors:
                found.append(_overlap(programme, row, user, gettext("was the last to edit its content")))
    return found


def _people(row: Signature) -> Iterable[User]:
    """Whose signature it is: the signer's, and that of whoever delegated it."""
    yield row.signer
    if row.delegation is not None:
        yield row.delegation.delegator


@duty_pair(
    "signed-twice",
    _("Filled two slots of one group"),
    _("Who signed in a group once for themselves and once through a delegation, given or received."),
)
def signed_twice(programme: Programme) -> list[Overlap]:
    """Everyone who stands behind two signatures of one group of a round."""
    behind: dict[tuple[int, str, int], list[tuple[Signature, User]]] = {}
    for row in _signatures(programme):
        for user in _people(row):
            behind.setdefault((row.round_id, row.slot.group, user.pk), []).append((row, user))
    return [
        _overlap(programme, rows[1][0], rows[1][1], _signed(rows[0][0])) for rows in behind.values() if len(rows) > 1
    ]
