"""Contexts of the gate pages."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance_app.base.looks import State, act, state_of
from governance_app.base.times import when_text
from governance_app.documents.states import REVISION_LOOKS, RevisionState
from governance_app.gates.documents import minutes_code
from governance_app.gates.models import GateReview, Vote, Waiver
from governance_app.gates.rules import Outcome, blocking, condition_overdue, waiver_expired
from governance_app.gates.states import (
    CHOICE_LOOKS,
    CONDITION_LOOKS,
    FINDING_LOOKS,
    NOT_VOTED,
    REVIEW_LOOKS,
    WAIVED,
    Choice,
    ConditionState,
    FindingState,
    ReviewKind,
    ReviewState,
)
from governance_app.phases import Phase
from governance_app.programmes.rules import Access


def gate_url(access: Access, phase: Phase, tail: str, *parts: Any) -> str:
    """Address of one of a gate's pages."""
    return reverse(f"gates:{tail}", args=[access.programme.slug, phase.segment, *parts])


def review_url(access: Access, review: GateReview, tail: str = "review") -> str:
    """Address of one of a review's pages."""
    return gate_url(access, Phase(review.phase), tail, review.number)


def crumbs(access: Access, phase: Phase, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Where one is: programme, phase, and what lies below."""
    slug = access.programme.slug
    trail = [
        (access.programme.name, reverse("overview:programme", args=[slug])),
        (f"{phase.value} {phase.label}", reverse("overview:phase", args=[slug, phase.segment])),
        *more,
    ]
    return [{"title": title, "url": url} for title, url in trail]


def decided_acts(access: Access, review: GateReview) -> list[dict[str, Any]]:
    """What a decided review leads to: its minutes and its pack of evidence."""
    if review.state != ReviewState.DECIDED:
        return []
    acts = []
    if access.may("documents.view"):
        url = reverse("documents:document", args=[access.programme.slug, minutes_code(Phase(review.phase))])
        acts.append(act(_("Minutes"), url, "file-text"))
    if access.may("documents.evidence"):
        acts.append(act(_("Evidence pack"), review_url(access, review, "evidence"), "shield-check", post=True))
    return acts


def review_state(review: GateReview) -> State:
    """A review's state: its decision once there is one."""
    if review.state == ReviewState.DECIDED:
        choice = Choice(review.decision)
        return state_of(CHOICE_LOOKS[choice], choice.label)
    state = ReviewState(review.state)
    return state_of(REVIEW_LOOKS[state], state.label)


def findings_context(review: GateReview) -> list[dict[str, Any]]:
    """The frozen findings."""
    rows = []
    for row in review.snapshot["findings"]:
        state = FindingState(row["state"])
        css = {FindingState.UNMET: "is-block", FindingState.INCONCLUSIVE: "is-risk"}.get(state, "")
        rows.append(
            {
                "code": row["code"],
                "title": row["title"],
                "cause": row["cause"],
                "url": row["url"],
                "figure": row["figure"],
                "state": state_of(FINDING_LOOKS[state], state.label),
                "waiver": row["waiver"],
                "waiver_state": state_of(WAIVED, _("Waived")) if row["waiver"] else None,
                "waiver_text": _("until %(day)s: %(reason)s")
                % {"day": row["waived_until"], "reason": row["waiver_reason"]}
                if row["waiver"]
                else "",
                "css": "" if row["waiver"] else css,
            }
        )
    return rows


def findings_summary(review: GateReview) -> str:
    """The frozen findings counted."""
    rows = review.snapshot["findings"]
    return _("%(total)s criteria: %(met)s met, %(unmet)s not met (%(waived)s waived), %(unclear)s inconclusive") % {
        "total": len(rows),
        "met": sum(row["state"] == FindingState.MET for row in rows),
        "unmet": sum(row["state"] == FindingState.UNMET for row in rows),
        "waived": sum(bool(row["waiver"]) for row in rows),
        "unclear": sum(row["state"] == FindingState.INCONCLUSIVE for row in rows),
    }


def documents_context(access: Access, review: GateReview) -> list[dict[str, Any]]:
    """The documents frozen with the review."""
    slug = access.programme.slug
    return [
        {
            "number": row["number"],
            "title": row["title"],
            "url": reverse("documents:revision", args=[slug, row["kind"], row["revision"]])
            if row["hash"]
            else reverse("documents:document", args=[slug, row["kind"]]),
            "revision": row["revision"] or "—",
            "state": state_of(REVISION_LOOKS[RevisionState(row["state"])], RevisionState(row["state"]).label),
            "signed": f"{row['signed']}/{row['asked']}" if row["asked"] else "—",
            "hash": row["hash"][:8],
            "hash_full": row["hash"],
        }
        for row in review.snapshot["documents"]
    ]


def condition_state(condition: Any, today: date) -> State:
    """A condition's state; an open one past its date is overdue."""
    if condition_overdue(condition, today):
        late = (today - condition.due_on).days
        return State(_("overdue by %(days)s days") % {"days": late}, "clock-exclamation", "block")
    state = ConditionState(condition.state)
    return state_of(CONDITION_LOOKS[state], state.label)


def conditions_context(access: Access, conditions: Iterable[Any], then: datetime | None = None) -> list[dict[str, Any]]:
    """Conditions as rows; an open one carries the way to settle it for those who may, unless shown as of ``then``."""
    rows, today = [], timezone.localdate(then)
    for row in conditions:
        open_ = row.state == ConditionState.OPEN
        may = then is None and open_ and (access.may("gates.condition") or row.owner_id == access.user.pk)
        rows.append(
            {
                "code": row.code,
                "text": row.text,
                "owner": str(row.owner),
                "due": row.due_on.isoformat(),
                "by": str(row.proposed_by),
                "state": condition_state(row, today),
                "evidence": row.evidence,
                "met": _("%(who)s, %(when)s") % {"who": row.met_by, "when": when_text(row.met_at)}
                if row.met_at
                else "",
                "settle_url": reverse("gates:condition-met", args=[access.programme.slug, row.code]) if may else "",
                "css": "is-block" if condition_overdue(row, today) else "",
            }
        )
    return rows


def votes_context(review: GateReview, votes: Iterable[Vote]) -> list[dict[str, Any]]:
    """Every member called, with the vote or without."""
    given: dict[int, Vote] = {vote.voter_id: vote for vote in votes}
    rows = []
    for entry in review.snapshot["voters"]:
        vote = given.get(entry["user"])
        if vote is None:
            state, sub = state_of(NOT_VOTED, _("Not voted")), ""
        else:
            choice = Choice(vote.choice)
            state, sub = state_of(CHOICE_LOOKS[choice], choice.label), when_text(vote.voted_at)
        role = _("Chair, must vote") if entry["chair"] else _("Member")
        rows.append(
            {
                "name": entry["name"],
                "sub": " · ".join(filter(None, (role, sub))),
                "state": state,
                "comment": vote.comment if vote else "",
                "hash": vote.hash[:8] if vote else "",
                "hash_full": vote.hash if vote else "",
            }
        )
    return rows


def tally_context(votes: Iterable[Vote]) -> list[dict[str, Any]]:
    """The votes counted, choice by choice, without those nobody picked."""
    counts: dict[str, int] = {}
    for vote in votes:
        counts[vote.choice] = counts.get(vote.choice, 0) + 1
    return [{"label": choice.label, "count": counts[choice]} for choice in Choice if choice in counts]


def policy_text(result: Outcome, review: GateReview) -> str:
    """The policy the review was called under, in words."""
    return _("quorum %(needed)s of %(voters)s; over %(majority)s per cent for passing; the chair must vote") % {
        "needed": result.needed,
        "voters": result.voters,
        "majority": review.snapshot["policy"]["majority"],
    }


def choices_context(review: GateReview, picked: str) -> list[dict[str, Any]]:
    """What a member can vote, with a word on what it means now."""
    barred = review.kind == ReviewKind.GATE and bool(blocking(review.snapshot["findings"]))
    count = len(review.conditions.all())
    hints = {
        Choice.GO: _("Barred: criteria are not met and not waived") if barred else "",
        Choice.CONDITIONAL: _("Barred: criteria are not met and not waived")
        if barred
        else _("With the %(count)s conditions proposed") % {"count": count}
        if count
        else _("Propose a condition first"),
        Choice.HOLD: _("Decide later; work goes on"),
        Choice.RETURN: _("The phase goes back to work"),
        Choice.STOP: _("End the programme"),
        Choice.ABSTAIN: _("Present, but taking no side"),
        Choice.RECUSE: _("Conflict of interest; does not count towards the quorum"),
    }
    return [
        {"value": choice.value, "label": choice.label, "hint": hints[choice], "checked": choice.value == picked}
        for choice in Choice
    ]


def waiver_rows(access: Access, waivers: Iterable[Waiver], then: datetime | None = None) -> list[dict[str, Any]]:
    """The register of waivers, or those that held at a moment."""
    today = timezone.localdate(then)
    rows = []
    for row in waivers:
        if row.revoked_at is not None and (then is None or row.revoked_at <= then):
            state = State(_("Revoked"), "circle-x", "off")
        elif waiver_expired(row, today):
            state = State(_("Expired"), "clock-exclamation", "risk")
        else:
            state = State(_("In force"), "shield-half", "met")
        in_force = row.revoked_at is None and not waiver_expired(row, today)
        rows.append(
            {
                "code": row.code,
                "criterion": row.criterion,
                "reason": row.reason,
                "figure": row.figure,
                "granted": _("%(who)s, %(when)s") % {"who": row.granted_by, "when": when_text(row.granted_at)},
                "expires": row.expires_on.isoformat(),
                "state": state,
                "revoke_url": reverse("gates:waiver-revoke", args=[access.programme.slug, row.code])
                if then is None and in_force and access.may("gates.waive")
                else "",
            }
        )
    return rows
