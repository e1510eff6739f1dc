"""Steps of a process in plain values: what makes a flow sound, what it costs in figures, how it is drawn."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.utils.translation import gettext as _

from requirements_app.processes import swimlanes
from requirements_app.processes.states import LaneKind, StepKind, Variant

KEY = re.compile(r"[A-Za-z0-9_-]{1,12}")
MOST_STEPS = 150
_GATEWAYS = frozenset({StepKind.EXCLUSIVE, StepKind.PARALLEL})


@dataclass(frozen=True, slots=True)
class StepLane:
    """Who or what acts: a department or system by its code, a role by its name alone."""

    kind: str
    name: str
    code: str = ""

    @property
    def key(self) -> str:
        """What tells lanes apart."""
        return f"{self.kind}:{self.code or self.name}"


@dataclass(frozen=True, slots=True)
class Exit:
    """The number of a following step, and the condition."""

    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process."""

    key: str
    kind: str
    lane: StepLane
    action: str = ""
    system: str = ""
    system_name: str = ""
    exits: tuple[Exit, ...] = ()
    handoff: bool = False
    duplicate: bool = False

    @property
    def shown(self) -> str:
        """How a sentence names the step."""
        return _("Step %(key)s “%(action)s”") % {"key": self.key, "action": self.action or StepKind(self.kind).label}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a step: its place in the list (None: with the whole), the field, the sentence."""

    place: int | None
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A process in figures."""

    steps: int
    lanes: int
    crossings: int
    handoffs: int
    duplicates: int
    systems: int


def counterpart_refusal(process: Any) -> tuple[str, str] | None:
    """The field and the sentence when a process takes the place of what it cannot, else None."""
    other = process.counterpart
    if other is None:
        return None
    if process.variant != Variant.TO_BE:
        return "counterpart", _("Only a to-be process takes the place of another.")
    if other.pk == process.pk or other.variant != Variant.AS_IS:
        return "counterpart", _("%(code)s is not an as-is process.") % {"code": other.code}
    return None


def variant_refusal(process: Any, successors: Collection[str]) -> tuple[str, str] | None:
    """The field and the sentence when a process that others take the place of would no longer be as-is."""
    if successors and process.variant != Variant.AS_IS:
        text = _("%(codes)s replaces this process, which must therefore stay as-is.")
        return "variant", text % {"codes": ", ".join(successors)}
    return None


def flow_faults(steps: Sequence[Step]) -> list[Fault]:
    """Why these steps are no sound process, each fault with the step it lies in; nothing for no steps at all."""
    if not steps:
        return []
    if len(steps) > MOST_STEPS:
        text = _("A process holds at most %(most)s steps; please part it into several.") % {"most": MOST_STEPS}
        return [Fault(None, "", text)]
    faults = [*_own_faults(steps), *_exit_faults(steps)]
    if any(fault.field == "key" for fault in faults):
        # Without numbers that can be told apart nothing can be said about ways.
        return faults
    for kind, text in (
        (StepKind.START, _("The process has no start.")),
        (StepKind.END, _("The process has no end.")),
    ):
        if not any(step.kind == kind for step in steps):
            faults.append(Fault(None, "", text))
    if not faults:
        faults = _way_faults(steps)
    return faults


def _own_faults(steps: Sequence[Step]) -> Iterable[Fault]:
    seen: set[str] = set()
    for place, step in enumerate(steps):
        if not KEY.fullmatch(step.key):
            text = _("Row %(row)s: the number takes 1 to 12 letters, digits, hyphens or underscores.")
            yield Fault(place, "key", text % {"row": place + 1})
        elif step.key in seen:
            yield Fault(place, "key", _("The number %(key)s stands twice.") % {"key": step.key})
        seen.add(step.key)
        if step.kind == StepKind.TASK and not step.action:
            yield Fault(place, "action", _("Step %(key)s says nothing about what is done.") % {"key": step.key})


def _exit_faults(steps: Sequence[Step]) -> Iterable[Fault]:
    known = {step.key: step for step in steps}
    entries: dict[str, int] = defaultdict(int)
    for step in steps:
        for out in step.exits:
            entries[out.target] += 1
    for place, step in enumerate(steps):
        targets = [out.target for out in step.exits]
        for target in dict.fromkeys(targets):
            text = _target_fault(step, known.get(target), targets.count(target))
            if text:
                yield Fault(place, "exits", text % {"step": step.shown, "target": target})
        text = _count_fault(step, len(targets), entries[step.key])
        if text:
            yield Fault(place, "exits", text % {"step": step.shown})


def _target_fault(step: Step, target: Step | None, times: int) -> str:
    if target is None:
        return _("%(step)s leads to step %(target)s, which does not exist.")
    if target.key == step.key:
        return _("%(step)s leads to itself.")
    if times > 1:
        return _("%(step)s leads to step %(target)s twice.")
    if target.kind == StepKind.START:
        return _("%(step)s leads back to a start (step %(target)s); nothing may lead there.")
    return ""


def _count_fault(step: Step, exits: int, entries: int) -> str:
    if step.kind == StepKind.END:
        return _("%(step)s is an end, nothing may follow it.") if exits else ""
    if not exits:
        return _("%(step)s is a dead end: nothing follows it, but it is not an end.")
    if step.kind in _GATEWAYS and exits == 1 and entries < 2:  # noqa: PLR2004 - a join has two ways in
        return _("%(step)s is a gateway with one way in and one way out: it neither parts nor joins.")
    return ""


