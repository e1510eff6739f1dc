"""Who signs the specification: at first every department concerned, later those whom a change concerns."""

from typing import Any

from django.utils.translation import gettext

from governance_app.base.canonical import plain
from governance_app.documents.models import Revision
from governance_app.people.models import Department
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.models import Signature
from governance_app.signoff.rules import CarriedSpec, GroupSpec, Policy, SlotSpec, carried_of
from requirements_app.changes.selectors import baseline
from requirements_app.specification.rules import departments_touched
from requirements_app.specification.selectors import concerned, heads_of

#: Codes named as the reason of a slot, at most.
_NAMED = 8


def policy(programme: Programme, content: dict[str, Any]) -> Policy:
    """Who must sign this content.

    Without a baseline the head of every department concerned. With one, the heads of the departments that what has
    changed since concerns, and of those the change requests carried anew concern; the others' signatures stay on the
    revision they were given on and are named as carried. One head of several departments signs once for all.
    """
    base = baseline(programme)
    everyone = concerned(programme)
    if base is None:
        return _asking(programme, dict.fromkeys(everyone, ""), ())
    touched = departments_touched(base.content, plain(content))
    if "" in touched or not touched:
        # What all share has changed, or nothing that belongs to anyone: then all are asked.
        why = (
            gettext("Purpose, scope, responsibilities or the programme itself have changed") if touched.get("") else ""
        )
        return _asking(programme, dict.fromkeys(everyone, why), ())
    asked = _touched_departments(programme, everyone, touched)
    if not asked:
        return _asking(programme, dict.fromkeys(everyone, ""), ())
    left = [row for row in everyone if row not in asked]
    return _asking(programme, asked, tuple(_carried(base, left)))


def _touched_departments(
    programme: Programme, everyone: list[Department], touched: dict[str, list[str]]
) -> dict[Department, str]:
    """The departments concerned that a change touches, and others it touches that have a head who can sign."""
    others = [row for row in programme.departments.order_by("code") if row.name in touched and row not in everyone]
    heads = heads_of(programme, [row.pk for row in others])
    rows = [*(row for row in everyone if row.name in touched), *(row for row in others if heads[row.pk])]
    return {row: _why(touched[row.name]) for row in sorted(rows, key=lambda row: row.code)}


def _why(codes: list[str]) -> str:
    shown = gettext(", ").join(codes[:_NAMED])
    if len(codes) > _NAMED:
        shown = gettext("%(codes)s and %(more)s more") % {"codes": shown, "more": len(codes) - _NAMED}
    return gettext("Concerned by %(codes)s") % {"codes": shown}


def _asking(programme: Programme, asked: dict[Department, str], left: tuple[CarriedSpec, ...]) -> Policy:
    departments = {row.pk: row for row in asked}
    heads = heads_of(programme, list(departments))
    together: dict[frozenset[int], list[int]] = {}
    for department, members in heads.items():
        people = frozenset(member.user_id for member in members)
        # Departments without a head keep a slot each: submission refuses them by name.
        together.setdefault(people or frozenset({-department}), []).append(department)
    slots = tuple(
        SlotSpec(
            key="dept:" + "+".join(departments[pk].code for pk in group),
            title=gettext("Head of %(departments)s")
            % {"departments": gettext(", ").join(departments[pk].name for pk in group)},
            role=Role.DEPT_HEAD,
            department_ids=tuple(group),
            why=gettext("; ").join(dict.fromkeys(filter(None, (asked[departments[pk]] for pk in group)))),
        )
        # Departments with several heads last: who alone can sign for one is not spent on another.
        for _people, group in sorted(together.items(), key=lambda row: len(row[0]))
    )
    group = GroupSpec("departments", gettext("Departments concerned"), slots)
    return Policy((group,), carried=left)


def _carried(base: Revision, left: list[Department]) -> list[CarriedSpec]:
    """The signatures on which those not asked stand: on the baseline, or on the revision it carried them from."""
    if base.round_id is None or not left:
        return []
    given: dict[int, CarriedSpec] = {}
    for entry in carried_of(base.round.policy if base.round else {}):
        for department in entry["department_ids"]:
            given[department] = CarriedSpec(**{**entry, "department_ids": tuple(entry["department_ids"])})
    for row in Signature.objects.filter(round=base.round_id).select_related("slot"):
        for department in row.slot.department_ids:
            given[department] = CarriedSpec(
                title="",
                department_ids=(department,),
                revision=base.number,
                signer=row.signer_text,
                signed_at=row.signed_at_text,
                signature=row.hash,
            )
    found = []
    for department in left:
        spec = given.get(department.pk)
        if spec is not None:
            title = gettext("Head of %(departments)s") % {"departments": department.name}
            found.append(
                CarriedSpec(title, (department.pk,), spec.revision, spec.signer, spec.signed_at, spec.signature)
            )
    return found
