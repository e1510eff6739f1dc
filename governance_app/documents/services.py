"""Revisions: opened by an edit, frozen by a submission, signed, withdrawn. The document's row is the lock."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.canonical import canonical, sha256_hex
from governance_app.base.clock import this_moment
from governance_app.documents.acts import REVISION_OPENED, REVISION_REOPENED, REVISION_SUBMITTED
from governance_app.documents.models import Document, Revision
from governance_app.documents.registry import DocumentKind, cover_of, document_kinds
from governance_app.documents.rules import content_changes, revision_hash
from governance_app.documents.selectors import rendering_key
from governance_app.documents.signals import revision_closed, revision_reopened, revision_signed, revision_submitted
from governance_app.documents.states import PURPOSE_OF, RevisionState
from governance_app.errors import Conflict, Forbidden, Incomplete, Invalid, Refusal, Stale
from governance_app.jobs.services import job_enqueue
from governance_app.ledger.services import ledger_append
from governance_app.programmes.models import Programme
from governance_app.signoff.models import Revocation, Round, Signature
from governance_app.signoff.rules import Policy, slots_fillable
from governance_app.signoff.selectors import able_to_sign
from governance_app.signoff.services.revocations import signature_revoke
from governance_app.signoff.services.rounds import RoundClosed, round_end, round_open, round_sign
from governance_app.signoff.states import RoundState

InSigning = Conflict.coded("in-signing")
StaleDraft = Conflict.coded("stale-draft")
Unchanged = Conflict.coded("unchanged")
Unsignable = Invalid.coded("unsignable")


def _latest(document: Document) -> Revision | None:
    return document.revisions.order_by("-number").first()


def _locked(document_id: int) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("programme").get(pk=document_id)


def _document(programme: Programme, kind: DocumentKind) -> Document:
    # Edits make the row as well as submissions do: a lock nobody has made yet would let an edit slip between
    # the reading of the content and its freezing.
    document, _created = Document.objects.get_or_create(
        programme=programme, kind=kind.code, defaults={"number": kind.number(programme)}
    )
    return _locked(document.pk)


@transaction.atomic
def content_touched(*, programme: Programme, source: str, actor: Any, reason: str) -> list[Revision]:
    """Tell the documents composed from a kind of record that one of its records has changed.

    Where the latest revision is frozen (in signing or approved) and the content now differs, the next
    revision is opened as a draft; a round still open on the older one ends as superseded, and the signatures
    given stay on it. Must run in the transaction of the edit; takes the same lock as a signature.
    """
    opened = []
    for kind in document_kinds:
        if source not in kind.sources:
            continue
        document = _document(programme, kind)
        latest = _latest(document)
        if latest is None or latest.state not in {RevisionState.IN_SIGNING, RevisionState.APPROVED}:
            continue
        if sha256_hex(canonical(kind.content(programme))) == latest.body_hash:
            continue
        opened.append(_revision_begin(document, latest, actor, reason))
    return opened


def _revision_begin(document: Document, latest: Revision, actor: Any, reason: str) -> Revision:
    if latest.state == RevisionState.IN_SIGNING and latest.round_id:
        text = _("Superseded by revision %(number)s: %(reason)s") % {"number": latest.number + 1, "reason": reason}
        revision_close(
            round_=round_end(round_id=latest.round_id, state=RoundState.SUPERSEDED, reason=text, actor=actor)
        )
    draft = Revision.objects.create(
        document=document,
        number=latest.number + 1,
        opened_reason=reason[:300],
        opened_by=actor,
        opened_at=this_moment(),
    )
    ledger_append(
        act=REVISION_OPENED,
        subject=f"document:{document.number}",
        subject_label=_("%(number)s revision %(revision)s") % {"number": document.number, "revision": draft.number},
        actor=actor,
        programme=document.programme.slug,
        detail={"revision": draft.number, "reason": reason},
    )
    return draft


def revision_title(kind: DocumentKind, number: int) -> str:
    """How a revision is called in statements and lists."""
    return _("“%(title)s” revision %(number)s") % {"title": kind.title, "number": number}


def excluded_from(kind: DocumentKind, programme: Programme, actor: Any) -> dict[int, str]:
    """Who may not sign what ``actor`` submits now, and why: the author and the last editor."""
    excluded = {actor.pk: "author"}
    editor = kind.last_editor(programme)
    if editor is not None:
        excluded.setdefault(editor, "editor")
    return excluded


def _refuse_unsignable(programme: Programme, policy: Policy, excluded: Mapping[int, str]) -> None:
    """Refuse a round that could never be completed: a group with fewer slots someone could fill than it needs."""
    for group in policy.groups:
        able = able_to_sign(programme.pk, group.slots, excluded)
        bare = [slot.title for slot, people in zip(group.slots, able, strict=True) if not people]
        if len(group.slots) - len(bare) < group.needed:
            text = _(
                "Nobody could sign for %(slots)s: the one who submits and the last editor may not. "
                "Have someone else submit, or make the last edit."
            )
            raise Unsignable(text % {"slots": _(", ").join(bare)})
        filled = slots_fillable([[person.pk for person in people] for people in able])
        left = [slot.title for slot, person in zip(group.slots, filled, strict=True) if person is None]
        if len(group.slots) - len(left) < group.needed:
            text = _(
                "One person may sign only once, and nobody else could sign for %(slots)s. "
                "Give the role to another person, or have someone else submit."
            )
            raise Unsignable(text % {"slots": _(", ").join(left)})


@transaction.atomic
def revision_submit(
    *,
    programme: Programme,
    kind: DocumentKind,
    actor: Any,
    summary: str = "",
    due_on: date | None = None,
    seen_hash: str = "",
) -> Revision:
    """Freeze the content as it is now into a revision and open its round of signatures.

    ``seen_hash`` is the hash of the content the submitter's page showed. Refuses content that is no longer
    that, while a revision is in signing, when nothing has changed since the approved one, when the content is
    not complete (each problem with its place), and when a signature asked for could be given by nobody.
    """
    document = _document(programme, kind)
    latest = _latest(document)
    if latest is not None and latest.state == RevisionState.IN_SIGNING:
        text = _("Revision %(number)s is in signing; withdraw it first.") % {"number": latest.number}
        raise InSigning(text)
    content = kind.content(programme)
    body = canonical(content)
    body_hash = sha256_hex(body)
    if seen_hash and seen_hash != body_hash:
        raise StaleDraft(_("The records have changed since this page was opened; please look at it again."))
    problems = kind.problems(programme, content)
    if problems:
        raise Incomplete(
            _("The document is not complete: %(count)s points are open.") % {"count": len(problems)},
            extra={"problems": problems},
        )
    approved = document.revisions.filter(state=RevisionState.APPROVED, body_hash=body_hash).first()
    if approved is not None:
        text = _("Nothing has changed since revision %(number)s.") % {"number": approved.number}
        raise Unchanged(text)
    policy, excluded = kind.policy(programme, content), excluded_from(kind, programme, actor)
    _refuse_unsignable(programme, policy, excluded)
    revision = latest if latest is not None and latest.state == RevisionState.DRAFT else None
    now = this_moment()
    if revision is None:
        number = latest.number + 1 if latest else 1
        revision = Revision(document=document, number=number, opened_by=actor, opened_at=now)
    revision.body, revision.body_hash = body.decode(), body_hash
    revision.content_hash = revision_hash(number=document.number, revision=revision.number, body_hash=body_hash)
    revision.cover = cover_of(programme)
    revision.summary, revision.submitted_by, revision.submitted_at = summary.strip(), actor, now
    revision.state = RevisionState.IN_SIGNING
    revision.save()
    revision.round = round_open(
        programme=programme,
        subject=f"revision:{revision.pk}",
        kind=kind.code,
        title=revision_title(kind, revision.number),
        content_hash=revision.content_hash,
        policy=policy,
        excluded=excluded,
        actor=actor,
        due_on=due_on,
    )
    revision.save(update_fields=["round"])
    rendering_ask(revision)
    revision_submitted.send(sender=Revision, revision=revision)
    ledger_append(
        act=REVISION_SUBMITTED,
        subject=f"document:{document.number}",
        subject_label=revision_title(kind, revision.number),
        subject_hash=revision.content_hash,
        actor=actor,
        programme=programme.slug,
        detail={"revision": revision.number, "content": body_hash, "policy": revision.round.policy_hash},
    )
    return revision


@transaction.atomic
def revision_sign(
    *, revision: Revision, user: Any, token: str, content_hash: str, reason: str, method: str
) -> Signature:
    """Sign a revision under the document's lock; see ``round_sign`` for what is refused.

    A page that shows an older revision is refused with the difference to the latest content.
    """
    document = _locked(revision.document_id)
    current = document.revisions.defer("body").latest("number")
    if current.pk != revision.pk:
        raise _stale(document, document.revisions.get(pk=revision.pk), current)
    if current.round_id is None:
        raise RoundClosed(_("This revision is not in signing."))
    kind = document_kinds[document.kind]
    title = revision_title(kind, current.number)
    try:
        signature = round_sign(
            round_id=current.round_id,
            user=user,
            token=token,
            content_hash=content_hash,
            reason=reason,
            method=method,
            statement=lambda meaning, slot: kind.statement(meaning, title=title, slot_title=slot),
        )
    except Stale as refusal:
        older = document.revisions.filter(content_hash=content_hash).first()
        raise _stale(document, older or current, current) from refusal
    if signature.round.state != RoundState.OPEN:
        revision_close(round_=signature.round)
    return signature


@transaction.atomic
def revision_revoke(*, signature: Signature, user: Any, reason: str, method: str) -> Revocation:
    """Take back one's own signature on an approved revision, which is approved no longer; see ``signature_revoke``."""
    revocation = signature_revoke(signature=signature, user=user, reason=reason, method=method)
    _revision_reopen(round_=revocation.signature.round, reason=revocation.reason)
    return revocation