def _way_faults(steps: Sequence[Step]) -> list[Fault]:
    ahead = {step.key: [out.target for out in step.exits] for step in steps}
    back: dict[str, list[str]] = defaultdict(list)
    for key, targets in ahead.items():
        for target in targets:
            back[target].append(key)
    reached = _spread(ahead, [step.key for step in steps if step.kind == StepKind.START])
    ending = _spread(back, [step.key for step in steps if step.kind == StepKind.END])
    faults = []
    for place, step in enumerate(steps):
        if step.key not in reached:
            text = _("%(step)s cannot be reached: no way from a start leads there.")
            faults.append(Fault(place, "key", text % {"step": step.shown}))
        elif step.key not in ending:
            text = _("No path leads from %(step)s to an end: the process would never finish.")
            faults.append(Fault(place, "exits", text % {"step": step.shown}))
    return faults


def _spread(ways: Mapping[str, Iterable[str]], first: list[str]) -> set[str]:
    found, waiting = set(first), list(first)
    while waiting:
        for key in ways.get(waiting.pop(), ()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found


def flow_advice(steps: Sequence[Step]) -> list[str]:
    """What does not make the flow unsound but leaves a reader guessing."""
    found = []
    for step in steps:
        bare = [out.target for out in step.exits if not out.condition]
        if step.kind == StepKind.EXCLUSIVE and len(step.exits) > 1 and len(bare) > 1:
            text = _("%(step)s: say under which condition each way is taken (at most one may be “otherwise”).")
            found.append(text % {"step": step.shown})
        if step.kind in {StepKind.TASK, StepKind.START} and len(step.exits) > 1:
            found.append(
                _("%(step)s has several next steps; a gateway would say whether all or one.") % {"step": step.shown}
            )
    return found


def flow_figures(steps: Sequence[Step], systems: Iterable[str] = ()) -> Figures:
    """The process in figures. Systems count when a lane, a step or the record itself names them."""
    lanes = {step.key: step.lane.key for step in steps}
    named = {step.lane.code for step in steps if step.lane.kind == LaneKind.SYSTEM}
    named |= {step.system for step in steps if step.system}
    return Figures(
        steps=sum(step.kind == StepKind.TASK for step in steps),
        lanes=len(set(lanes.values())),
        crossings=sum(
            out.target in lanes and lanes[out.target] != step.lane.key for step in steps for out in step.exits
        ),
        handoffs=sum(step.handoff for step in steps),
        duplicates=sum(step.duplicate for step in steps),
        systems=len(named | set(systems)),
    )


def chart_of(steps: Sequence[Step]) -> swimlanes.Chart:
    """The steps as a flow chart in lanes, in the language that is active. Ways into nothing are left out."""
    lanes = {
        step.lane.key: swimlanes.Lane(step.lane.key, step.lane.name, str(LaneKind(step.lane.kind).label))
        for step in reversed(steps)
    }
    order = dict.fromkeys(step.lane.key for step in steps)
    shapes = tuple(
        swimlanes.Shape(
            step.key,
            cast("swimlanes.Kind", str(step.kind)),
            step.lane.key,
            step.action,
            step.system_name,
            tuple(_marks(step)),
        )
        for step in steps
    )
    arrows = [swimlanes.Arrow(step.key, out.target, out.condition) for step in steps for out in step.exits]
    return swimlanes.Chart(tuple(lanes[key] for key in order), shapes, swimlanes.known_arrows(shapes, arrows))


def _marks(step: Step) -> Iterable[swimlanes.Mark]:
    if step.duplicate:
        yield swimlanes.Mark(_("Entered twice"), urgent=True)
    if step.handoff:
        yield swimlanes.Mark(_("Hand-off"))


def flow_kept(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The steps as plain values for the record's history and for documents."""
    return [
        {
            "key": step.key,
            "kind": str(step.kind),
            "lane_kind": str(step.lane.kind),
            "lane_code": step.lane.code,
            "lane": step.lane.name,
            "action": step.action,
            "system": step.system,
            "system_name": step.system_name,
            "next": [{"to": out.target, "condition": out.condition} for out in step.exits],
            "handoff": step.handoff,
            "duplicate": step.duplicate,
        }
        for step in steps
    ]


def flow_read(kept: Sequence[Mapping[str, Any]]) -> list[Step]:
    """What ``flow_kept`` wrote, as steps again."""
    return [
        Step(
            key=row["key"],
            kind=row["kind"],
            lane=StepLane(row["lane_kind"], row["lane"], row["lane_code"]),
            action=row["action"],
            system=row["system"],
            system_name=row["system_name"],
            exits=tuple(Exit(out["to"], out["condition"]) for out in row["next"]),
            handoff=row["handoff"],
            duplicate=row["duplicate"],
        )
        for row in kept
    ]


def flow_lines(kept: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each kept step as a line of text, for histories and comparisons."""
    lines = []
    for step in flow_read(kept):
        parts = [f"{step.key} {StepKind(step.kind).label}", f"[{step.lane.name}]", step.action]
        parts += [f"({step.system_name})"] if step.system_name else []
        parts += [mark.word for mark in _marks(step)]
        ways = [f"{out.target} ({out.condition})" if out.condition else out.target for out in step.exits]
        parts += ["→ " + _(", ").join(ways)] if ways else []
        lines.append(" ".join(filter(None, parts)))
    return lines


def renamed(steps: Sequence[Step], keys: Mapping[str, str]) -> list[Step]:
    """The steps with other numbers."""
    return [
        replace(
            step,
            key=keys.get(step.key, step.key),
            exits=tuple(replace(out, target=keys.get(out.target, out.target)) for out in step.exits),
        )
        for step in steps
    ]
