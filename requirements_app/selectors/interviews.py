"""Reading interviews."""

from typing import Any

from governance_app.base.reading import once
from governance_app.base.statements import Kept
from governance_app.people.models import Department
from governance_app.programmes.models import Programme
from requirements_app.models import Interview
from requirements_app.rules.interviews import Seat, coverage

_TAKES_PART: Any = Programme.departments.through._default_manager
_DEPARTMENTS = Kept(
    lambda programme: Department.objects.filter(
        pk__in=_TAKES_PART.filter(programme=programme).values("department")
    ).order_by("code")
)
_INTERVIEWS = Kept(lambda programme: Interview.objects.filter(programme=programme).defer("links"))


def interview_coverage(programme: Programme) -> list[Seat]:
    """Each level of each department that takes part in the programme, with its interviews."""

    def read() -> list[Seat]:
        return coverage(_DEPARTMENTS.of(programme.pk), _INTERVIEWS.of(programme.pk))

    return once(("interviews", programme.pk), read)
