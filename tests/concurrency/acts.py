"""What a process of the crowd can be asked to do: it gets ready, waits for the others, and acts."""

from collections.abc import Callable
from datetime import date
from typing import Any
from unittest import mock

from governance_app.documents.models import Revision
from governance_app.documents.services import revision_sign, revision_submit, revision_withdraw
from governance_app.exchange.models import ImportBatch
from governance_app.gates.models import GateReview
from governance_app.gates.services.reviews import review_close, review_withdraw, vote_cast
from governance_app.jobs.registry import job_functions
from governance_app.jobs.services import job_enqueue, job_take
from governance_app.people.models import Department, User
from governance_app.people.rules import Proof
from governance_app.people.services import reauthenticate
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import access_for
from governance_app.programmes.services.people import department_leave, member_add, member_remove
from governance_app.programmes.services.templates import programme_from_template
from governance_app.programmes.states import Role
from governance_app.records.bulk import bulk_apply
from governance_app.records.imports import batch_apply
from governance_app.records.registry import record_kinds
from governance_app.records.services import record_create, record_remove, record_revise
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.signoff.states import Meaning
from requirements_app.changes.services import change_decide
from requirements_app.specification.documents import SPECIFICATION

Wait = Callable[[], Any]


def _access(user: int, programme: str) -> Access:
    access = access_for(User.objects.get(pk=user), programme)
    assert access is not None
    return access


def sign(wait: Wait, *, revision: int, user: int, token: str = "", meaning: str = Meaning.APPROVAL) -> int:
    """Open the signing page (or use the token of one opened before), then sign."""
    row, signer = Revision.objects.select_related("round").get(pk=revision), User.objects.get(pk=user)
    token = token or challenge_issue(round_=row.round, user=signer)[meaning]
    wait()
    signature = revision_sign(
        revision=row,
        user=signer,
        token=token,
        content_hash=row.content_hash,
        reason="" if meaning == Meaning.APPROVAL else "不同意",
        method="password",
    )
    return signature.pk


def submit(wait: Wait, *, programme: str, user: int) -> int:
    """Submit the specification."""
    row, actor = Programme.objects.get(slug=programme), User.objects.get(pk=user)
    wait()
    return revision_submit(programme=row, kind=SPECIFICATION, actor=actor).number


def withdraw(wait: Wait, *, revision: int, user: int) -> str:
    """Take a revision out of signing."""
    row, actor = Revision.objects.get(pk=revision), User.objects.get(pk=user)
    wait()
    return revision_withdraw(revision=row, actor=actor, reason="重写").state


def revise(
    wait: Wait, *, kind: str, programme: str, user: int, code: str, values: dict[str, Any], version: int | None = None
) -> int:
    """Change a record."""
    access = _access(user, programme)
    wait()
    return record_revise(kind=record_kinds[kind], access=access, code=code, values=values, version=version).version


def remove(wait: Wait, *, kind: str, programme: str, user: int, code: str) -> None:
    """Remove a record."""
    access = _access(user, programme)
    wait()
    record_remove(kind=record_kinds[kind], access=access, code=code, version=None)


def create(wait: Wait, *, kind: str, programme: str, user: int, names: list[str]) -> list[str]:
    """Write new records, one after another, each in a transaction of its own."""
    access = _access(user, programme)
    wait()
    return [record_create(kind=record_kinds[kind], access=access, values={"name": name}).code for name in names]


def name(wait: Wait, *, kind: str, programme: str, user: int, values: dict[str, Any], field: str, code: str) -> str:
    """Write a new record that names one of the programme by its code."""
    access, known = _access(user, programme), record_kinds[kind]
    end = known.field(field)
    row = end.related_model._default_manager.get(programme=access.programme, code=code)
    values = {**values, field: [row] if end.many_to_many else row}
    if "owner_department" in known.fields:
        values["owner_department"] = access.programme.departments.first()
    if "owner" in known.fields:
        values["owner"] = access.user
    wait()
    record_create(kind=known, access=access, values=values)
    return "named"


