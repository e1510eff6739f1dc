"""The work of phases that no app stands for yet, so that a new programme's responsibility matrix spans them all."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from governance_app.phases import Phase
from governance_app.programmes.registry import StandardWork, standard_works
from governance_app.programmes.states import Role

FORESEEN = {
    Phase.DESIGN: (
        StandardWork(
            _("Design architecture and interfaces"),
            Role.IT_LEAD,
            [Role.DEVELOPER],
            [Role.TECH_COMMITTEE, Role.OPS],
            [Role.PMO],
        ),
        StandardWork(
            _("Review the solution"),
            Role.CHAIR,
            [Role.TECH_COMMITTEE],
            [Role.IT_LEAD, Role.DEPT_HEAD],
            [Role.PMO],
        ),
    ),
    Phase.VENDORS: (
        StandardWork(
            _("Evaluate and choose systems"),
            Role.COMMITTEE,
            [Role.EVALUATOR],
            [Role.IT_LEAD, Role.KEY_USER],
            [Role.DEPT_HEAD],
        ),
        StandardWork(
            _("Agree contracts with vendors"),
            Role.CHAIR,
            [Role.PMO],
            [Role.IT_LEAD, Role.VENDOR],
            [Role.AUDITOR],
        ),
    ),
    Phase.MIGRATION: (
        StandardWork(
            _("Clean and move the data"),
            Role.IT_LEAD,
            [Role.KEY_USER, Role.DEVELOPER],
            [Role.OPS],
            [Role.DEPT_HEAD],
        ),
        StandardWork(
            _("Develop the interfaces"),
            Role.IT_LEAD,
            [Role.DEVELOPER, Role.VENDOR],
            [Role.OPS],
            [Role.QA_LEAD],
        ),
    ),
    Phase.TESTING: (
        StandardWork(
            _("Plan and carry out the tests"),
            Role.QA_LEAD,
            [Role.QA],
            [Role.DEVELOPER, Role.KEY_USER],
            [Role.PMO],
        ),
        StandardWork(
            _("Accept the systems in the departments"),
            Role.DEPT_HEAD,
            [Role.KEY_USER],
            [Role.QA_LEAD],
            [Role.COMMITTEE],
        ),
    ),
    Phase.ROLLOUT: (
        StandardWork(
            _("Train the people"),
            Role.HR,
            [Role.KEY_USER],
            [Role.DEPT_HEAD],
            [Role.TRAINEE],
        ),
        StandardWork(
            _("Cut over to the new systems"),
            Role.PMO,
            [Role.OPS, Role.DEVELOPER],
            [Role.IT_LEAD, Role.VENDOR],
            [Role.DEPT_HEAD, Role.COMMITTEE],
        ),
    ),
    Phase.OPERATIONS: (
        StandardWork(
            _("Run the systems and help their users"),
            Role.IT_LEAD,
            [Role.OPS],
            [Role.VENDOR],
            [Role.DEPT_HEAD],
        ),
        StandardWork(
            _("Measure the goals and improve"),
            Role.PMO,
            [Role.DEPT_HEAD],
            [Role.KEY_USER],
            [Role.CHAIR, Role.AUDITOR],
        ),
    ),
}


def standard_work() -> Iterator[tuple[Phase, StandardWork]]:
    """The rows a programme starts with: what each phase declares, and what is foreseen for those that are none yet."""
    for phase in Phase:
        for work in standard_works.get(str(phase.value)) or FORESEEN[phase]:
            yield phase, work
