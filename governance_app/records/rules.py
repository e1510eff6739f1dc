"""Who may write a record, and how the others are refused."""

from typing import Any

from django.utils.translation import gettext as _

from governance_app.base.moves import Move
from governance_app.errors import Closed, Forbidden, Refusal
from governance_app.programmes.rules import Access
from governance_app.records.registry import RecordKind


def may_create(kind: RecordKind, access: Access) -> bool:
    """Whether the person may add a record: of any department, or of their own."""
    return access.may(kind.edit) or bool(kind.contribute and access.may(kind.contribute) and access.department_ids)


def may_edit(kind: RecordKind, access: Access, record: Any) -> bool:
    """Whether the person may change this record."""
    if kind.closed(record):
        return False
    if access.may(kind.edit):
        return True
    return bool(kind.contribute) and access.may(kind.contribute) and own_department(kind, access, record)


def may_revise(kind: RecordKind, access: Access, record: Any) -> bool:
    """Whether the person may change this record: as a whole, or the fields its owner keeps up to date."""
    if may_edit(kind, access, record):
        return True
    return bool(kind.own_fields) and access.may(kind.own) and owned(kind, access, record)


def may_move(kind: RecordKind, access: Access, record: Any, move: Move) -> bool:
    """Whether the person may move this record: by role, or, where owners may, because it is theirs."""
    if access.may(kind.edit) and move.action == kind.own:
        return True
    if not access.may(move.action):
        return False
    return move.action != kind.own or owned(kind, access, record)


def owned(kind: RecordKind, access: Access, record: Any) -> bool:
    """Whether the record is the person's own."""
    return bool(kind.owner_field) and getattr(record, f"{kind.owner_field}_id", None) == access.user.pk


def own_department(kind: RecordKind, access: Access, record: Any) -> bool:
    """Whether the record belongs to a department for which the person holds a role."""
    return getattr(record, f"{kind.department_field}_id", None) in access.department_ids


def forbidden() -> Refusal:
    """The refusal of someone whose roles do not reach this record."""
    return Forbidden(_("Your role does not allow this for this record."))


def refuse_closed(kind: RecordKind, record: Any) -> None:
    """Refuse a record whose content can be changed no more."""
    text = kind.closed(record)
    if text:
        raise Closed(text)


def refuse_lower(kind: RecordKind, access: Access, record: Any) -> None:
    """Refuse a record outside the departments of someone who may write for their own alone."""
    if access.may(kind.edit) or own_department(kind, access, record):
        return
    text = _("You may only write records of your own department.")
    raise Forbidden(text, fields={kind.department_field: [text]})


def named(code: str, refusal: Refusal) -> Refusal:
    """A refusal that says which of many records it is about."""
    text = _("%(code)s: %(text)s") % {"code": code, "text": refusal}
    return type(refusal)(text, extra=refusal.extra)
