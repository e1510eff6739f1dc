"""What phase 1 brings to a new programme: systems, pain points, goals, requirements and interactions."""

from collections.abc import Iterable, Sequence
from typing import Any

from governance_app.phases import Phase
from governance_app.programmes.registry import BlueprintPart, Filling, blueprint_parts
from governance_app.records.registry import RecordKind
from governance_app.records.services import record_create
from requirements_app.blueprints.entries import Contents
from requirements_app.blueprints.firms import BRANCHES, DIGITAL, GROWING, MERGED
from requirements_app.blueprints.packs import APPROVALS, EXPENSES, ONBOARDING, ORDER
from requirements_app.blueprints.systems import SYSTEMS as KNOWN_SYSTEMS
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS

#: Contents by the code of their kind of firm or pack.
CONTENTS: dict[str, Contents] = {
    "branches": BRANCHES,
    "growing": GROWING,
    "digital": DIGITAL,
    "merged": MERGED,
    "onboarding": ONBOARDING,
    "order": ORDER,
    "approvals": APPROVALS,
    "expenses": EXPENSES,
}
#: Stands with each estimated pain point: nobody is to take a guess for a finding.
ESTIMATE = "（模板估算值，须经访谈核实。）"
#: Who a pain point of the template is reported by.
REPORTER = "项目模板"


def brings(code: str) -> Sequence[tuple[Any, Sequence[str]]]:
    """What stands in a kind of firm or pack, by kind of record."""
    found = CONTENTS.get(code)
    if found is None:
        return ()
    return [
        (SYSTEMS.title, [KNOWN_SYSTEMS[key].name for key in found.systems]),
        (PAIN_POINTS.title, [row.title for row in found.pain_points]),
        (GOALS.title, [row.statement for row in found.goals]),
        (REQUIREMENTS.title, [row.title for row in found.requirements]),
        (INTERACTIONS.title, [_interaction(row) for row in found.interactions]),
    ]


def _interaction(row: Any) -> str:
    return f"{KNOWN_SYSTEMS[row.source].name} → {KNOWN_SYSTEMS[row.target].name}：{row.business_object}"


class _Writer:
    """Writes the records of one programme; each kind in the order in which they point at one another."""

    def __init__(self, filling: Filling) -> None:
        self.filling = filling
        self.known: dict[tuple[str, str], Any] = {}

    def all(self, kind: RecordKind, keys: Iterable[str]) -> list[Any]:
        return [self.known[kind.slug, key] for key in keys]

    def write(self, kind: RecordKind, key: str, values: dict[str, Any]) -> None:
        self.known[kind.slug, key] = record_create(kind=kind, access=self.filling.access, values=values)

    def everything(self) -> None:
        contents = [CONTENTS[code] for code in self.filling.sets if code in CONTENTS]
        for key in dict.fromkeys(key for found in contents for key in found.systems):
            self.system(key)
        for found in contents:
            self.pain_points(found)
            self.goals(found)
            self.requirements(found)
            self.interactions(found)

    def system(self, key: str) -> None:
        row = KNOWN_SYSTEMS[key]
        self.write(
            SYSTEMS,
            key,
            {
                "name": row.name,
                # A system shared by packs may belong to a department none of them asks for.
                "owner_department": self.filling.departments.get(row.department),
                "modules": row.modules,
                "criticality": row.criticality,
                "interface_capability": row.interface_capability,
            },
        )

    def pain_points(self, found: Contents) -> None:
        for row in found.pain_points:
            values = {
                name: getattr(row, name)
                for name in ("title", "process", "minutes_lost", "people_affected", "times_per_month", "severity")
            }
            values |= {
                "department": self.filling.departments[row.department],
                "systems": self.all(SYSTEMS, row.systems),
                "description": row.description + ESTIMATE,
                "reported_by": REPORTER,
            }
            self.write(PAIN_POINTS, row.key, values)

    def goals(self, found: Contents) -> None:
        for row in found.goals:
            names = ("statement", "metric", "direction", "unit", "target_value")
            values = {name: getattr(row, name) for name in names}
            values |= {
                "owner_department": self.filling.departments[row.department],
                "measure_by": self.filling.windows[row.measured][1],
            }
            self.write(GOALS, row.key, values)

    def requirements(self, found: Contents) -> None:
        for row in found.requirements:
            names = ("title", "kind", "priority", "description", "acceptance")
            values = {name: getattr(row, name) for name in names}
            values |= {
                "owner_department": self.filling.departments[row.department],
                "systems": self.all(SYSTEMS, row.systems),
                "pain_points": self.all(PAIN_POINTS, row.pain_points),
                "goals": self.all(GOALS, row.goals),
            }
            self.write(REQUIREMENTS, row.key, values)

    def interactions(self, found: Contents) -> None:
        for number, row in enumerate(found.interactions):
            names = ("business_object", "trigger", "direction", "mode", "frequency", "priority")
            values = {name: getattr(row, name) for name in names}
            values |= {
                "source": self.known[SYSTEMS.slug, row.source],
                "target": self.known[SYSTEMS.slug, row.target],
                "requirement": self.known[REQUIREMENTS.slug, row.requirement],
            }
            self.write(INTERACTIONS, f"{row.requirement}-{number}", values)


def write(filling: Filling) -> None:
    """Write the records of the kinds of firm and packs chosen."""
    _Writer(filling).everything()


blueprint_parts.add(Phase.REQUIREMENTS.segment, BlueprintPart(Phase.REQUIREMENTS.segment, brings, write))
