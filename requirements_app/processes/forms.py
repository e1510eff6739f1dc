"""The table of a process's steps as a form that works without a script, and the forms of a BPMN import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from governance_app.people.models import Department
from governance_app.records.forms import PlainTextField, ReferenceField
from governance_app.records.references import References, label_of
from requirements_app.inventory.models import System
from requirements_app.processes.bpmn.steps import LONGEST_ACTION, LONGEST_CONDITION, LONGEST_ROLE
from requirements_app.processes.rules import MOST_STEPS, Exit, Fault, Step, StepLane
from requirements_app.processes.selectors import lane_finder
from requirements_app.processes.states import LaneKind, StepKind, Variant

_COLON = str.maketrans({"：": ":"})
LANES, SYSTEMS = "lanes-known", "systems-known"


def exits_read(text: str) -> list[Exit]:
    """One next step a line: its number, then after a colon the condition."""
    found = []
    for line in text.splitlines():
        number, _colon, condition = line.translate(_COLON).partition(":")
        if line.strip():
            found.append(Exit(number.strip(), line.strip()[len(number) + 1 :].strip() if condition else ""))
    return found


def exits_text(exits: Sequence[Exit]) -> str:
    """What ``exits_read`` reads."""
    return "\n".join(f"{out.target}: {out.condition}" if out.condition else out.target for out in exits)


class StepForm(forms.Form):
    """One row of the table."""

    key = PlainTextField(label=pgettext_lazy("step", "No."), max_length=12)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=StepKind.choices, initial=StepKind.TASK)
    lane = PlainTextField(label=gettext_lazy("Lane"), max_length=120)
    action = PlainTextField(label=gettext_lazy("What is done"), max_length=LONGEST_ACTION, required=False)
    system = PlainTextField(label=gettext_lazy("System used"), max_length=120, required=False)
    exits = PlainTextField(
        label=gettext_lazy("Next steps"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    handoff = forms.BooleanField(label=gettext_lazy("Hand-off"), required=False)
    duplicate = forms.BooleanField(label=gettext_lazy("Duplicate entry"), required=False)

    def __init__(self, data: Any = None, *, references: References, place: int, initial: Any = None) -> None:
        super().__init__(data, prefix=f"s{place}", initial=initial)
        self.references, self.place = references, place
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = _("Row %(row)s: %(name)s") % {"row": place + 1, "name": field.label}
            if name in {"lane", "system"}:
                field.widget.attrs["list"] = LANES if name == "lane" else SYSTEMS
        self.fields["key"].widget.attrs |= {"size": 3}

    def clean_lane(self) -> StepLane:
        """A department or system where the text is the code or name of one, else a role."""
        text = self.cleaned_data["lane"].strip()
        find = lane_finder(self.references)
        for kind in (LaneKind.DEPARTMENT, LaneKind.SYSTEM):
            found = find(kind, text, "") or find(kind, "", text)
            if found:
                return found
        names = [label_of(row) for model in (Department, System) for row in self.references.of(model).values()]
        if text in names:
            raise forms.ValidationError(
                _("Several records are named “%(value)s”; please give the code.") % {"value": text}
            )
        if len(text) > LONGEST_ROLE:
            raise forms.ValidationError(_("At most %(most)s characters.") % {"most": LONGEST_ROLE})
        return StepLane(LaneKind.ROLE, text)

    def clean_system(self) -> StepLane | None:
        """A system of the inventory."""
        text = self.cleaned_data["system"].strip()
        find = lane_finder(self.references)
        found = (find(LaneKind.SYSTEM, text, "") or find(LaneKind.SYSTEM, "", text)) if text else None
        if text and found is None:
            raise forms.ValidationError(_("“%(value)s” is not in the list of systems.") % {"value": text})
        return found

    def clean_exits(self) -> tuple[Exit, ...]:
        """The ways on."""
        exits = exits_read(self.cleaned_data["exits"])
        if any(len(out.condition) > LONGEST_CONDITION for out in exits):
            raise forms.ValidationError(
                _("A condition takes at most %(most)s characters.") % {"most": LONGEST_CONDITION}
            )
        return tuple(exits)

    @property
    def step(self) -> Step:
        """The row as a step; only of a valid row."""
        values, system = self.cleaned_data, self.cleaned_data["system"]
        return Step(
            key=values["key"],
            kind=values["kind"],
            lane=values["lane"],
            action=values["action"],
            system=system.code if system else "",
            system_name=system.name if system else "",
            exits=values["exits"],
            handoff=values["handoff"],
            duplicate=values["duplicate"],
        )


class StepsForm:
    """All rows. ``act`` adds, removes or moves one without judging any; ``steps`` judges them."""

    def __init__(
        self, references: References, *, steps: Sequence[Step] = (), data: Mapping[str, Any] | None = None
    ) -> None:
        self.references = references
        self.values = [_values(step, references) for step in steps] if data is None else _posted(data)
        self.problems: list[dict[str, str]] = []
        self.focus: int | None = None
        self.rows = self._rows(bound=False)

    def _rows(self, *, bound: bool) -> list[StepForm]:
        rows = []
        for place, values in enumerate(self.values):
            given = {f"s{place}-{name}": value for name, value in values.items() if value not in (False, None)}
            form = StepForm(given if bound else None, initial=values, references=self.references, place=place)
            if place == self.focus:
                form.fields["action"].widget.attrs["autofocus"] = True
            rows.append(form)
        return rows

    def act(self, wanted: str) -> bool:
        """Do what a button of a row says, ``remove:3`` for the fourth; say whether it was one."""
        verb, _colon, number = wanted.partition(":")
        place = int(number) if number.isdigit() and len(number) < 6 else -1  # noqa: PLR2004 - nobody has so many rows
        if verb == "add" and len(self.values) < MOST_STEPS:
            self.focus = min(place + 1, len(self.values)) if place >= 0 else len(self.values)
            beside = self.values[self.focus - 1] if self.focus else {}
            lane = beside.get("lane", "")
            self.values.insert(self.focus, {"key": self._next_key(), "kind": StepKind.TASK, "lane": lane})
        elif verb == "remove" and 0 <= place < len(self.values):
            del self.values[place]
            self.focus = max(0, place - 1)
        elif verb in {"up", "down"} and 0 <= place < len(self.values):
            other = max(0, min(len(self.values) - 1, place + (1 if verb == "down" else -1)))
            self.values[place], self.values[other] = self.values[other], self.values[place]
            self.focus = other
        elif verb not in {"add", "remove", "up", "down"}:
            return False
        self.rows = self._rows(bound=False)
        return True

    def _next_key(self) -> str:
        taken = [int(row["key"]) for row in self.values if str(row.get("key", "")).isdecimal()]
        return str(max(taken, default=0) + 1)[:12]

    def steps(self) -> list[Step] | None:
        """The steps, or None where a row does not read; the faults are then on the rows."""
        self.rows = self._rows(bound=True)
        good = [row.is_valid() for row in self.rows]
        for row in self.rows:
            for name, texts in row.errors.items():
                words = {"row": row.place + 1, "name": row.fields[name].label}
                place = _("Row %(row)s: %(name)s") % words
                self.problems += [{"id": row[name].auto_id, "text": f"{place}: {text}"} for text in texts]
        return [row.step for row in self.rows] if all(good) else None

    def show(self, faults: Sequence[Fault]) -> None:
        """Put faults of the flow where they lie."""
        for fault in faults:
            place = fault.place
            if place is None or not fault.field:
                self.problems.append({"id": "", "text": fault.text})
                continue
            row = self.rows[place]
            row.add_error(fault.field, fault.text)
            self.problems.append({"id": row[fault.field].auto_id, "text": fault.text})

    @property
    def lanes(self) -> list[str]:
        """What a lane is often called: departments, systems, and the roles of this process."""
        found = [label_of(row) for model in (Department, System) for row in self.references.of(model).values()]
        return list(dict.fromkeys([*found, *(str(row.get("lane", "")) for row in self.values)]))

    @property
    def systems(self) -> list[str]:
        """The systems of the inventory."""
        return [label_of(row) for row in self.references.of(System).values()]


def _values(step: Step, references: References) -> dict[str, Any]:
    find = lane_finder(references)

    def shown(kind: str, name: str, code: str) -> str:
        """The name; the code where several are called alike."""
        return code if code and find(kind, "", name) is None else name

    return {
        "key": step.key,
        "kind": step.kind,
        "lane": shown(step.lane.kind, step.lane.name, step.lane.code),
        "action": step.action,
        "system": shown(LaneKind.SYSTEM, step.system_name, step.system),
        "exits": exits_text(step.exits),
        "handoff": step.handoff,
        "duplicate": step.duplicate,
    }


def _posted(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    count = data.get("rows", "")
    most = min(int(count), MOST_STEPS + 1) if count.isdigit() and len(count) < 6 else 0  # noqa: PLR2004
    rows = []
    for place in range(most):
        values: dict[str, Any] = {name: data.get(f"s{place}-{name}", "") for name in StepForm.base_fields}
        rows.append(values | {name: bool(values[name]) for name in ("handoff", "duplicate")})
    return rows


class DrawingForm(forms.Form):
    """A BPMN file to take in."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("BPMN 2.0 XML (.bpmn or .xml), at most 2 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".bpmn,.xml"}),
    )


class TakeForm(forms.Form):
    """Which processes of a file are taken, and what the new ones are."""

    variant = forms.ChoiceField(
        label=gettext_lazy("Variant"), choices=Variant.choices, widget=forms.RadioSelect, initial=Variant.AS_IS
    )

    def __init__(
        self, *args: Any, references: References, choices: list[tuple[str, str]], new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["take"] = (
            forms.MultipleChoiceField(
                label=_("Processes to take"), choices=choices, widget=forms.CheckboxSelectMultiple
            )
            if new
            else forms.ChoiceField(label=_("Process to take"), choices=choices, widget=forms.RadioSelect)
        )
        if new:
            self.fields["owner_department"] = ReferenceField(
                model=Department, references=references, label=_("Owner department")
            )
            self.order_fields(["take", "owner_department", "variant"])
        else:
            del self.fields["variant"]
