"""Contexts of the document pages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance_app.base.clock import this_moment
from governance_app.base.looks import State, state_of
from governance_app.base.times import reader_zone, when_text
from governance_app.documents.models import Revision
from governance_app.documents.registry import DocumentKind, Problem
from governance_app.documents.rules import Change, tally
from governance_app.documents.selectors import rendering_job, rendering_of
from governance_app.documents.states import REVISION_LOOKS, RevisionState
from governance_app.jobs.selectors import progress_of
from governance_app.jobs.states import JobState
from governance_app.people.models import User
from governance_app.programmes.rules import Access
from governance_app.signoff.models import Round, Slot
from governance_app.signoff.rules import carried_of, reasons_of
from governance_app.signoff.selectors import able_to_sign
from governance_app.signoff.states import (
    MEANING_LOOKS,
    METHODS,
    MINE_LOOK,
    NOT_SIGNED_LOOK,
    WAITING_LOOK,
    Meaning,
    RoundState,
)

FEW = 12


def kind_url(access: Access, kind: DocumentKind, tail: str = "document", *parts: Any) -> str:
    """Address of one of a document's pages."""
    return reverse(f"documents:{tail}", args=[access.programme.slug, kind.code, *parts])


def crumbs(access: Access, kind: DocumentKind | None = None, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Where one is among the documents."""
    slug = access.programme.slug
    trail = [(access.programme.name, reverse("overview:programme", args=[slug]))]
    trail.append((_("Documents"), reverse("documents:centre", args=[slug]) if kind else ""))
    if kind is not None:
        trail.append((str(kind.title), kind_url(access, kind) if more else ""))
    return [{"title": title, "url": url} for title, url in (*trail, *more)]


def revision_label(number: int) -> str:
    """A revision by its number."""
    return _("Revision %(number)s") % {"number": number}


def revision_state(revision: Revision | None) -> State:
    """A revision's state ready to show; a document without any is a draft."""
    state = RevisionState(revision.state) if revision else RevisionState.DRAFT
    return state_of(REVISION_LOOKS[state], state.label)


def hash_groups(text: str) -> list[str]:
    """A hash in groups of eight."""
    return [text[start : start + 8] for start in range(0, len(text), 8)]


def fact(label: Any, value: Any) -> dict[str, Any]:
    """A fact; the value is made safe for markup."""
    return {"label": label, "html": value if isinstance(value, SafeString) else escape(value)}


def change_rows(changes: Iterable[Change], mine: set[str] | None = None) -> list[dict[str, Any]]:
    """Differences as rows of a table; one's own departments stand out."""
    return [
        {
            "code": change.code or change.part,
            "url": "",
            "sub": f"{change.part} · {change.field}" if change.code else "",
            "html": change.html,
            "departments": format_html_join(
                _(", "),
                "{}",
                (
                    (format_html("<strong>{}</strong>", name) if mine and name in mine else name,)
                    for name in change.departments
                ),
            ),
        }
        for change in changes
    ]


def change_summary(changes: list[Change]) -> str:
    """The differences counted."""
    counted = tally(changes)
    return _("%(changed)s changed, %(added)s added, %(removed)s removed") % {
        "changed": counted.changed,
        "added": counted.added,
        "removed": counted.removed,
    }


def problem_rows(problems: list[Problem]) -> list[dict[str, str]]:
    """What keeps a document from being submitted."""
    return [{"text": problem.text, "url": problem.url, "where": ""} for problem in problems]


def job_context(access: Access, kind: DocumentKind, revision: Revision, language: str = "zh-hans") -> Any:
    """The rendering's progress, or None when the PDF is ready or was never asked for."""
    if rendering_of(revision, language) is not None:
        return None
    job = rendering_job(revision, language)
    if job is None:
        return None
    progress = progress_of(job)
    return {
        "id": str(job.pk),
        "state": job.state,
        "title": _("Producing the PDF"),
        "step": "",
        "done": progress.done,
        "total": progress.total,
        "percent": progress.percent,
        "poll_url": kind_url(access, kind, "progress", revision.number),
        "page_url": kind_url(access, kind, "revision", revision.number),
        "results": [],
        "error": _("The PDF could not be produced; you can request it again.") if job.state == JobState.FAILED else "",
        "retry_url": kind_url(access, kind, "render", revision.number) if job.state == JobState.FAILED else "",
        "waited": when_text(job.created_at),
    }


def meaning_state(meaning: Meaning) -> State:
    """What a signature says, as a state: an approval shows as approved."""
    label = RevisionState.APPROVED.label if meaning == Meaning.APPROVAL else meaning.label
    return state_of(MEANING_LOOKS[meaning], label)


def people_for(round_: Round, slots: list[Slot]) -> dict[int, list[User]]:
    """Who could sign in each slot now, the excluded left out."""
    excluded = {int(user) for user in round_.excluded}
    able = able_to_sign(round_.programme_id, slots, excluded)
    return {slot.pk: people for slot, people in zip(slots, able, strict=True)}


def signers(round_: Round, user: Any = None, mine: Slot | None = None) -> list[dict[str, Any]]:
    """Who has signed and who is awaited, slot by slot."""
    slots = list(round_.slots.all())
    given = {row.slot_id: row for row in round_.signatures.all()}
    waiting, why = people_for(round_, slots), reasons_of(round_.policy)
    found = []
    for slot in slots:
        row = given.get(slot.pk)
        is_mine = (mine is not None and slot.pk == mine.pk) or (row is not None and user and row.signer_id == user.pk)
        if row is not None:
            meaning = Meaning(row.meaning)
            state = meaning_state(meaning)
            names, time, reason = row.signer_text, when_text(row.signed_at), row.reason
        else:
            look, word = (MINE_LOOK, _("Waiting for me")) if is_mine else (WAITING_LOOK, _("Awaited"))
            state = state_of(look, word)
            names = _(", ").join(str(person) for person in waiting[slot.pk]) or "—"
            days = (this_moment() - round_.opened_at).days
            time, reason = _("waiting %(days)s days") % {"days": days}, ""
            if round_.state != RoundState.OPEN:
                # Nobody waits for it any more.
                state, names, time = state_of(NOT_SIGNED_LOOK, _("Unsigned")), "—", ""
        found.append(
            {
                "unit": slot.title,
                "signer": names,
                "role": slot.get_role_display(),
                "state": state,
                "time": time,
                "mine": bool(is_mine),
                "reason": reason,
                "why": why.get(slot.key, ""),
            }
        )
    return found + [
        {**row, "role": "", "state": _unchanged(row), "time": "", "mine": False, "reason": "", "why": ""}
        for row in _carried(round_)
    ]


def _carried(round_: Round) -> list[dict[str, Any]]:
    return [
        {
            "unit": row["title"],
            "signer": row["signer"],
            "revision": row["revision"],
            "hash": row["signature"],
            "signed_at": row["signed_at"],
        }
        for row in carried_of(round_.policy)
    ]


def _unchanged(row: dict[str, Any]) -> State:
    """What is said of a signature that stays on an earlier revision."""
    return State(_("Unchanged for it since revision %(number)s") % {"number": row["revision"]}, "circle-check", "off")


def signature_rows(round_: Round) -> list[dict[str, Any]]:
    """Signatures and open slots of a round, for the record."""
    given = {row.slot_id: row for row in round_.signatures.all()}
    why = reasons_of(round_.policy)
    open_ = round_.state == RoundState.OPEN
    unsigned = state_of(WAITING_LOOK, _("Awaited")) if open_ else state_of(NOT_SIGNED_LOOK, _("Unsigned"))
    found = []
    for slot in round_.slots.all():
        row = given.get(slot.pk)
        meaning = Meaning(row.meaning) if row else None
        found.append(
            {
                "unit": slot.title,
                "signer": row.signer_text if row else "",
                "role": slot.get_role_display(),
                "meaning": meaning_state(meaning) if meaning else unsigned,
                "time": when_text(row.signed_at) if row else "",
                "time_full": row.signed_at_text if row else "",
                "method": str(METHODS.get(row.method, row.method)) if row else "",
                "hash": row.hash[:8] if row else "",
                "hash_full": row.hash if row else "",
                "statement": row.statement if row else "",
                "reason": row.reason if row else "",
                "note": "",
                "why": why.get(slot.key, ""),
            }
        )
    return found + [
        {
            **row,
            "role": "",
            "meaning": _unchanged(row),
            "time": row["signed_at"][:16].replace("T", " "),
            "time_full": row["signed_at"],
            "method": "",
            "hash": row["hash"][:8],
            "hash_full": row["hash"],
            "statement": "",
            "reason": "",
            "note": "",
            "why": "",
        }
        for row in _carried(round_)
    ]


def minute_text(moment: datetime) -> str:
    """A moment to the minute, in the reader's zone."""
    return f"{moment.astimezone(reader_zone()):%Y-%m-%d %H:%M}"


def submitted_text(revision: Revision) -> str:
    """Who submitted a revision and when."""
    if revision.submitted_at is None:
        return ""
    return _("%(who)s, %(when)s") % {
        "who": revision.submitted_by,
        "when": minute_text(revision.submitted_at),
    }


def revision_facts(kind: DocumentKind, revision: Revision) -> list[dict[str, Any]]:
    """The facts beside a frozen revision."""
    facts = [
        fact(_("Classification"), _("Internal")),
        fact(_("Submitted"), submitted_text(revision)),
        *(fact(label, value) for label, value in kind.facts(revision.content)),
    ]
    if revision.round is not None:
        done = sum(row.agrees for row in revision.round.signatures.all())
        facts.append(fact(_("Signing rule"), kind.policy_text))
        facts.append(
            fact(
                _("Progress"),
                _("%(signed)s of %(asked)s signed") % {"signed": done, "asked": len(revision.round.slots.all())},
            )
        )
    if revision.closed_at:
        facts.append(fact(_("Closed"), minute_text(revision.closed_at)))
    return facts
