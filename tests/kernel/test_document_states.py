"""Submit, edit, sign, refuse, delegate, revoke, withdraw in any order: what must hold holds after every step."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from governance_app.base.canonical import canonical, sha256_hex
from governance_app.documents.models import Document, Revision
from governance_app.documents.rules import revision_hash
from governance_app.documents.services import revision_revoke, revision_sign, revision_withdraw
from governance_app.errors import Refusal
from governance_app.ledger.selectors import head_now, ledger_break
from governance_app.programmes.models import Membership
from governance_app.programmes.states import Role
from governance_app.records.services import record_move, record_remove, record_revise
from governance_app.signoff.models import Delegation, Revocation, Round, Signature
from governance_app.signoff.rules import round_outcome, signature_hash
from governance_app.signoff.services.delegations import delegation_give, delegation_revoke
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.signoff.states import Meaning, RoundState
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import Requirement
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.specification.documents import SPECIFICATION
from tests.conftest import Specification
from tests.factories.records import RequirementFactory

HEADS = ("finance_head", "personnel_head", "it_head")
ANYONE = (*HEADS, "owner", "it_lead", "key_user", "auditor", "stranger")
WRITERS = ("owner", "it_lead")
REASONS = ("", "口径不符")
ROUND_OF = {
    "in_signing": {"open"},
    "approved": {"complete"},
    # Complete: a signature was taken back afterwards.
    "returned": {"changes_requested", "rejected", "failed", "complete"},
    "withdrawn": {"withdrawn"},
    "superseded": {"superseded", "complete"},
}


class DocumentMachine(RuleBasedStateMachine):
    """One specification and the people around it. Every example is undone when it ends."""

    specification: ClassVar[Specification]

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.cast = self.specification.cast
        for user in self.cast.people.values():
            user.is_active = True
        self.pages: list[dict[str, Any]] = []
        self.seen: dict[int, dict[str, Any]] = {}
        self.frozen: dict[int, tuple[str, str]] = {}
        self.ended: dict[int, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do it or be refused; a refusal leaves everything as it was."""
        before = self.everything()
        try:
            with transaction.atomic():
                return act()
        except Refusal as refusal:
            done = refusal
        assert self.everything() == before
        return done

    def everything(self) -> list[Any]:
        return [
            list(Revision.objects.order_by("pk").values()),
            list(Round.objects.order_by("pk").values()),
            list(Signature.objects.order_by("pk").values()),
            list(Delegation.objects.order_by("pk").values()),
            list(Revocation.objects.order_by("pk").values()),
            head_now(),
        ]

    def revisions(self) -> list[Revision]:
        return list(Revision.objects.order_by("number").select_related("round", "document"))

    # What people do

    @rule(actor=st.sampled_from((*WRITERS, "finance_head")))
    def submit(self, actor: str) -> None:
        user = self.cast.people[actor]
        latest = self.revisions()[-1:]
        done = self.attempt(lambda: self.specification.submit(actor=user))
        assert isinstance(done, Revision) or done.code in {"in-signing", "unchanged", "incomplete", "unsignable"}
        if latest and latest[0].state == "in_signing":
            assert isinstance(done, Refusal)

    @rule(actor=st.sampled_from(WRITERS), place=st.integers(0, 2), name=st.sampled_from(["甲", "乙"]))
    def edit(self, actor: str, place: int, name: str) -> None:
        self.attempt(
            lambda: record_revise(
                kind=SYSTEMS,
                access=self.cast.access(self.cast.people[actor]),
                code=self.specification.systems[place].code,
                values={"name": name},
                version=None,
            )
        )

    @rule(actor=st.sampled_from(("finance_head", "key_user")), title=st.sampled_from(["一", "二"]))
    def edit_by_a_department(self, actor: str, title: str) -> None:
        user = self.cast.people[actor]
        if not user.is_active:
            return
        self.attempt(
            lambda: record_revise(
                kind=REQUIREMENTS,
                access=self.cast.access(user),
                code=self.specification.requirements[0].code,
                values={"title": title},
                version=None,
            )
        )

    @rule(place=st.integers(0, 2), move=st.sampled_from(["agree", "withdraw", "reopen"]))
    def move(self, place: int, move: str) -> None:
        self.attempt(
            lambda: record_move(
                kind=REQUIREMENTS,
                access=self.cast.access(self.cast.owner),
                code=self.specification.requirements[place].code,
                move=move,
                version=None,
                reason="评审",
            )
        )

    @rule()
    def add_or_remove(self) -> None:
        access = self.cast.access(self.cast.it_lead)
        extra = Requirement.objects.exclude(pk__in=[row.pk for row in self.specification.requirements]).first()
        if extra is None:
            self.attempt(lambda: RequirementFactory(access=access, owner_department=self.cast.finance))
        else:
            self.attempt(lambda: record_remove(kind=REQUIREMENTS, access=access, code=extra.code, version=None))

    @rule(part=st.sampled_from(HEADS))
    def leave_or_come_back(self, part: str) -> None:
        user = self.cast.people[part]
        user.is_active = not user.is_active
        user.save(update_fields=["is_active"])

    @precondition(lambda self: Round.objects.filter(state="open").exists())
    @rule(part=st.sampled_from(ANYONE))
    def open_a_page(self, part: str) -> None:
        user = self.cast.people[part]
        round_ = Round.objects.get(state="open")
        self.pages.append(
            {
                "revision": round_.revision,
                "user": user,
                "tokens": challenge_issue(round_=round_, user=user),
                "content_hash": round_.content_hash,
            }
        )

    @precondition(lambda self: self.pages)
    @rule(
        data=st.data(),
        meaning=st.sampled_from([Meaning.APPROVAL] * 6 + [Meaning.CHANGES_REQUESTED, Meaning.DISAPPROVAL]),
        reason=st.sampled_from(REASONS),
    )
    def post_a_page(self, data: st.DataObject, meaning: Meaning, reason: str) -> None:
        page = data.draw(st.sampled_from(self.pages))
        self.post(page, meaning, reason)

    @precondition(lambda self: Round.objects.filter(state="open").exists())
    @rule(part=st.sampled_from(HEADS))
    def sign(self, part: str) -> None:
        self.open_a_page(part)
        self.post(self.pages[-1], Meaning.APPROVAL, "")

    def post(self, page: dict[str, Any], meaning: Meaning, reason: str) -> None:
        user = page["user"]
        round_ = Round.objects.get(pk=page["revision"].round_id)
        done = self.attempt(
            lambda: revision_sign(
                revision=page["revision"],
                user=user,
                token=page["tokens"][meaning],
                content_hash=page["content_hash"],
                reason=reason,
                method="password",
            )
        )
        if isinstance(done, Signature):
            assert round_.state == RoundState.OPEN, "a closed round took a signature"
            assert str(user.pk) not in round_.excluded
            user.refresh_from_db()
            assert user.is_active
            holder = user if done.delegation is None else done.delegation.delegator
            if done.delegation is not None:
                self.serves(done, user)
            held = Membership.objects.filter(user=holder, programme=self.cast.programme, role=Role.DEPT_HEAD)
            assert set(done.slot.department_ids) <= set(held.values_list("department_id", flat=True))
            assert done.agrees or reason

    def serves(self, signature: Signature, user: Any) -> None:
        delegation = signature.delegation
        assert delegation is not None
        assert (delegation.delegate_id, delegation.revoked_at) == (user.pk, None)
        assert delegation.starts_on <= timezone.localdate() <= delegation.ends_on
        assert not delegation.scope or signature.round.kind in delegation.scope
        assert delegation.delegator.is_active
        assert str(delegation.delegator_id) not in signature.round.excluded
        assert signature.on_behalf_of == str(delegation.delegator)

    @rule(
        giver=st.sampled_from(HEADS),
        taker=st.sampled_from(("it_lead", "key_user", *HEADS)),
        start=st.sampled_from((0, 0, 0, 1)),
        scope=st.sampled_from(([], [], ["gate-1-minutes"])),
    )
    def delegate(self, giver: str, taker: str, start: int, scope: list[str]) -> None:
        actor, today = self.cast.people[giver], timezone.localdate()
        self.attempt(
            lambda: delegation_give(
                programme=self.cast.programme,
                membership=Membership.objects.get(user=actor, programme=self.cast.programme, role=Role.DEPT_HEAD),
                delegate=self.cast.people[taker],
                starts_on=today + timedelta(days=start),
                ends_on=today + timedelta(days=start + 7),
                scope=scope,
                reason="出差",
                actor=actor,
            )
        )

    @precondition(lambda self: Delegation.objects.exists())
    @rule(data=st.data(), actor=st.sampled_from(HEADS))
    def end_a_delegation(self, data: st.DataObject, actor: str) -> None:
        row = data.draw(st.sampled_from(list(Delegation.objects.order_by("pk"))))
        done = self.attempt(lambda: delegation_revoke(delegation=row, actor=self.cast.people[actor]))
        if isinstance(done, Delegation):
            assert row.delegator_id == self.cast.people[actor].pk

    @precondition(lambda self: Signature.objects.exists())
    @rule(data=st.data(), actor=st.sampled_from((*HEADS, "it_lead")), reason=st.sampled_from(REASONS))
    def revoke(self, data: st.DataObject, actor: str, reason: str) -> None:
        signature = data.draw(st.sampled_from(list(Signature.objects.order_by("pk").select_related("round"))))
        user = self.cast.people[actor]
        done = self.attempt(lambda: revision_revoke(signature=signature, user=user, reason=reason, method="password"))
        if isinstance(done, Revocation):
            assert signature.round.state == RoundState.COMPLETE
            assert reason
            assert not Revision.objects.filter(round=signature.round, state="approved").exists()

    @precondition(lambda self: Revision.objects.exists())
    @rule(data=st.data(), actor=st.sampled_from(WRITERS), reason=st.sampled_from(REASONS))
    def withdraw(self, data: st.DataObject, actor: str, reason: str) -> None:
        revision = data.draw(st.sampled_from(self.revisions()))
        user = self.cast.people[actor]
        done = self.attempt(lambda: revision_withdraw(revision=revision, actor=user, reason=reason))
        if isinstance(done, Revision):
            assert revision.state == "in_signing"
            assert revision.submitted_by_id == user.pk
            assert reason

    # What must hold

    @invariant()
    def there_is_one_of_each(self) -> None:
        revisions = self.revisions()
        assert [row.number for row in revisions] == list(range(1, len(revisions) + 1))
        for state in ("draft", "in_signing", "approved"):
            assert sum(row.state == state for row in revisions) <= 1
        assert all(row.state not in {"draft", "in_signing"} for row in revisions[:-1])
        assert Document.objects.count() <= 1

    @invariant()
    def revisions_and_rounds_agree(self) -> None:
        for row in self.revisions():
            if row.state == "draft":
                assert row.body == ""
                assert row.round is None
                continue
            assert row.round.state in ROUND_OF[row.state]
            assert row.round.content_hash == row.content_hash
            assert (row.closed_at is None) == (row.state == "in_signing")

    @invariant()
    def what_was_frozen_stays(self) -> None:
        for row in self.revisions():
            if row.state == "draft":
                continue
            assert self.frozen.setdefault(row.pk, (row.body, row.content_hash)) == (row.body, row.content_hash)
            assert sha256_hex(row.body.encode()) == row.body_hash
            assert row.content_hash == revision_hash(
                number=row.document.number, revision=row.number, body_hash=row.body_hash
            )

    @invariant()
    def what_is_signed_or_to_be_signed_is_what_the_records_say(self) -> None:
        for row in self.revisions()[-1:]:
            if row.state in {"in_signing", "approved"}:
                # Who is active shows in the organisation's chapter; it is no record and opens no revision.
                now, then = SPECIFICATION.content(self.cast.programme), row.content
                now.pop("organisation")
                assert canonical(now) == canonical({key: part for key, part in then.items() if key != "organisation"})

    @invariant()
    def signatures_never_change_or_move(self) -> None:
        now = {row["id"]: row for row in Signature.objects.values()}
        for number, row in self.seen.items():
            assert now.get(number) == row
        self.seen = now
        for signature in Signature.objects.select_related("round", "slot"):
            assert signature_hash(signature) == signature.hash
            assert signature.content_hash == signature.round.content_hash
            assert signature.slot.round_id == signature.round_id

    @invariant()
    def nobody_has_signed_twice_in_a_round(self) -> None:
        for round_ in Round.objects.prefetch_related("signatures__delegation"):
            people = [
                row.delegation.delegator_id if row.delegation else row.signer_id for row in round_.signatures.all()
            ]
            hands = [row.signer_id for row in round_.signatures.all()]
            assert len(set(people)) == len(people)
            assert len(set(hands)) == len(hands)

    @invariant()
    def rounds_end_as_their_policy_says_and_then_take_none(self) -> None:
        for round_ in Round.objects.prefetch_related("signatures__slot"):
            given = {row.slot.key: row.meaning for row in round_.signatures.all()}
            if round_.state in {RoundState.WITHDRAWN, RoundState.SUPERSEDED}:
                assert round_outcome(round_.policy, given) == RoundState.OPEN
            else:
                assert round_outcome(round_.policy, given) == round_.state
            if round_.state != RoundState.OPEN:
                assert self.ended.setdefault(round_.pk, len(given)) == len(given)

    @invariant()
    def the_ledger_holds(self) -> None:
        assert ledger_break() is None


@pytest.mark.postgres_too
@pytest.mark.django_db
def test_no_order_of_acts_breaks_what_must_hold(specification: Specification) -> None:
    machine = type("Machine", (DocumentMachine,), {"specification": specification})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=25))
    # Every example has been undone.
    assert not Revision.objects.exists()
    assert not Signature.objects.exists()
