"""Models of one phase may point at earlier phases only, and leave no name behind there."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from governance_app import checks

PHASES = {"kernel": None, "one": 1, "two": 2}
RELATIONS = {
    "foreign key": lambda target, **more: models.ForeignKey(target, models.PROTECT, **more),
    "one to one": lambda target, **more: models.OneToOneField(target, models.PROTECT, **more),
    "many to many": models.ManyToManyField,
}


@pytest.fixture(params=RELATIONS, ids=str)
def relation(request: pytest.FixtureRequest) -> Any:
    return RELATIONS[request.param]


def model(label: str, name: str, **fields: Any) -> Any:
    meta = type("Meta", (), {"app_label": label})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def found(monkeypatch: pytest.MonkeyPatch, *made: Any) -> list[str]:
    monkeypatch.setattr(checks, "_phase_number", PHASES.__getitem__)
    monkeypatch.setattr(checks, "_kernel", lambda label: label == "kernel")
    monkeypatch.setattr(checks, "apps", SimpleNamespace(get_models=lambda: made))
    return [f"{message.id} {message.msg}" for message in checks.later_phases_point_at_earlier_ones(None)]


@isolate_apps()
def test_a_later_phase_may_point_at_an_earlier_one(monkeypatch: pytest.MonkeyPatch, relation: Any) -> None:
    early = model("one", "Early")
    late = model("two", "Late", early=relation(early, related_name="+"))
    assert found(monkeypatch, early, late) == []


@isolate_apps()
def test_an_earlier_phase_may_not_point_at_a_later_one(monkeypatch: pytest.MonkeyPatch, relation: Any) -> None:
    late = model("two", "Late")
    early = model("one", "Early", late=relation(late, related_name="+"))
    assert found(monkeypatch, early, late) == ["sevengate.E001 one.Early.late points at a later phase"]


@isolate_apps()
def test_the_kernel_may_not_point_at_a_phase(monkeypatch: pytest.MonkeyPatch, relation: Any) -> None:
    early = model("one", "Early")
    kernel = model("kernel", "Base", early=relation(early, related_name="+"))
    assert found(monkeypatch, early, kernel) == ["sevengate.E001 kernel.Base.early points at a later phase"]


@isolate_apps()
def test_a_reference_between_phases_leaves_no_name_behind(monkeypatch: pytest.MonkeyPatch, relation: Any) -> None:
    early = model("one", "Early")
    late = model("two", "Late", early=relation(early))
    assert found(monkeypatch, early, late) == ["sevengate.E002 two.Late.early needs related_name='+'"]


@isolate_apps()
def test_inside_a_phase_and_towards_the_kernel_anything_goes(monkeypatch: pytest.MonkeyPatch, relation: Any) -> None:
    kernel = model("kernel", "Base")
    one = model("one", "One", base=relation(kernel))
    other = model("one", "Other", one=relation(one))
    assert found(monkeypatch, kernel, one, other) == []


def test_the_portals_own_models_pass_every_check() -> None:
    assert run_checks() == []
