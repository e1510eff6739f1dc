"""Keeping the responsibility matrix: which role answers for which work."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from governance_app.base.histories import written_by
from governance_app.errors import Conflict, Invalid, Missing, Stale, refuse_invalid
from governance_app.ledger.registry import Act
from governance_app.ledger.services import ledger_append
from governance_app.programmes.acts import WORK_ADDED, WORK_CHANGED, WORK_REMOVED, WORK_STANDARD
from governance_app.programmes.models import Programme, WorkItem
from governance_app.programmes.rules import LETTERS, matrix_row_problems
from governance_app.programmes.services.codes import code_next, codes_lock, codes_next
from governance_app.programmes.signals import programme_changed
from governance_app.programmes.work import standard_work

ThereAlready = Conflict.coded("there-already")


def _work_values(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("phase", "title", *LETTERS)}


def _work_told(row: WorkItem, act: Act, detail: dict[str, Any], actor: Any) -> None:
    """What every change of the matrix does: a row of the ledger, and documents that print the matrix look again."""
    ledger_append(
        act=act,
        subject=f"work:{row.code}",
        subject_label=str(row),
        actor=actor,
        programme=row.programme.slug,
        detail=detail,
    )
    _matrix_touched(row.programme, actor)


def _matrix_touched(programme: Programme, actor: Any) -> None:
    reason = _("The responsibility matrix has been changed.")
    programme_changed.send(sender=WorkItem, programme=programme, source="members", actor=actor, reason=reason)


@transaction.atomic
def work_standard(*, programme: Programme, actor: Any) -> list[WorkItem]:
    """Start with the standard responsibility matrix. Refuses when the programme has one already."""
    counter = codes_lock(programme, "WI")
    if WorkItem.objects.filter(programme=programme).exists():
        raise ThereAlready(_("There is a responsibility matrix already."))
    works = list(standard_work())
    codes = codes_next(programme, "WI", len(works), 2, counter)
    rows = []
    with translation.override(settings.LANGUAGE_CODE):
        for code, (phase, work) in zip(codes, works, strict=True):
            values = {"phase": phase, "title": str(work.title)} | {name: getattr(work, name) for name in LETTERS}
            row = WorkItem(programme=programme, code=code, **values)
            written_by(row, actor).save()
            rows.append(row)
    ledger_append(
        act=WORK_STANDARD,
        subject=f"programme:{programme.code}",
        subject_label=programme.name,
        actor=actor,
        programme=programme.slug,
        detail={"codes": codes},
    )
    _matrix_touched(programme, actor)
    return rows


@transaction.atomic
def work_write(
    *, programme: Programme, code: str | None, values: Mapping[str, Any], version: int | None, actor: Any
) -> WorkItem:
    """Add a row to the responsibility matrix (no ``code``) or change one; equal values change nothing.

    Refuses a stale page, a title twice in a phase, and whatever ``matrix_row_problems`` finds.
    """
    row = _work_locked(programme, code, version) if code else WorkItem(programme=programme, version=0)
    before = _work_values(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.title = row.title.strip()
    problems = matrix_row_problems(_work_values(row))
    if problems:
        raise Invalid(next(iter(problems.values()))[0], fields=problems)
    after = _work_values(row)
    changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    if code and not changed:
        return row
    row.version += 1
    row.code = code or code_next(programme, "WI", 2)
    try:
        row.full_clean()
    except ValidationError as error:
        found = refuse_invalid(error)
        twice = WorkItem.objects.filter(programme=programme, phase=row.phase, title=row.title).exclude(pk=row.pk)
        if twice.exists():
            found.fields = {"title": found.fields.get("__all__", [str(found)])}
        raise found from error
    written_by(row, actor).save()
    _work_told(row, WORK_CHANGED if code else WORK_ADDED, {"changed": changed} if code else after, actor)
    return row


@transaction.atomic
def work_remove(*, programme: Programme, code: str, version: int | None, actor: Any) -> None:
    """Take a row out of the responsibility matrix; its code is not given again. Refuses a stale page."""
    row = _work_locked(programme, code, version)
    values = _work_values(row)
    written_by(row, actor).delete()
    _work_told(row, WORK_REMOVED, values, actor)


def _work_locked(programme: Programme, code: str, version: int | None) -> WorkItem:
    row = WorkItem.objects.select_for_update().filter(programme=programme, code=code).first()
    if row is None:
        raise Missing(_("This row has been removed in the meantime."))
    if version is not None and version != row.version:
        raise Stale(_("The row has been changed in the meantime; please look at it again."))
    return row
