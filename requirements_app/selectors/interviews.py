"""Reading interviews."""

from governance_app.programmes.models import Programme
from governance_app.reading import once
from requirements_app.models import Interview
from requirements_app.rules.interviews import Seat, coverage


def interview_coverage(programme: Programme) -> list[Seat]:
    """Each level of each department that takes part in the programme, with its interviews."""

    def read() -> list[Seat]:
        departments = programme.departments.order_by("code")
        return coverage(departments, Interview.objects.filter(programme=programme).defer("links"))

    return once(("interviews", programme.pk), read)
