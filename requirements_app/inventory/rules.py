"""Rules of interactions that no single field can hold."""

from typing import Any

from django.utils.translation import gettext as _


def interaction_refusal(interaction: Any) -> tuple[str, str] | None:
    """The field and the sentence when an interaction does not join two different systems, else None."""
    if interaction.source_id is not None and interaction.source_id == interaction.target_id:
        return "target", _("A system cannot interact with itself; choose two different systems.")
    return None
