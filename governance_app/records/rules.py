"""Who may write a record."""

from typing import Any

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


def own_department(kind: RecordKind, access: Access, record: Any) -> bool:
    """Whether the record belongs to a department for which the person holds a role."""
    return getattr(record, f"{kind.department_field}_id", None) in access.department_ids
