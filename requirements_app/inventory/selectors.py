"""Reading systems."""

from django.db.models import Q, QuerySet

from governance_app.programmes.models import Programme
from requirements_app.inventory.models import System
from requirements_app.inventory.states import LifeCycle

ACTIVE = ~Q(life_cycle=LifeCycle.RETIRE)
INCOMPLETE = Q(owner_department=None) | Q(data_formats="")


def active_systems(programme: Programme) -> QuerySet[System]:
    """The systems that stay or are replaced: those that will be integrated."""
    return System.objects.filter(ACTIVE, programme=programme)
