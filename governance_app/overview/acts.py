"""The acts of the ledger in words, and the links they lead to."""

import re
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance_app.ledger.models import Entry
from governance_app.phases import Phase
from governance_app.records.registry import record_kinds

#: A review's code: phase and number.
_REVIEW = re.compile(r"GR-0([1-7])-(\d{1,6})")
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_STOPS = re.compile(r"[\u3000-\u303f\uff01-\uff0f\uff1a-\uff1f]")


def act_words(entry: Entry) -> str:
    """What was done, as a verb phrase."""
    subject, _dot, verb = entry.act.partition(".")
    kind = record_kinds.get(subject)
    if kind is not None:
        words = {
            "created": _("created"),
            "revised": _("changed"),
            "removed": _("removed"),
            "imported": _("imported %(kind)s from") % {"kind": kind.title},
        }
        moves = {move.code: str(move.title) for move in kind.moves or ()}
        words |= {
            "agenda": _("worked on the agenda of"),
            "attendance": _("noted who attended"),
            "minutes": _("wrote the minutes of"),
        }
        return words.get(verb) or str(kind.verbs.get(verb, "")) or moves.get(verb, verb)
    return {
        "programme.created": _("created the programme"),
        "programme.revised": _("changed the basic facts of"),
        "member.added": _("gave a role to"),
        "member.removed": _("revoked the role of"),
        "department.created": _("set up department"),
        "departments.entered": _("brought in from a file:"),
        "people.entered": _("brought in from a file:"),
        "department.joined": _("had take part"),
        "department.left": _("ended the part of"),
        "work.added": _("added to the responsibility matrix:"),
        "work.changed": _("changed in the responsibility matrix:"),
        "work.removed": _("took out of the responsibility matrix:"),
        "work.standard": _("took over the standard responsibility matrix:"),
        "phase.moved": _("moved phase"),
        "signature.given": _("signed"),
        "round.withdrawn": _("withdrew"),
        "round.superseded": _("ended the signing of"),
        "revision.opened": _("opened"),
        "revision.submitted": _("submitted for signature"),
        "signature.revoked": _("revoked a signature on"),
        "delegation.given": _("delegated:"),
        "delegation.revoked": _("ended the delegation"),
        "revision.reopened": _("lost its approval:"),
        "link.cleared": _("cleared the link"),
        "comment.added": _("commented on"),
        "comment.withdrawn": _("withdrew a comment on"),
        "file.attached": _("attached a file to"),
        "file.removed": _("took a file off"),
        "review.called": _("called review"),
        "review.withdrawn": _("withdrew review"),
        "vote.cast": _("voted in review"),
        "gate.decided": _("decided the gate in review"),
        "gate.reopened": _("reopened the gate: overdue is"),
        "condition.proposed": _("proposed condition"),
        "condition.met": _("settled condition"),
        "waiver.granted": _("granted waiver"),
        "waiver.revoked": _("revoked waiver"),
        "phase.replanned": _("set the dates of phase"),
        "policy.changed": _("changed the policy:"),
        "blocker.reminded": _("reminded others of"),
        "document.rendered": _("produced the PDF of"),
        "evidence.packed": _("took away a pack"),
        "account.guard-added": _("added a way to prove oneself:"),
        "account.guard-removed": _("removed a way to prove oneself:"),
        "account.guard-reset": _("reset every way to prove oneself but the password:"),
        "account.guard-renewed": _("made new recovery codes:"),
    }.get(entry.act, entry.act)


def subject_url(entry: Entry) -> str:
    """Where the act's subject can be seen, or nothing."""
    name, _colon, code = entry.subject.partition(":")
    kind = record_kinds.get(name)
    if kind is not None and not entry.act.endswith(".removed"):
        return kind.url(entry.programme, code)
    review = _REVIEW.fullmatch(code) if name == "review" else None
    if review:
        phase, number = Phase(int(review[1])), int(review[2])
        return reverse("gates:review", args=[entry.programme, phase.segment, number])
    if name == "work":
        return reverse("overview:members", args=[entry.programme]) + "#raci"
    if name in {"revision", "document"}:
        return reverse("documents:centre", args=[entry.programme])
    return ""


def act_html(entry: Entry) -> SafeString:
    """One act as a line of a log."""
    url = subject_url(entry)
    label: Any = entry.subject_label or entry.subject
    target = format_html('<a href="{}">{}</a>', url, label) if url else label
    who, words = entry.actor_name or _("The portal"), act_words(entry)
    return format_html("{}{}{}{}{}", who, _gap(who, words), words, _gap(words, label), target)


def _gap(before: str, after: str) -> str:
    """What stands between two parts of a line: nothing between Chinese ones or after a full stop in full width."""
    last, first = before[-1:], after[:1]
    both = _WIDE.match(last) and _WIDE.match(first)
    return "" if both or _STOPS.match(last) or _STOPS.match(first) else " "
