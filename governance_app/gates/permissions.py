"""Acts at gates, who may do them, and the figures of the policy they follow."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import PolicyFigure, action, policy_figure
from governance_app.programmes.states import STAFF, Role

_GROUP = _("Gates")

action("gates.view", _("See gate reviews, votes, conditions and waivers"), _GROUP, STAFF)
action("gates.call", _("Call and withdraw a gate review"), _GROUP, {Role.PMO})
action("gates.vote", _("Vote at a gate"), _GROUP, {Role.CHAIR, Role.COMMITTEE})
action("gates.close", _("Close the voting"), _GROUP, {Role.CHAIR})
action("gates.condition", _("Propose and settle conditions"), _GROUP, {Role.CHAIR, Role.COMMITTEE, Role.PMO})
action("gates.waive", _("Grant and revoke waivers"), _GROUP, {Role.CHAIR})

policy_figure(
    PolicyFigure(
        "gates.quorum",
        _("Quorum"),
        _GROUP,
        67,
        50,
        100,
        _("per cent of the members called"),
        _("Rounded up; members who recuse do not count as present."),
    )
)
policy_figure(
    PolicyFigure(
        "gates.majority",
        _("Majority"),
        _GROUP,
        50,
        50,
        99,
        _("per cent of the votes that take a side"),
        _("More than this share must be for passing."),
    )
)
policy_figure(PolicyFigure("gates.days", _("Time to vote"), _GROUP, 7, 1, 60, _("days")))