def _stale(document: Document, shown: Revision, latest: Revision) -> Refusal:
    """The refusal of a page that shows an older revision, with what has changed since."""
    kind = document_kinds[document.kind]
    fresh = latest.content or kind.content(document.programme)
    return Stale(
        _("Not signed: revision %(old)s has been replaced by revision %(new)s. What has changed is shown below.")
        % {"old": shown.number, "new": latest.number},
        extra={
            "changes": content_changes(shown.content, fresh, kind.sections),
            "old": shown.number,
            "new": latest.number,
        },
    )


@transaction.atomic
def revision_withdraw(*, revision: Revision, actor: Any, reason: str) -> Revision:
    """Take a revision out of signing; only the one who submitted it may. Needs a reason."""
    document = _locked(revision.document_id)
    current = document.revisions.get(pk=revision.pk)
    if current.state != RevisionState.IN_SIGNING or current.round_id is None:
        raise RoundClosed(_("This revision is not in signing."))
    if current.submitted_by_id != actor.pk:
        raise Forbidden(_("Only the one who submitted it may withdraw it."))
    revision_close(round_=round_end(round_id=current.round_id, state=RoundState.WITHDRAWN, reason=reason, actor=actor))
    current.refresh_from_db()
    return current


#: What a closed round makes of its revision.
_AFTER = {
    RoundState.COMPLETE: RevisionState.APPROVED,
    RoundState.CHANGES_REQUESTED: RevisionState.RETURNED,
    RoundState.REJECTED: RevisionState.RETURNED,
    RoundState.FAILED: RevisionState.RETURNED,
    RoundState.WITHDRAWN: RevisionState.WITHDRAWN,
    RoundState.SUPERSEDED: RevisionState.SUPERSEDED,
}


