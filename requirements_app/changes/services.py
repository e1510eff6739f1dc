"""Change control: deciding on change requests, and what the baseline says to writes."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from governance_app.base.clock import this_moment
from governance_app.errors import Invalid
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import policy_of
from governance_app.records.registry import Foreseen, Guard, RecordKind
from governance_app.records.services import record_move
from governance_app.records.tracing import reference
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.models import ChangeApplication, ChangeRequest
from requirements_app.changes.rules import LISTED, covers, governed, in_baseline, named_in, reason_under
from requirements_app.changes.selectors import accepted, baseline, document_lock, made_under

Baselined = Invalid.coded("baseline")
ChangeUnclear = Invalid.coded("change-unclear")

_CONTROL = "requirements.control"


def change_decide(
    *, access: Access, code: str, accept: bool, version: int | None, reason: str, method: str
) -> ChangeRequest:
    """Accept or reject a change request; its impact is frozen as it is now.

    ``method`` is how the person has just proved who they are. Refuses whoever asked for the change, one that is not
    submitted, and no reason.
    """
    move = "accept" if accept else "reject"
    return record_move(kind=CHANGES, access=access, code=code, move=move, version=version, reason=reason, proof=method)


class _Control:
    """What holds in a programme whose specification is the baseline."""

    def __init__(self, programme: Programme, kind: RecordKind, *, lock: bool) -> None:
        self.kind = kind
        self.base = baseline(programme)
        if self.base is None:
            return
        self.strict = kind.slug in governed(policy_of(programme)[_CONTROL])
        rows = accepted(programme)
        self.changes = list(rows.select_for_update(of=("self",)) if lock else rows)

    @cached_property
    def made(self) -> dict[int, set[str]]:
        """The records created under each accepted change request."""
        return made_under(self.changes) if self.changes else {}

    def fitting(self, ref: str, *, new: bool) -> list[ChangeRequest]:
        """The accepted change requests under which a record may be written."""
        found = [row for row in self.changes if covers(row, ref, new=new)]
        return found or [row for row in self.changes if covers(row, ref, new=new, made=self.made.get(row.pk, ()))]

    def free(self, record: Any) -> bool:
        """Whether the record may be written without any: its kind is open, or it is not part of the baseline."""
        if not self.strict:
            return True
        return record is not None and not in_baseline(record, self.base.submitted_at if self.base else None)


def permit(kind: RecordKind, access: Access, act: str, records: Sequence[Any], reason: str) -> Mapping[str, str]:
    """Let records of the baseline be written under an accepted change request alone; the reason carries its code.

    Taken after the records' locks: the specification's, so that no last signature comes between, then those of the
    change requests. Refuses a record that no accepted change request lists, and one listed by several none of which
    the reason names.
    """
    if kind.slug not in LISTED or not document_lock(access.programme):
        return {}
    control = _Control(access.programme, kind, lock=True)
    if control.base is None:
        return {}
    kept: dict[str, str] = {}
    applied = []
    for record in records:
        change = _change_for(control, record, act, reason)
        if change is not None:
            kept[record.code] = reason_under(change.code, reason)
            applied.append(
                ChangeApplication(
                    change=change,
                    kind=kind.slug,
                    code=record.code,
                    version=record.version,
                    act=act,
                    by=access.user,
                    at=this_moment(),
                )
            )
    ChangeApplication.objects.bulk_create(applied, batch_size=500)
    return kept


def _change_for(control: _Control, record: Any, act: str, reason: str) -> ChangeRequest | None:
    new = act == "created"
    fits = control.fitting(reference(control.kind, record.code), new=new)
    named = named_in(reason)
    chosen = [row for row in fits if row.code in named] or ([] if named else fits)
    if len(chosen) == 1 or (chosen and named):
        return chosen[0]
    if control.free(None if new else record):
        return None
    extra = {"url": request_url(control.kind, record.programme, "" if new else record.code)}
    if fits and not named:
        raise ChangeUnclear(_several(fits), fields={"reason": [_several(fits)]}, extra=extra)
    raise Baselined(_refusal(control, "" if new else record.code), extra=extra)


def _several(fits: Iterable[ChangeRequest]) -> str:
    codes = _(", ").join(row.code for row in fits)
    return _("Several accepted change requests cover this: %(codes)s. Name one of them in the reason.") % {
        "codes": codes
    }


def _refusal(control: _Control, code: str) -> str:
    number = control.base.number if control.base else 0
    if not code:
        text = _(
            "Revision %(number)s of the specification is the baseline. A new %(one)s needs an accepted change request "
            "that allows new records."
        )
        return text % {"number": number, "one": control.kind.one}
    text = _(
        "%(code)s is part of the baseline, revision %(number)s. It can be changed under an accepted change request "
        "that lists it."
    )
    return text % {"code": code, "number": number}


def request_url(kind: RecordKind, programme: Programme, code: str) -> str:
    """Where a change of a record is asked for."""
    query = f"?{LISTED[kind.slug]}={code}" if code else "?extent=with_new"
    return f"{CHANGES.url(programme.slug, tail='new/')}{query}"


def foresee(kind: RecordKind, access: Access, record: Any | None) -> Foreseen | None:
    """What ``permit`` will say."""
    if kind.slug not in LISTED:
        return None
    control = _Control(access.programme, kind, lock=False)
    if control.base is None:
        return None
    code = record.code if record is not None else ""
    fits = control.fitting(reference(kind, code), new=record is None)
    if len(fits) == 1:
        text = _("This is written under %(code)s “%(title)s”; the reason kept will carry that code.")
        return Foreseen(text % {"code": fits[0].code, "title": fits[0].title})
    if fits:
        return Foreseen(_several(fits))
    if control.free(record):
        return None
    may = access.may(CHANGES.edit) or access.may(CHANGES.contribute)
    return Foreseen(
        _refusal(control, code),
        request_url(kind, access.programme, code) if may else CHANGES.url(access.programme.slug),
        _("Request a change") if may else _("Change requests"),
        refused=True,
    )


BASELINE = Guard(permit, foresee)
