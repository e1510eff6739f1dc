"""Programmes with their phases, and who is what in them."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from governance_app.phases import Phase
from governance_app.programmes.models import Membership, Programme, ProgrammePhase
from governance_app.programmes.states import Role
from tests.factories.people import UserFactory


class ProgrammeFactory(DjangoModelFactory):
    """A running programme with seven phases; ``departments`` take part."""

    class Meta:
        model = Programme
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"HC-2026-{n:02d}")
    slug = factory.LazyAttribute(lambda programme: programme.code.lower())
    name = factory.Sequence(lambda n: f"办公集成 {n}")
    organisation = "华辰集团"
    purpose = "打通办公系统"
    scope = "总部"
    start_date = date(2026, 1, 5)
    end_date = date(2026, 12, 18)

    @factory.post_generation
    def phases(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            ProgrammePhase.objects.bulk_create(ProgrammePhase(programme=self, phase=phase) for phase in Phase)

    @factory.post_generation
    def departments(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            self.departments.set(extracted)


class MembershipFactory(DjangoModelFactory):
    """A role held in a programme."""

    class Meta:
        model = Membership

    programme = factory.SubFactory(ProgrammeFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.PMO
    department = None
