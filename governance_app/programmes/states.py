"""States of programmes and phases, roles, and what work the roles share by default."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import Look
from governance_app.phases import Phase


class PhaseState(models.TextChoices):
    """Where a phase stands; its gate shows the same."""

    NOT_STARTED = "not_started", _("Not started")
    ACTIVE = "active", _("In progress")
    IN_REVIEW = "in_review", _("In review")
    PASSED = "passed", _("Passed")
    PASSED_WITH_CONDITIONS = "passed_with_conditions", _("Passed with conditions")
    RETURNED = "returned", _("Returned")
    REOPENED = "reopened", _("Reopened")
    NOT_REQUIRED = "not_required", _("Not required")


PHASE_LOOKS = {
    PhaseState.NOT_STARTED: Look("circle-dotted", "off"),
    PhaseState.ACTIVE: Look("progress", "act"),
    PhaseState.IN_REVIEW: Look("gavel", "act"),
    PhaseState.PASSED: Look("circle-check", "met"),
    PhaseState.PASSED_WITH_CONDITIONS: Look("circle-half-2", "risk"),
    PhaseState.RETURNED: Look("arrow-back-up", "block"),
    PhaseState.REOPENED: Look("arrow-back-up", "block"),
    PhaseState.NOT_REQUIRED: Look("circle-minus", "off"),
}


#: Gates that bar the way no more.
DECIDED = frozenset({PhaseState.PASSED, PhaseState.PASSED_WITH_CONDITIONS, PhaseState.NOT_REQUIRED})


class ProgrammeState(models.TextChoices):
    """Where a programme stands."""

    PREPARING = "preparing", _("Preparing")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    CLOSED = "closed", _("Closed")


class Role(models.TextChoices):
    """What a person is in a programme; one person may be several things."""

    CHAIR = "chair", _("Chair")
    COMMITTEE = "committee", _("Steering committee member")
    PMO = "pmo", _("Programme manager")
    IT_LEAD = "it_lead", _("Head of IT")
    DEPT_HEAD = "dept_head", _("Department head")
    KEY_USER = "key_user", _("Key user")
    TECH_COMMITTEE = "tech_committee", _("Technical committee member")
    EVALUATOR = "evaluator", _("Evaluator")
    DEVELOPER = "developer", _("Interface developer")
    QA_LEAD = "qa_lead", _("Test lead")
    QA = "qa", _("Tester")
    HR = "hr", _("Human resources")
    OPS = "ops", _("Operations")
    TRAINEE = "trainee", _("Trainee")
    VENDOR = "vendor", _("Vendor representative")
    AUDITOR = "auditor", _("Auditor")


#: Roles held for a department.
DEPARTMENT_ROLES = frozenset({Role.DEPT_HEAD, Role.KEY_USER})
#: Everyone inside the enterprise who works on the programme: all but trainees and vendors.
STAFF = frozenset(Role) - {Role.TRAINEE, Role.VENDOR}
EVERYONE = frozenset(Role)

#: Addresses below /programmes/ that are pages and can be no programme's.
RESERVED_SLUGS = frozenset({"new"})


class Letter(models.TextChoices):
    """What a role is to a piece of work."""

    RESPONSIBLE = "R", _("carries it out")
    ACCOUNTABLE = "A", _("answers for it")
    CONSULTED = "C", _("is asked")
    INFORMED = "I", _("is told")


@dataclass(frozen=True, slots=True)
class StandardWork:
    """A row of the matrix a programme starts with."""

    phase: Phase
    title: Any
    accountable: Role
    responsible: list[Role]
    consulted: list[Role] = field(default_factory=list)
    informed: list[Role] = field(default_factory=list)


#: Who does what unless the programme says otherwise; the titles are written in the installation's language.
STANDARD_WORK = (
    StandardWork(
        Phase.REQUIREMENTS,
        _("Set up the task force and the goals"),
        Role.CHAIR,
        [Role.PMO],
        [Role.IT_LEAD, Role.DEPT_HEAD],
        [Role.COMMITTEE],
    ),
    StandardWork(
        Phase.REQUIREMENTS,
        _("Interview departments and record pain points"),
        Role.PMO,
        [Role.KEY_USER],
        [Role.DEPT_HEAD],
        [Role.IT_LEAD],
    ),
    StandardWork(
        Phase.REQUIREMENTS,
        _("Write and sign the requirements specification"),
        Role.DEPT_HEAD,
        [Role.PMO, Role.IT_LEAD],
        [Role.KEY_USER],
        [Role.COMMITTEE],
    ),
    StandardWork(
        Phase.DESIGN,
        _("Design architecture and interfaces"),
        Role.IT_LEAD,
        [Role.DEVELOPER],
        [Role.TECH_COMMITTEE, Role.OPS],
        [Role.PMO],
    ),
    StandardWork(
        Phase.DESIGN,
        _("Review the solution"),
        Role.CHAIR,
        [Role.TECH_COMMITTEE],
        [Role.IT_LEAD, Role.DEPT_HEAD],
        [Role.PMO],
    ),
    StandardWork(
        Phase.VENDORS,
        _("Evaluate and choose systems"),
        Role.COMMITTEE,
        [Role.EVALUATOR],
        [Role.IT_LEAD, Role.KEY_USER],
        [Role.DEPT_HEAD],
    ),
    StandardWork(
        Phase.VENDORS,
        _("Agree contracts with vendors"),
        Role.CHAIR,
        [Role.PMO],
        [Role.IT_LEAD, Role.VENDOR],
        [Role.AUDITOR],
    ),
    StandardWork(
        Phase.MIGRATION,
        _("Clean and move the data"),
        Role.IT_LEAD,
        [Role.KEY_USER, Role.DEVELOPER],
        [Role.OPS],
        [Role.DEPT_HEAD],
    ),
    StandardWork(
        Phase.MIGRATION,
        _("Develop the interfaces"),
        Role.IT_LEAD,
        [Role.DEVELOPER, Role.VENDOR],
        [Role.OPS],
        [Role.QA_LEAD],
    ),
    StandardWork(
        Phase.TESTING,
        _("Plan and carry out the tests"),
        Role.QA_LEAD,
        [Role.QA],
        [Role.DEVELOPER, Role.KEY_USER],
        [Role.PMO],
    ),
    StandardWork(
        Phase.TESTING,
        _("Accept the systems in the departments"),
        Role.DEPT_HEAD,
        [Role.KEY_USER],
        [Role.QA_LEAD],
        [Role.COMMITTEE],
    ),
    StandardWork(
        Phase.ROLLOUT,
        _("Train the people"),
        Role.HR,
        [Role.KEY_USER],
        [Role.DEPT_HEAD],
        [Role.TRAINEE],
    ),
    StandardWork(
        Phase.ROLLOUT,
        _("Cut over to the new systems"),
        Role.PMO,
        [Role.OPS, Role.DEVELOPER],
        [Role.IT_LEAD, Role.VENDOR],
        [Role.DEPT_HEAD, Role.COMMITTEE],
    ),
    StandardWork(
        Phase.OPERATIONS,
        _("Run the systems and help their users"),
        Role.IT_LEAD,
        [Role.OPS],
        [Role.VENDOR],
        [Role.DEPT_HEAD],
    ),
    StandardWork(
        Phase.OPERATIONS,
        _("Measure the goals and improve"),
        Role.PMO,
        [Role.DEPT_HEAD],
        [Role.KEY_USER],
        [Role.CHAIR, Role.AUDITOR],
    ),
)


class DutyState(models.TextChoices):
    """What it means that one person has both duties of a pair."""

    BREACH = "breach", _("Breach")
    POSSIBLE = "possible", _("Conflict possible")


DUTY_LOOKS = {
    DutyState.BREACH: Look("alert-octagon", "block"),
    DutyState.POSSIBLE: Look("alert-triangle", "risk"),
}
