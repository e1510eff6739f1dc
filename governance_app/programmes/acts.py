"""What the ledger tells of programmes, their people, phases and policies."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act, ledger_topic

PROGRAMME_CREATED = ledger_act("programme.created", _("{who} created programme {what}"))
PROGRAMME_REVISED = ledger_act("programme.revised", _("{who} changed the basic facts of {what}"))
MEMBER_ADDED = ledger_act("member.added", _("{who} gave a role: {what}"))
MEMBER_REMOVED = ledger_act("member.removed", _("{who} revoked a role: {what}"))
DEPARTMENT_CREATED = ledger_act("department.created", _("{who} set up department {what}"))
DEPARTMENT_JOINED = ledger_act("department.joined", _("{who} added department {what} to the programme"))
DEPARTMENT_LEFT = ledger_act("department.left", _("{who} took department {what} off the programme"))
WORK_ADDED = ledger_act("work.added", _("{who} added to the responsibility matrix: {what}"))
WORK_CHANGED = ledger_act("work.changed", _("{who} changed in the responsibility matrix: {what}"))
WORK_REMOVED = ledger_act("work.removed", _("{who} removed from the responsibility matrix: {what}"))
WORK_STANDARD = ledger_act("work.standard", _("{who} adopted the standard responsibility matrix for {what}"))
PHASE_MOVED = ledger_act("phase.moved", _("{who} changed the state of phase {what}"))
PHASE_REPLANNED = ledger_act("phase.replanned", _("{who} set new dates for phase {what}"))
POLICY_CHANGED = ledger_act("policy.changed", _("{who} changed the policy: {what}"))

ledger_topic("member", _("Members"))
ledger_topic("programme", _("Programme"))
ledger_topic("work", url=lambda programme, code: reverse("overview:members", args=[programme]) + "#raci")
