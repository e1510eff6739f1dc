"""States of programmes and phases, roles, and what work the roles share by default."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import Look


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


class DutyState(models.TextChoices):
    """What it means that one person has both duties of a pair."""

    BREACH = "breach", _("Breach")
    POSSIBLE = "possible", _("Conflict possible")


DUTY_LOOKS = {
    DutyState.BREACH: Look("alert-octagon", "block"),
    DutyState.POSSIBLE: Look("alert-triangle", "risk"),
}
