"""Setting up a programme from a kind of firm and scenario packs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance_app.base.histories import written_by
from governance_app.errors import Forbidden, Taken, Unknown
from governance_app.ledger.services import ledger_append
from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes.acts import DEPARTMENT_CREATED
from governance_app.programmes.models import Programme
from governance_app.programmes.registry import (
    DepartmentSeed,
    Filling,
    FirmKind,
    blueprint_parts,
    department_seeds,
    firm_kinds,
    scenario_packs,
)
from governance_app.programmes.rules import may_found, seeds_needed, windows_of
from governance_app.programmes.selectors import access_for
from governance_app.programmes.services.people import member_add
from governance_app.programmes.services.phases import phase_state_set
from governance_app.programmes.services.policy import policy_change
from governance_app.programmes.services.programmes import programme_create
from governance_app.programmes.states import PhaseState, Role


@transaction.atomic
def programme_from_template(
    *,
    values: Mapping[str, Any],
    firm: str,
    packs: Sequence[str],
    departments: Mapping[str, Department],
    actor: User,
) -> Programme:
    """A programme with phases, policy, departments and the records its kind of firm and packs bring.

    ``departments`` says which department stands for a seed; a seed without one is set up anew. The maker becomes its
    programme manager and its first phase begins. Refuses people who may not set up programmes, an unknown kind of
    firm or pack, and values a programme cannot have; then nothing of it is left.
    """
    if not may_found(actor):
        raise Forbidden(_("You may not set up programmes."))
    kind = _chosen(firm, packs)
    windows = windows_of(kind, values["start_date"])
    seeds = seeds_needed(firm, packs)
    stand = {code: departments.get(code) or _department_set_up(department_seeds[code], actor) for code in seeds}
    programme = programme_create(
        values=_filled(values, kind, packs) | {"end_date": windows[Phase.OPERATIONS][1]},
        departments=list(dict.fromkeys(stand.values())),
        windows=windows,
        actor=actor,
        detail={"firm": firm, "packs": list(packs)},
    )
    member_add(programme=programme, user=actor, role=Role.PMO, actor=actor)
    phase_state_set(programme=programme, phase=Phase.REQUIREMENTS, state=PhaseState.ACTIVE, actor=actor)
    if kind.policy:
        reason = _("As usual for this kind of firm: %(firm)s") % {"firm": kind.title}
        policy_change(programme=programme, values=kind.policy, version=None, reason=reason, actor=actor)
    access = access_for(actor, programme.slug)
    filling = Filling(access, stand, (firm, *packs), {phase.value: days for phase, days in windows.items()})
    for part in blueprint_parts:
        part.write(filling)
    return programme


def _chosen(firm: str, packs: Sequence[str]) -> FirmKind:
    kind = firm_kinds.get(firm)
    if kind is None:
        text = _("There is no such kind of firm.")
        raise Unknown(text, fields={"firm": [text]})
    if any(code not in scenario_packs for code in packs) or len(set(packs)) != len(packs):
        text = _("There is no such scenario pack.")
        raise Unknown(text, fields={"packs": [text]})
    return kind


def _filled(values: Mapping[str, Any], kind: FirmKind, packs: Sequence[str]) -> dict[str, Any]:
    """The values with drafts of purpose and scope where they were left empty."""
    found = dict(values)
    if not found.get("purpose"):
        found["purpose"] = kind.purpose.format(organisation=found["organisation"], name=found["name"])
    if not found.get("scope"):
        found["scope"] = "\n".join(scenario_packs[code].scope for code in packs)
    return found


def _department_set_up(seed: DepartmentSeed, actor: Any) -> Department:
    """A department of the seed's name; where its code is taken, with the next free one (``FIN-2``)."""
    taken = set(Department.objects.filter(code__startswith=seed.code).values_list("code", flat=True))
    number = 1
    while (code := seed.code if number == 1 else f"{seed.code}-{number}") in taken:
        number += 1
    department = Department(code=code, name=seed.name)
    department.full_clean()
    try:
        with transaction.atomic():
            written_by(department, actor).save()
    except IntegrityError as error:
        text = _("Someone has just set up department %(code)s; please try again.") % {"code": code}
        raise Taken(text, fields={f"department-{seed.code}": [text]}) from error
    ledger_append(
        act=DEPARTMENT_CREATED, subject=f"department:{code}", subject_label=f"{code} {seed.name}", actor=actor
    )
    return department