def bulk(
    wait: Wait, *, kind: str, programme: str, user: int, codes: list[str], wanted: str, values: dict[str, Any]
) -> int:
    """One act on many records."""
    access = _access(user, programme)
    wait()
    return bulk_apply(kind=record_kinds[kind], access=access, codes=codes, wanted=wanted, values=values)


def import_batch(wait: Wait, *, programme: str, user: int, batch: str) -> str:
    """Write a file that has been checked."""
    access, row = _access(user, programme), ImportBatch.objects.get(pk=batch)
    wait()
    return batch_apply(batch=row, access=access).state


def guess(wait: Wait, *, user: int, password: str) -> str:
    """Prove oneself with a password that may be wrong."""
    person = User.objects.get(pk=user)
    wait()
    return reauthenticate(user=person, proof=Proof(password=password), purpose="sign")


def enqueue(wait: Wait, *, key: str) -> str:
    """Ask for a piece of work that does nothing."""
    with mock.patch.dict(job_functions._items, {"test.nothing": lambda arguments, progress: None}):
        wait()
        return str(job_enqueue(kind="test.nothing", key=key, arguments={}).pk)


def take(wait: Wait, *, job: str) -> bool:
    """Take a job as a worker does."""
    wait()
    return job_take(job) is not None


def vote(wait: Wait, *, review: int, user: int, choice: str = "go") -> str:
    """Vote at a gate."""
    row, voter = GateReview.objects.get(pk=review), User.objects.get(pk=user)
    wait()
    made = vote_cast(
        review=row,
        voter=voter,
        choice=choice,
        comment="" if choice == "go" else "理由",
        snapshot_hash=row.snapshot_hash,
        method="password",
    )
    return made.hash


def close_review(wait: Wait, *, review: int, user: int) -> str:
    """End the voting."""
    row, actor = GateReview.objects.get(pk=review), User.objects.get(pk=user)
    wait()
    return review_close(review=row, actor=actor).decision


def withdraw_review(wait: Wait, *, review: int, user: int) -> str:
    """Take the call of a review back."""
    row, actor = GateReview.objects.get(pk=review), User.objects.get(pk=user)
    wait()
    return review_withdraw(review=row, actor=actor, reason="数据有误").state


def member_off(wait: Wait, *, programme: str, number: int, user: int) -> None:
    """Revoke a role."""
    row, actor = Programme.objects.get(slug=programme), User.objects.get(pk=user)
    wait()
    member_remove(programme=row, number=number, reason="调任", actor=actor)


def member_on(wait: Wait, *, programme: str, role: str, person: int, department: str = "") -> int:
    """Give a role."""
    row, user = Programme.objects.get(slug=programme), User.objects.get(pk=person)
    unit = Department.objects.get(code=department) if department else None
    wait()
    return member_add(programme=row, user=user, role=Role(role), department=unit, actor=user).pk


def department_off(wait: Wait, *, programme: str, code: str, user: int) -> None:
    """Let a department take part no more."""
    row, actor = Programme.objects.get(slug=programme), User.objects.get(pk=user)
    unit = Department.objects.get(code=code)
    wait()
    department_leave(programme=row, department=unit, reason="撤销", actor=actor)


def decide(wait: Wait, *, programme: str, user: int, code: str, accept: bool) -> str:
    """Decide on a change request."""
    access = _access(user, programme)
    wait()
    return change_decide(access=access, code=code, accept=accept, version=None, reason="已议", method="password").state


def found(wait: Wait, *, code: str, user: int) -> str:
    """Set up a programme from a template."""
    actor = User.objects.get(pk=user)
    values = {
        "code": code,
        "slug": code.lower(),
        "name": "新程",
        "organisation": "华辰",
        "start_date": date(2026, 3, 2),
    }
    wait()
    return programme_from_template(values=values, firm="growing", packs=[], departments={}, actor=actor).slug
