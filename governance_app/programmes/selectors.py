"""Reading programmes: what a person may see, and as whom."""

from typing import Any

from django.db.models import Q, QuerySet

from governance_app.base.reading import once
from governance_app.people.models import User
from governance_app.programmes.models import Membership, Programme, ProgrammePolicy
from governance_app.programmes.registry import policy_figures
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role


def programmes_for(user: Any) -> QuerySet[Programme]:
    """The programmes in which the person holds a role."""
    return Programme.objects.filter(memberships__user=user).distinct()


def access_for(user: Any, slug: str) -> Access | None:
    """What the person is in the programme of this address; None when they are nothing in it or it is not there.

    One and the same query serves both cases, so that neither its answer nor its cost tells them apart.
    """
    memberships = list(
        Membership.objects.filter(user=user, user__is_active=True, programme__slug=slug)
        .select_related("programme")
        .order_by("id")
    )
    if not memberships:
        return None
    return Access(programme=memberships[0].programme, user=user, memberships=memberships)


def accesses_of(user: Any) -> list[Access]:
    """What the person is in each of their programmes, in one query."""
    rows = Membership.objects.filter(user=user, user__is_active=True).select_related("programme")
    found: dict[int, Access] = {}
    # Sorted here: for a few rows the statement's own order costs more.
    ordered = sorted(rows.order_by(), key=lambda row: (row.programme.code, row.pk))
    for row in sorted(ordered, key=lambda row: row.programme.start_date, reverse=True):
        access = found.setdefault(row.programme_id, Access(programme=row.programme, user=user))
        access.memberships.append(row)
    return list(found.values())


def people_of(programme: Programme) -> list[Membership]:
    """The roles active people hold in a programme, with person and department: read once for all that ask who."""
    return once(("people", programme.pk), lambda: sorted(_people(programme), key=lambda row: row.pk))


def _people(programme: Programme) -> QuerySet[Membership]:
    rows = Membership.objects.filter(programme=programme, user__is_active=True)
    return rows.select_related("user__department", "department").order_by()


def holders(programme: Programme, role: Role, department_id: int | None = None) -> QuerySet[User]:
    """The active people who hold a role, for a department where one is named."""
    members = Membership.objects.filter(programme=programme, role=role)
    if department_id is not None:
        members = members.filter(department_id=department_id)
    return User.objects.filter(is_active=True, pk__in=members.values("user_id")).order_by("pk")


def policy_of(programme: Programme) -> dict[str, int]:
    """Every figure of the programme's policy: its own where it has one, else the default."""
    row = ProgrammePolicy.objects.filter(programme=programme).first()
    own = row.values if row else {}
    return {figure.code: int(own.get(figure.code, figure.default)) for figure in policy_figures}


def programme_version(programme: Programme) -> int:
    """The number of the latest version of a programme's basic facts."""
    history: Any = Programme.history
    rows = history.filter(id=programme.pk).order_by("-history_id")
    return rows.values_list("history_id", flat=True).first() or 0


#: So many people are offered at once; whoever is not among them is found by writing more of the name.
MOST_FOUND = 20


def people_found(text: str) -> QuerySet[User]:
    """Active people whose name, user name or employee number holds the text; nobody for an empty one."""
    text = text.strip()
    if not text:
        return User.objects.none()
    found = (
        Q(display_name__icontains=text)
        | Q(username__icontains=text)
        | Q(employee_number__iexact=text)
        | Q(department__name__icontains=text)
    )
    return User.objects.filter(found, is_active=True).select_related("department").order_by("username")
