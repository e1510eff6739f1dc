"""The rights as somebody last read them: ``docs/permissions.md``, taken apart.

What a test expects of an address comes from here and never from the code under test, which would agree with itself.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils import translation

from governance_app.overview.addresses import Address
from governance_app.programmes.states import Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"

_CODES = re.compile(r"`([^`]+)`")
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Rights:
    """Roles by act, and what each address takes: acts, or nothing where words stand instead."""

    roles: dict[str, frozenset[str]]
    guards: dict[tuple[str, str], tuple[str, ...]]

    def acts(self, address: Address, method: str = "") -> tuple[str, ...]:
        """The acts of which an address takes one; of an API also by its method. Fails for one that is not written."""
        return self.guards[f"/{address.route}", method.upper()]

    def may(self, role: str, address: Address, method: str = "") -> bool:
        """Whether a role gets through."""
        return any(role in self.roles[act] for act in self.acts(address, method))


@cache
def rights() -> Rights:
    """What is written."""
    roles: dict[str, frozenset[str]] = {}
    guards: dict[tuple[str, str], tuple[str, ...]] = {}
    with translation.override("zh-hans"):
        columns = {str(role.label): str(role) for role in Role}
    heads: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in _CELLS.split(line)[1:-1]]
        if not cells:
            heads = []
        elif not heads:
            heads = cells
        elif cells[0] == "---":
            continue
        elif set(heads[1:]) == set(columns):
            marks = dict(zip(heads[1:], cells[1:], strict=True))
            (act,) = _CODES.findall(cells[0])
            roles[act] = frozenset(columns[head] for head, mark in marks.items() if mark)
        elif len(cells) == 3:
            (route,) = _CODES.findall(cells[0])
            method = cells[0].partition("`")[0].strip()
            guards[route.replace("\\|", "|"), method] = tuple(_CODES.findall(cells[2]))
    return Rights(roles, guards)
