"""The gate line on document covers, and the minutes of each gate's latest decision."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from governance_app.documents.registry import (
    Content,
    DocumentKind,
    Problem,
    cover_providers,
    document,
    minutes_meanings,
)
from governance_app.documents.sections import Section
from governance_app.gates.models import GateReview
from governance_app.gates.rules import quorum_needed
from governance_app.gates.selectors import cover
from governance_app.gates.states import PASSING, SIDELESS, Choice, ConditionState, FindingState, ReviewState
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.rules import GroupSpec, Policy, SlotSpec

cover_providers.add("gates", cover)


def minutes_code(phase: Phase) -> str:
    """The code of a gate's minutes among the document kinds."""
    return f"gate-{phase.value}-minutes"


def latest_decision(programme: Programme, phase: Phase) -> GateReview | None:
    """The gate's latest decided review, or None."""
    rows = GateReview.objects.filter(programme=programme, phase=phase, state=ReviewState.DECIDED)
    return rows.order_by("-number").prefetch_related("votes", "conditions__owner").first()


def _vote(entry: dict[str, Any], vote: Any, *, passed: bool) -> dict[str, Any]:
    choice = vote.choice if vote else ""
    dissent = bool(choice) and choice not in SIDELESS and (choice in PASSING) != passed
    return {
        "code": str(entry["user"]),
        "name": entry["name"],
        "chair": entry["chair"],
        "choice": choice,
        "comment": vote.comment if vote else "",
        "time": vote.voted_at_text if vote else "",
        "hash": vote.hash if vote else "",
        "dissent": dissent,
    }


class GateMinutes(DocumentKind):
    """The minutes of a gate's latest decision."""

    phase: Phase
    title = _("Minutes of the gate review")
    template = "gates/documents/minutes.html"
    order = 90
    policy_text = _("Signed by the chair and by more than half of the members who voted")
    sections = (
        Section(
            "findings",
            _("Gate criteria"),
            {"state": _("Judgement"), "figure": _("Result"), "waiver": _("Waiver")},
            {"state": dict(FindingState.choices)},
        ),
        Section(
            "votes",
            _("Votes"),
            {"name": _("Member"), "choice": _("Vote"), "comment": _("Comment")},
            {"choice": dict(Choice.choices)},
        ),
        Section("conditions", _("Conditions"), {"text": _("Condition"), "owner": _("Owner"), "due_on": _("Due")}),
    )
    meanings = minutes_meanings(
        _("I have read %(title)s; the minutes tell truly how the committee decided. I approve them as %(slot)s.")
    )

    def __init__(self, phase: Phase) -> None:
        self.phase, number = phase, phase.value
        self.code, self.suffix = minutes_code(phase), f"GATE-{number:02d}"
        self.title_zh, self.title_en = f"第 {number} 关评审纪要", f"Minutes of the review of gate {number}"

    def compose(self, programme: Programme) -> Content:
        """The minutes: what was known, who voted what and why, what was decided, under which conditions."""
        with override("zh-hans"):
            name = str(self.phase.label)
        content: Content = {
            "phase": {"number": self.phase.value, "name": name},
            "decision": {},
            "findings": [],
            "documents": [],
            "votes": [],
            "conditions": [],
        }
        review = latest_decision(programme, self.phase)
        if review is None or review.decided_at is None:
            return content
        policy, voters = review.snapshot["policy"], review.snapshot["voters"]
        given = {vote.voter_id: vote for vote in review.votes.all()}
        present = sum(vote.choice != Choice.RECUSE for vote in given.values())
        passed = review.decision in PASSING
        content["decision"] = {
            "review": review.code,
            "kind": review.kind,
            "reason": review.reason,
            "decision": review.decision,
            "called_at": review.called_at.isoformat(timespec="seconds"),
            "called_by": str(review.called_by),
            "decided_at": review.decided_at.isoformat(timespec="seconds"),
            "snapshot": review.snapshot_hash,
            "quorum": quorum_needed(len(voters), policy["quorum"]),
            "majority": policy["majority"],
            "called": len(voters),
            "present": present,
        }
        content["findings"] = review.snapshot["findings"]
        content["documents"] = review.snapshot["documents"]
        content["votes"] = [_vote(entry, given.get(entry["user"]), passed=passed) for entry in voters]
        content["conditions"] = [
            {"code": row.code, "text": row.text, "owner": str(row.owner), "due_on": row.due_on}
            for row in review.conditions.all()
            if row.state in {ConditionState.OPEN, ConditionState.MET}
        ]
        return content

    def policy(self, programme: Programme, content: Content) -> Policy:
        """The chair signs, and more than half of the members who voted."""
        voted = [row for row in content["votes"] if row["choice"] and not row["chair"]]
        groups = [
            GroupSpec("chair", gettext("Chair"), (SlotSpec("chair", str(Role.CHAIR.label), Role.CHAIR),)),
        ]
        if voted:
            slots = tuple(
                SlotSpec(
                    f"member-{number}", gettext("Committee member %(number)s") % {"number": number}, Role.COMMITTEE
                )
                for number in range(1, len(voted) + 1)
            )
            groups.append(GroupSpec("committee", gettext("Committee"), slots, len(voted) // 2 + 1))
        return Policy(tuple(groups))

    def problems(self, programme: Programme, content: Content) -> list[Problem]:
        """Minutes need a decision."""
        if content["decision"]:
            return []
        url = reverse("overview:phase", args=[programme.slug, self.phase.segment])
        return [Problem(gettext("The committee has not decided on this gate yet."), url)]

    def facts(self, content: Content) -> list[tuple[Any, str]]:
        """The figures shown beside a revision."""
        decision = content.get("decision") or {}
        if not decision:
            return []
        return [
            (_("Gate review"), decision["review"]),
            (_("Decision"), str(Choice(decision["decision"]).label)),
            (_("Present"), f"{decision['present']}/{decision['called']}"),
            (_("Dissent"), str(sum(row["dissent"] for row in content["votes"]))),
        ]


for _phase in Phase:
    document(GateMinutes(_phase))
