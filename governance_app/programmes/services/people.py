"""Keeping a programme's people, its departments and its basic facts."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.histories import written_by
from governance_app.errors import Conflict, InUse, Invalid, Missing, ReasonMissing, Stale, refuse_invalid
from governance_app.ledger.registry import Act
from governance_app.ledger.services import ledger_append
from governance_app.people.models import Department, User
from governance_app.programmes.acts import (
    DEPARTMENT_JOINED,
    DEPARTMENT_LEFT,
    MEMBER_ADDED,
    MEMBER_REMOVED,
    PROGRAMME_REVISED,
)
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.rules import role_conflict
from governance_app.programmes.selectors import programme_version
from governance_app.programmes.signals import programme_changed
from governance_app.programmes.states import Role

LastManager = Conflict.coded("last-manager")
NamedTwice = Invalid.coded("double")
OneSideOnly = Invalid.coded("vendor")

#: What the programme manager may change of a programme; code and address stay, links and papers name them.
BASICS = (
    "name",
    "organisation",
    "sponsor",
    "start_date",
    "end_date",
    "branch_count",
    "user_count",
    "system_count",
    "peak_tps",
    "description",
    "purpose",
    "scope",
)


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        said = _("Please give a reason.")
        raise ReasonMissing(said, fields={"reason": [said]})
    return reason


def _locked(programme: Programme) -> Programme:
    return Programme.objects.select_for_update().get(pk=programme.pk)


@transaction.atomic
def member_remove(*, programme: Programme, number: int, reason: str, actor: Any) -> None:
    """Take a role away; what its holder signed and wrote stays.

    Refuses no reason, a role that is not held any more, and taking the last programme manager's: nobody could then
    appoint another.
    """
    why = _reason(reason)
    _locked(programme)
    rows = Membership.objects.filter(programme=programme)
    membership = rows.filter(pk=number).select_related("user", "department").first()
    if membership is None:
        raise Missing(_("The role is not held any more."))
    others = rows.filter(role=Role.PMO, user__is_active=True).exclude(pk=number)
    if membership.role == Role.PMO and not others.exists():
        text = _("A programme needs a programme manager: give the role to someone else first.")
        raise LastManager(text)
    user, title, department = membership.user, membership.get_role_display(), membership.department
    written_by(membership, actor, why).delete()
    ledger_append(
        act=MEMBER_REMOVED,
        subject=f"user:{user.username}",
        subject_label=f"{user} {title}",
        actor=actor,
        programme=programme.slug,
        detail={"role": membership.role, "department": department.code if department else "", "reason": why},
    )
    said = _("%(who)s is no longer %(role)s") % {"who": user, "role": title}
    programme_changed.send(sender=Membership, programme=programme, source="members", actor=actor, reason=said)


@transaction.atomic
def programme_revise(
    *, programme: Programme, values: Mapping[str, Any], version: int | None, reason: str, actor: Any
) -> Programme:
    """Change a programme's basic facts; ``version`` is the history row the page showed.

    Refuses a stale page, no reason, and values a programme cannot have. Values equal to what stands change nothing.
    """
    row = _locked(programme)
    if version is not None and version != programme_version(row):
        text = _("The programme has been changed in the meantime; please look at it again.")
        raise Stale(text)
    before = {name: getattr(row, name) for name in BASICS}
    changed = {name: values[name] for name in BASICS if name in values and values[name] != before[name]}
    if not changed:
        return row
    why = _reason(reason)
    for name, value in changed.items():
        setattr(row, name, value)
    if row.end_date and row.start_date and row.end_date < row.start_date:
        text = _("The end must not lie before the start.")
        raise Invalid(text, fields={"end_date": [text]})
    try:
        row.full_clean()
    except ValidationError as error:
        raise refuse_invalid(error) from error
    written_by(row, actor, why).save()
    ledger_append(
        act=PROGRAMME_REVISED,
        subject=f"programme:{row.code}",
        subject_label=row.name,
        actor=actor,
        programme=row.slug,
        detail={"changed": sorted(changed), "reason": why},
    )
    said = _("The programme's basic facts were changed: %(reason)s") % {"reason": why}
    programme_changed.send(sender=Programme, programme=row, source="programme", actor=actor, reason=said)
    return row


@transaction.atomic
def department_join(*, programme: Programme, department: Department, actor: Any) -> None:
    """Let a department take part. Refuses one that does already."""
    row = _locked(programme)
    if row.departments.filter(pk=department.pk).exists():
        text = _("%(department)s takes part already.") % {"department": department}
        raise NamedTwice(text, fields={"department": [text]})
    row.departments.add(department)
    _department_written(row, department, DEPARTMENT_JOINED, actor)


@transaction.atomic
def department_leave(*, programme: Programme, department: Department, reason: str, actor: Any) -> None:
    """Let a department take part no more; its records stay.

    Refuses no reason, one that does not take part, and one for which someone still holds a role here.
    """
    why = _reason(reason)
    row = _locked(programme)
    if not row.departments.filter(pk=department.pk).exists():
        raise Missing(_("The department does not take part any more."))
    held = Membership.objects.filter(programme=row, department=department).select_related("user")
    names = [f"{member.user} {member.get_role_display()}" for member in held]
    if names:
        text = _("Still held for this department: %(roles)s. Revoke these roles first.")
        raise InUse(text % {"roles": _(", ").join(names)})
    row.departments.remove(department)
    _department_written(row, department, DEPARTMENT_LEFT, actor, why)


def _department_written(programme: Programme, department: Department, act: Act, actor: Any, reason: str = "") -> None:
    ledger_append(
        act=act,
        subject=f"department:{department.code}",
        subject_label=f"{department.code} {department.name}",
        actor=actor,
        programme=programme.slug,
        detail={"reason": reason} if reason else None,
    )
    words = _("%(department)s takes part") if act is DEPARTMENT_JOINED else _("%(department)s takes part no more")
    said = words % {"department": department}
    programme_changed.send(sender=Programme, programme=programme, source="programme", actor=actor, reason=said)


@transaction.atomic
def member_add(
    *, programme: Programme, user: User, role: Role, department: Department | None = None, actor: Any
) -> Membership:
    """Give a person a role. Refuses a department's role without its department, and the same role twice.

    Refuses a department that does not take part; a vendor's people any other role, and people of the enterprise the
    vendor's, in whatever programme.
    """
    # The programme first, as whoever lets a department leave does: it does not leave while a role is given for it.
    # Then the person, so that two roles that exclude each other are not given at once.
    Programme.objects.select_for_update().get(pk=programme.pk)
    if department is not None and not programme.departments.filter(pk=department.pk).exists():
        text = _("%(department)s does not take part in this programme.") % {"department": department}
        raise Invalid(text, fields={"department": [text]})
    User.objects.select_for_update().get(pk=user.pk)
    if role_conflict(role, Membership.objects.filter(user=user).values_list("role", flat=True)):
        text = _("%(who)s stands for a vendor and can hold no role inside the enterprise.")
        if role == Role.VENDOR:
            text = _("%(who)s holds a role inside the enterprise and cannot stand for a vendor.")
        text = text % {"who": user}
        raise OneSideOnly(text, fields={"role": [text]})
    membership = Membership(programme=programme, user=user, role=role, department=department)
    try:
        membership.full_clean()
    except ValidationError as error:
        raise refuse_invalid(error) from error
    membership.save()
    ledger_append(
        act=MEMBER_ADDED,
        subject=f"user:{user.username}",
        subject_label=f"{user} {membership.get_role_display()}",
        actor=actor,
        programme=programme.slug,
        detail={"role": role, "department": department.code if department else ""},
    )
    reason = _("%(who)s is now %(role)s") % {"who": user, "role": membership.get_role_display()}
    programme_changed.send(sender=Membership, programme=programme, source="members", actor=actor, reason=reason)
    return membership
