"""The work of phase 1 that a new programme's responsibility matrix starts with."""

from django.utils.translation import gettext_lazy as _

from governance_app.phases import Phase
from governance_app.programmes.registry import StandardWork, phase_work
from governance_app.programmes.states import Role

phase_work(
    Phase.REQUIREMENTS,
    StandardWork(
        _("Set up the task force and the goals"),
        Role.CHAIR,
        [Role.PMO],
        [Role.IT_LEAD, Role.DEPT_HEAD],
        [Role.COMMITTEE],
    ),
    StandardWork(
        _("Interview departments and record pain points"),
        Role.PMO,
        [Role.KEY_USER],
        [Role.DEPT_HEAD],
        [Role.IT_LEAD],
    ),
    StandardWork(
        _("Write and sign the requirements specification"),
        Role.DEPT_HEAD,
        [Role.PMO, Role.IT_LEAD],
        [Role.KEY_USER],
        [Role.COMMITTEE],
    ),
)
