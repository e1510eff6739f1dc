"""Setting up a programme."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance_app.errors import Invalid, Taken, refuse_invalid
from governance_app.ledger.services import ledger_append
from governance_app.people.models import Department
from governance_app.phases import Phase
from governance_app.programmes.acts import PROGRAMME_CREATED
from governance_app.programmes.models import (
    Programme,
    ProgrammePhase,
)
from governance_app.programmes.services.work import work_standard
from governance_app.programmes.states import RESERVED_SLUGS


@transaction.atomic
def programme_create(
    *,
    values: Mapping[str, Any],
    departments: list[Department],
    windows: Mapping[Phase, tuple[date, date]],
    actor: Any,
    detail: Mapping[str, Any] | None = None,
) -> Programme:
    """A new programme with its seven phases; phase windows are (planned start, planned end).

    Refuses values a programme cannot have, and an address that is a page's.
    """
    programme = Programme(**values)
    if programme.slug in RESERVED_SLUGS:
        text = _("This address is a page of the portal; please choose another one.")
        raise Invalid(text, fields={"slug": [text]})
    try:
        programme.full_clean()
    except ValidationError as error:
        raise refuse_invalid(error) from error
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as error:
        text = _("Someone has just set up a programme with this code or address.")
        raise Taken(text, fields={"code": [text]}) from error
    programme.departments.set(departments)
    for phase in Phase:
        start, end = windows.get(phase, (None, None))
        ProgrammePhase.objects.create(
            programme=programme, phase=phase, planned_start=start, planned_end=end, forecast_end=end
        )
    ledger_append(
        act=PROGRAMME_CREATED,
        subject=f"programme:{programme.code}",
        subject_label=programme.name,
        actor=actor,
        programme=programme.slug,
        detail=detail,
    )
    work_standard(programme=programme, actor=actor)
    return programme
