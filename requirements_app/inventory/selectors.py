"""Reading systems."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from governance_app.base.reading import once
from governance_app.base.statements import Kept
from governance_app.programmes.models import Programme
from requirements_app.inventory.models import System
from requirements_app.inventory.states import LifeCycle

INCOMPLETE = Q(owner_department=None) | Q(data_formats="")


def active_systems(programme: Programme) -> QuerySet[System]:
    """The systems that stay or are replaced: those that will be integrated."""
    return System.objects.filter(programme=programme).exclude(life_cycle=LifeCycle.RETIRE)


def incomplete_systems(programme: Programme) -> QuerySet[System]:
    """Active systems without owner or data format."""
    return active_systems(programme).filter(INCOMPLETE)


def system_counts(programme: Programme) -> dict[str, int]:
    """The active systems, and the incomplete of them."""
    return once(("systems", programme.pk), lambda: next(iter(_SYSTEMS.of(programme.pk)), _NO_SYSTEMS))


def _system_counts(programme: Any) -> QuerySet[Any, Any]:
    grouped: Any = active_systems(programme).order_by().values("programme")
    counts: Any = {"systems": Count("pk"), "incomplete": Count("pk", filter=INCOMPLETE)}
    counted: QuerySet[Any, Any] = grouped.annotate(**counts).values(*counts)
    return counted


#: No row where no system is active.
_NO_SYSTEMS = {"systems": 0, "incomplete": 0}
_SYSTEMS = Kept(_system_counts)
