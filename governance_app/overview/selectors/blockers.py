"""What blocks the gates of a programme, and who can clear it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance_app.documents.selectors import Standing, documents_of
from governance_app.documents.states import RevisionState
from governance_app.gates.findings import Seat
from governance_app.gates.rules import condition_overdue
from governance_app.gates.selectors import conditions_of, finding_now
from governance_app.gates.states import FindingState
from governance_app.inbox.models import Notification
from governance_app.overview.rules import Blocker, Clearer, in_order
from governance_app.overview.selectors.situation import Situation
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.records.tracing import suspect_owners
from governance_app.signoff.models import Slot
from governance_app.signoff.rules import delegation_serves
from governance_app.signoff.selectors import Awaited, awaited_of, delegations_to
from governance_app.trace.selectors import suspect_count


@dataclass(frozen=True, slots=True)
class Detail:
    """What the kernel itself knows of something a criterion or a blocker is about."""

    clearers: tuple[Clearer, ...]
    act_label: str
    act_url: str
    deputies: frozenset[int] = frozenset()
    since: datetime | None = None


def blockers_of(here: Situation) -> list[Blocker]:
    """Everything in the way of the gates at work, each thing once, worst first."""
    details = {**_document_details(here), **_suspect_details(here)}
    found = [*_criteria(here, details), *_conditions(here), *_expired_waivers(here), *_votes(here)]
    told = {about for about in details if any(row.key.endswith(f"@{about}") for row in found)}
    found += [row for about, row in _untold(here, details) if about not in told]
    return in_order(found, here.access.user.pk)


def _criteria(here: Situation, details: dict[str, Detail]) -> Iterator[Blocker]:
    for phase in here.begun:
        for judged in here.findings[phase]:
            code, finding = judged.criterion.code, judged.finding
            if finding.state == FindingState.MET or code in here.waivers:
                continue
            detail = details.get(finding.about)
            clearers = detail.clearers if detail else tuple(here.clearer(seat) for seat in finding.seats)
            # What is wrong comes first, the rule it offends after it.
            title = finding.cause or str(judged.criterion.title)
            parts = [f"{code} {judged.criterion.title}" if finding.cause else code, finding.figure]
            if code in here.expired:
                waiver = here.expired[code]
                parts.append(_("waiver %(code)s ran out on %(day)s") % {"code": waiver.code, "day": waiver.expires_on})
                clearers = (*clearers, here.clearer(Seat(Role.CHAIR), _("can renew the waiver")))
            unmet = finding.state == FindingState.UNMET
            yield Blocker(
                key=f"criterion:{code}" + (f"@{finding.about}" if detail else ""),
                phase=phase.value,
                blocks=True,
                nature=_("Blocks") if unmet else _("No data"),
                icon="alert-octagon" if unmet else "help-circle",
                title=title,
                url=finding.url,
                sub=" · ".join(filter(None, parts)),
                since=(detail.since if detail else None) or finding.since,
                clearers=clearers or ((Clearer(finding.who, ()),) if finding.who else ()),
                act_label=detail.act_label if detail else _("Clear it"),
                act_url=detail.act_url if detail else finding.url,
                deputies=detail.deputies if detail else frozenset(),
            )


def _documents_by_round(here: Situation) -> dict[int, Standing]:
    return {
        place.latest.round_id: place
        for place in documents_of(here.programme)
        if place.latest is not None and place.latest.round_id is not None
    }


def _document_details(here: Situation) -> dict[str, Detail]:
    """For each document in signing, who must still sign."""
    places, found = _documents_by_round(here), {}
    for awaited in awaited_of(here.programme):
        place = places.get(awaited.round.pk)
        if place is None or place.latest is None:
            continue
        url = reverse("documents:sign", args=[here.slug, place.kind.code, place.latest.number])
        found[f"document:{place.kind.code}"] = Detail(
            _signers(awaited), _("Read and sign"), url, _deputies(here, awaited), awaited.round.opened_at
        )
    return found


def _signers(awaited: Awaited) -> tuple[Clearer, ...]:
    """Slot by slot; slots anyone of the same people may fill are told together."""
    rows = [slot for slot in awaited.unsigned if slot.pk in awaited.people]

    def seat(slot: Slot) -> tuple[str, tuple[int, ...]]:
        return slot.role, tuple(slot.department_ids)

    several = Counter(seat(slot) for slot in rows)
    first = {seat(slot): slot for slot in reversed(rows)}
    return tuple(
        Clearer(
            str(Role(slot.role).label) if several[key] > 1 else slot.title,
            tuple(awaited.people[slot.pk]),
            ngettext("%(n)s signature", "%(n)s signatures", several[key]) % {"n": several[key]}
            if several[key] > 1
            else "",
        )
        for key, slot in sorted(first.items(), key=lambda row: row[1].position)
    )


def _deputies(here: Situation, awaited: Awaited) -> frozenset[int]:
    """Oneself, where someone asked to sign has delegated to one."""
    user = here.access.user
    able = [access.programme.pk for access in here.accesses if access.may("documents.sign")]
    asked = {person.pk for people in awaited.people.values() for person in people}
    serves = any(
        row.programme_id == here.programme.pk
        and row.delegator_id in asked
        and delegation_serves(row, today=here.today, kind=awaited.round.kind)
        for row in delegations_to(user, able)
    )
    return frozenset({user.pk}) if serves else frozenset()


def _suspect_details(here: Situation) -> dict[str, Detail]:
    """Who must look at the suspect links: the heads of the departments whose records were made of what changed."""
    # The findings come first: they count suspect links together with all the rest.
    if not (here.findings and suspect_count(here.programme)):
        return {}
    owners = suspect_owners(here.programme)
    clearers = []
    for department, group in owners.items():
        seat = Seat(Role.PMO) if department is None else Seat(Role.DEPT_HEAD, department)
        note = ngettext("%(n)s link", "%(n)s links", group.count) % {"n": group.count}
        clearers.append(here.clearer(seat, note))
    since = min(group.since for group in owners.values()) if owners else None
    url = reverse("records:suspects", args=[here.slug])
    return {"suspects": Detail(tuple(clearers), _("Look"), url, since=since)}


def _untold(here: Situation, details: dict[str, Detail]) -> Iterator[tuple[str, Blocker]]:
    """What no criterion speaks of: documents in signing or sent back, suspect links."""
    for place in documents_of(here.programme):
        about, latest = f"document:{place.kind.code}", place.latest
        if latest is None or place.kind.phase is None:  # a document of no phase bars no gate
            continue
        url = reverse("documents:revision", args=[here.slug, place.kind.code, latest.number])
        title = _("“%(title)s” revision %(number)s") % {"title": place.kind.title, "number": latest.number}
        if about in details:
            detail, round_ = details[about], latest.round
            late = bool(round_ and round_.due_on and round_.due_on < here.today)
            yield (
                about,
                Blocker(
                    about,
                    place.kind.phase,
                    late,
                    _("Signature"),
                    "writing-sign",
                    title,
                    url,
                    _("%(signed)s of %(asked)s signed") % {"signed": place.signed, "asked": place.asked},
                    detail.since,
                    late,
                    detail.clearers,
                    detail.act_label,
                    detail.act_url,
                    detail.deputies,
                ),
            )
        elif latest.state == RevisionState.RETURNED and place.kind.phase in here.begun:
            who = latest.submitted_by
            clearer = Clearer(_("Submitted it"), (who,)) if who else here.clearer(Seat(Role.PMO))
            reason = latest.round.closing_reason if latest.round else ""
            yield (
                about,
                Blocker(
                    f"returned:{place.kind.code}",
                    place.kind.phase,
                    True,
                    _("Sent back"),
                    "arrow-back-up",
                    title,
                    url,
                    reason,
                    latest.closed_at,
                    False,
                    (clearer,),
                    _("See the reason"),
                    url,
                ),
            )
    if "suspects" in details and here.begun:
        detail = details["suspects"]
        count = suspect_count(here.programme)
        title = ngettext("%(n)s suspect link", "%(n)s suspect links", count) % {"n": count}
        nature = (_("Suspect"), "alert-triangle")
        yield (
            "suspects",
            Blocker(
                "suspects",
                here.begun[0].value,
                False,
                *nature,
                title,
                detail.act_url,
                "",
                detail.since,
                False,
                detail.clearers,
                detail.act_label,
                detail.act_url,
            ),
        )


def _conditions(here: Situation) -> Iterator[Blocker]:
    for row in conditions_of(here.programme):
        if not condition_overdue(row, here.today):
            continue
        late = (here.today - row.due_on).days
        yield Blocker(
            key=f"condition:{row.code}",
            phase=row.review.phase,
            blocks=True,
            nature=_("Condition overdue"),
            icon="clock-exclamation",
            title=row.text,
            url=reverse("gates:review", args=[here.slug, Phase(row.review.phase).segment, row.review.number]),
            sub=" · ".join(
                (row.code, _("due %(day)s") % {"day": row.due_on}, _("%(days)s days late") % {"days": late})
            ),
            since=row.review.decided_at,
            overdue=True,
            clearers=(Clearer(_("Owner"), (row.owner,)),),
            act_label=_("Settle"),
            act_url=reverse("gates:condition-met", args=[here.slug, row.code]),
        )


def _expired_waivers(here: Situation) -> Iterator[Blocker]:
    """Waivers that ran out at gates already passed, while the criterion is still not met."""
    for phase, judged in here.findings.items():
        if phase in here.begun:
            continue
        for row in judged:
            waiver = here.expired.get(row.criterion.code)
            # What is shown of a gate decided is what was frozen; whether the waiver is still needed is asked now.
            if waiver is None or (finding := finding_now(here.programme, row.criterion)).state == FindingState.MET:
                continue
            yield Blocker(
                key=f"waiver:{waiver.code}",
                phase=phase.value,
                blocks=True,
                nature=_("Waiver expired"),
                icon="shield-half",
                title=_("%(criterion)s is not met, and its waiver has run out") % {"criterion": row.criterion.title},
                url=reverse("gates:waivers", args=[here.slug]),
                sub=" · ".join((waiver.code, row.criterion.code, _("ran out on %(day)s") % {"day": waiver.expires_on})),
                overdue=True,
                clearers=(
                    *(here.clearer(seat) for seat in finding.seats),
                    here.clearer(Seat(Role.CHAIR), _("can renew the waiver")),
                ),
                act_label=_("See"),
                act_url=finding.url,
            )


def _votes(here: Situation) -> Iterator[Blocker]:
    """Open reviews, until every member called has voted."""
    for review in here.reviews:
        voters = review.snapshot["voters"]
        given = {vote.voter_id for vote in review.votes.all()}
        missing = [row for row in voters if row["user"] not in given]
        if not missing:
            continue
        phase, late = Phase(review.phase), review.vote_by < here.today
        url = reverse("gates:review", args=[here.slug, phase.segment, review.number])
        people = tuple(here.people[row["user"]] for row in missing if row["user"] in here.people)
        yield Blocker(
            key=f"review:{review.code}",
            phase=phase.value,
            blocks=late,
            nature=_("Vote"),
            icon="gavel",
            title=_("Review of gate %(number)s: %(name)s") % {"number": phase.value, "name": phase.label},
            url=url,
            sub=" · ".join(
                (
                    review.code,
                    _("%(given)s of %(called)s voted") % {"given": len(given), "called": len(voters)},
                    _("vote by %(day)s") % {"day": review.vote_by},
                )
            ),
            since=review.called_at,
            overdue=late,
            clearers=(Clearer(str(Role.COMMITTEE.label), people),),
            act_label=_("Vote"),
            act_url=url,
        )


def reminded_today(programme: Programme, today: date) -> dict[str, set[int]]:
    """By blocker, who has been reminded of it today."""
    rows = Notification.objects.filter(
        programme=programme, key__startswith="nudge:", key__endswith=f":{today}"
    ).values_list("key", "user_id")
    found: dict[str, set[int]] = {}
    for key, user in rows:
        found.setdefault(key, set()).add(user)
    return found


def reminder_key(programme: Programme, blocker_key: str, today: date) -> str:
    """What makes a reminder of a blocker one a day."""
    return f"nudge:{programme.pk}:{blocker_key}:{today}"
