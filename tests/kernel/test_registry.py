"""Registries take each code once, and nothing after start-up."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured

from governance_app import registry as module
from governance_app.documents.registry import document_kinds
from governance_app.jobs.registry import job
from governance_app.programmes.registry import action, actions
from governance_app.records.registry import record_kinds
from governance_app.registry import Registry, close_all


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry[str]]:
    monkeypatch.setattr(module, "_ALL", [])
    return Registry("things")


def test_it_gives_things_back_by_code_in_the_order_declared(registry: Registry[str]) -> None:
    registry.add("b", "second letter")
    registry.add("a", "first letter")
    assert registry["b"] == "second letter"
    assert registry.get("c") is None
    assert registry.codes() == ["b", "a"]
    assert list(registry) == ["second letter", "first letter"]
    assert len(registry) == 2
    assert "a" in registry


def test_it_stands_in_its_order_once_closed(registry: Registry[str]) -> None:
    ordered: Registry[str] = Registry("words", order=len)
    for code, word in (("c", "three"), ("a", "one"), ("b", "two")):
        ordered.add(code, word)
    assert ordered.codes() == ["c", "a", "b"]
    close_all()
    assert ordered.codes() == ["a", "b", "c"], "of equal places the one declared first stands first"


def test_it_refuses_a_code_declared_twice(registry: Registry[str]) -> None:
    registry.add("a", "one")
    with pytest.raises(ImproperlyConfigured, match="things: a is declared twice"):
        registry.add("a", "other")
    assert registry["a"] == "one"


def test_it_takes_nothing_once_all_are_closed(registry: Registry[str]) -> None:
    close_all()
    with pytest.raises(ImproperlyConfigured, match="things: a was declared after start-up"):
        registry.add("a", "late")
    assert len(registry) == 0


def test_the_portal_runs_with_closed_registries() -> None:
    with pytest.raises(ImproperlyConfigured, match="after start-up"):
        action("late.act", "Late", "Late", [])
    with pytest.raises(ImproperlyConfigured, match="after start-up"):
        job("late.job")(lambda arguments, progress: None)
    assert "late.act" not in actions


@pytest.mark.parametrize("kind", list(record_kinds), ids=lambda kind: kind.slug)
def test_every_record_kind_names_acts_and_fields_that_exist(kind: object) -> None:
    for act in filter(None, (kind.view, kind.edit, kind.contribute)):
        assert act in actions
    computed = {column.name for column in kind.computed}
    for name in {*kind.columns, *kind.hidden, *kind.filters, *kind.facts, *kind.body, *kind.search, *kind.fields}:
        assert name in computed or kind.field(name)
    for move in kind.moves or ():
        assert move.action in actions


@pytest.mark.parametrize("kind", list(document_kinds), ids=lambda kind: kind.code)
def test_every_document_names_sources_that_exist(kind: object) -> None:
    assert kind.sources <= {*record_kinds.codes(), "programme", "members"}
