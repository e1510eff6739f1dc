"""Changing the figures a programme is held to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.histories import written_by
from governance_app.errors import Invalid, ReasonMissing, Stale, Unknown
from governance_app.ledger.services import ledger_append
from governance_app.programmes.acts import POLICY_CHANGED
from governance_app.programmes.models import (
    Programme,
    ProgrammePolicy,
)
from governance_app.programmes.registry import policy_figures


@transaction.atomic
def policy_change(
    *, programme: Programme, values: Mapping[str, int], version: int | None, reason: str, actor: Any
) -> ProgrammePolicy:
    """Set figures of the programme's policy. Refuses an unknown figure, one out of bounds, a stale page, and no reason.

    Reviews and rounds already called keep the policy they were called under.
    """
    ProgrammePolicy.objects.get_or_create(programme=programme)
    policy = ProgrammePolicy.objects.select_for_update().get(programme=programme)
    if version is not None and version != policy.version:
        raise Stale(_("The policy has been changed in the meantime; please look at it again."))
    if not reason.strip():
        text = _("Please give a reason.")
        raise ReasonMissing(text, fields={"reason": [text]})
    before = {figure.code: int(policy.values.get(figure.code, figure.default)) for figure in policy_figures}
    problems: dict[str, list[str]] = {}
    for code, value in values.items():
        figure = policy_figures.get(code)
        if figure is None:
            raise Unknown(_("There is no such figure."))
        if not figure.minimum <= value <= figure.maximum:
            text = _("%(title)s must lie between %(minimum)s and %(maximum)s.")
            bounds = {"title": figure.title, "minimum": figure.minimum, "maximum": figure.maximum}
            problems[code] = [text % bounds]
    if problems:
        raise Invalid(next(iter(problems.values()))[0], fields=problems)
    changed = {code: [before[code], value] for code, value in values.items() if before[code] != value}
    if not changed:
        return policy
    policy.values = {**policy.values, **dict(values)}
    policy.version += 1
    written_by(policy, actor, reason.strip()).save()
    ledger_append(
        act=POLICY_CHANGED,
        subject=f"programme:{programme.code}",
        subject_label=_(", ").join(str(policy_figures[code].title) for code in changed),
        actor=actor,
        programme=programme.slug,
        detail={"changed": changed, "reason": reason.strip()},
    )
    return policy