def revision_close(*, round_: Round) -> None:
    """Carry a round's end over to its revision; an approval supersedes the revision approved before."""
    revision = Revision.objects.select_for_update().filter(round=round_).select_related("document").first()
    if revision is None:
        return
    state = _AFTER[RoundState(round_.state)]
    if state == RevisionState.APPROVED:
        for older in revision.document.revisions.filter(state=RevisionState.APPROVED):
            older.state = RevisionState.SUPERSEDED
            older.save(update_fields=["state"])
            rendering_ask(older)
    revision.state, revision.closed_at = state, round_.closed_at
    revision.save(update_fields=["state", "closed_at"])
    rendering_ask(revision)
    revision_closed.send(sender=Revision, revision=revision)
    if state == RevisionState.APPROVED:
        revision_signed.send(sender=Revision, revision=revision)


def _revision_reopen(*, round_: Round, reason: str) -> None:
    """Take the approval from a revision one of whose signatures was revoked; nothing where it was not approved."""
    revision = (
        Revision.objects.select_for_update(of=("self",))
        .filter(round=round_, state=RevisionState.APPROVED)
        .select_related("document__programme")
        .first()
    )
    if revision is None:
        return
    revision.state = RevisionState.RETURNED
    revision.save(update_fields=["state"])
    rendering_ask(revision)
    ledger_append(
        act=REVISION_REOPENED,
        subject=f"document:{revision.document.number}",
        subject_label=round_.title,
        subject_hash=revision.content_hash,
        programme=revision.document.programme.slug,
        detail={"reason": reason},
    )
    revision_reopened.send(sender=Revision, revision=revision, reason=reason)


def rendering_ask(revision: Revision, language: str = "zh-hans", actor: Any = None) -> None:
    """Have the PDF rendered that fits the revision's present state; asking twice is one job."""
    purpose = PURPOSE_OF[RevisionState(revision.state)]
    job_enqueue(
        kind="documents.render",
        key=rendering_key(revision.pk, purpose, language),
        arguments={"revision": str(revision.pk), "purpose": str(purpose), "language": language},
        actor=actor,
    )
