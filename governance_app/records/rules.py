"""Who may write a record."""

from typing import Any

from governance_app.base.moves import Move
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
