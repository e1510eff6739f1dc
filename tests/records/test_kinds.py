"""Declarations of record kinds: whatever they name exists, and what they leave out is meant."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from governance_app.base.looks import Look
from governance_app.people.models import Department, User
from governance_app.programmes.registry import actions
from governance_app.records.columns import columns_of
from governance_app.records.forms import RecordForm
from governance_app.records.links import relations_from, used_by
from governance_app.records.models import ProgrammeRecord
from governance_app.records.references import References
from governance_app.records.registry import RecordKind, kind_of, record_kinds
from tests.architecture.addresses import space
from tests.conftest import Cast

KINDS = pytest.mark.parametrize("kind", list(record_kinds), ids=record_kinds.codes())
COMMON = {"id", "programme", "version", "links", "created_at", "created_by", "updated_at", "updated_by"}


def known(kind: RecordKind, name: str) -> bool:
    try:
        kind.field(name)
    except FieldDoesNotExist:
        return False
    return True


@KINDS
def test_every_field_named_exists(kind: RecordKind):
    computed = {column.name for column in kind.computed}
    named = {*kind.columns, *kind.hidden, *kind.facts} - computed
    named |= {*kind.fields, *kind.filters, *kind.search, *kind.body, *kind.bulk, *kind.hints, kind.title_field}
    if kind.department_field:
        named.add(kind.department_field)
    missing = [name for name in sorted(named) if not known(kind, name)]
    assert not missing


@KINDS
def test_computed_columns_hide_no_field_and_are_shown_somewhere(kind: RecordKind):
    for column in kind.computed:
        assert not known(kind, column.name), "a field of this name exists"
        assert column.name in {*kind.columns, *kind.hidden, *kind.facts}


@KINDS
def test_every_field_of_the_model_can_be_written_or_is_moved(kind: RecordKind):
    """A field nobody can fill in is a mistake; the state and what moves set down are not edited."""
    every = kind.model._meta.get_fields()
    fields = {field.name for field in every if not field.auto_created and field.concrete and field.editable}
    assert fields - COMMON - {"code"} - {kind.state_field} - set(kind.kept) == set(kind.fields)
    assert kind.state_field not in kind.fields


@KINDS
def test_every_field_of_the_form_is_seen_on_the_page_or_in_its_relations(kind: RecordKind):
    linked = {way.target.slug for way in relations_from(kind)}
    for name in set(kind.fields) - {*kind.facts, *kind.body, kind.title_field}:
        field = kind.field(name)
        target = kind_of(field.related_model) if field.is_relation else None
        assert target is not None, f"{name} is shown nowhere"
        assert target.slug in linked, f"{name} is shown nowhere"


@KINDS
def test_acts_models_and_codes(kind: RecordKind):
    assert issubclass(kind.model, ProgrammeRecord)
    assert {kind.view, kind.edit} <= set(actions.codes())
    assert not kind.contribute or kind.contribute in actions
    assert bool(kind.contribute) == bool(kind.department_field)
    assert kind.columns[0] == "code"
    assert kind.title_field in kind.columns
    assert "code" in kind.search
    assert kind.prefix.isascii()
    assert kind.prefix.isupper()
    assert actions[kind.edit].roles <= actions[kind.view].roles, "who writes reads"


def test_prefixes_and_models_are_each_of_one_kind():
    for values in ([kind.prefix for kind in record_kinds], [kind.model for kind in record_kinds]):
        assert len(set(values)) == len(values)


@KINDS
def test_what_names_its_records_can_be_asked(kind: RecordKind, cast: Cast):
    assert used_by(kind, cast.access(cast.owner), kind.model(pk=0)) == ""


@KINDS
def test_presets_and_filters_can_be_asked(kind: RecordKind, cast: Cast):
    slugs = [preset.slug for preset in kind.presets]
    assert len(set(slugs)) == len(slugs)
    for preset in kind.presets:
        condition = preset.condition(cast.programme)
        assert isinstance(condition, Q)
        assert list(kind.model._default_manager.filter(condition)) == []
    for name in kind.filters:
        field = kind.field(name)
        text = isinstance(field, models.CharField) or field.choices
        assert text or field.related_model in {Department, User} or kind_of(field.related_model), name


@KINDS
def test_moves_lead_between_states_and_every_state_has_a_look(kind: RecordKind):
    if kind.moves is None:
        assert not kind.looks
        return
    states = {value for value, _label in kind.field(kind.state_field).flatchoices}
    assert set(kind.looks) == states
    assert all(isinstance(look, Look) for look in kind.looks.values())
    for move in kind.moves:
        assert move.sources <= states
        assert move.target in states - move.sources
        assert move.action in actions
    first = kind.field(kind.state_field).get_default()
    reached = {first}
    while more := {move.target for move in kind.moves if move.sources & reached} - reached:
        reached |= more
    assert reached == states, "a state nothing leads to"


@KINDS
def test_sorting_works_by_every_column_that_offers_it(kind: RecordKind, db: None):
    for column in columns_of(kind.slug, (*kind.columns, *kind.hidden)):
        if column.sort:
            assert list(kind.model._default_manager.order_by(column.sort)) == []


@KINDS
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_titles_are_told_apart_in_both_languages(kind: RecordKind, language: str):
    """Imports know columns by their titles, so no two columns of a kind may share one."""
    with translation.override(language):
        titles = [str(kind.title_of(name)).casefold() for name in ("code", *kind.fields)]
        assert len(set(titles)) == len(titles)
        assert str(kind.title).strip()
        assert str(kind.one).strip()


@KINDS
def test_the_form_asks_for_what_the_model_needs(kind: RecordKind, cast: Cast):
    form = RecordForm(kind, References(cast.programme), data={})
    assert not form.is_valid()
    needed = {name for name in kind.fields if not kind.field(name).blank}
    assert set(form.errors) == needed
    assert [bound.name for row in form.rows for bound in row] == list(kind.fields)


@KINDS
def test_addresses_are_what_the_urls_say(kind: RecordKind):
    assert kind.url("office") == reverse(f"{space(kind)}:{kind.slug}-list", args=["office"])
    code = f"{kind.prefix}-001"
    assert kind.url("office", code) == reverse(f"{space(kind)}:{kind.slug}-detail", args=["office", code])
    assert kind.url("office", code, "edit/") == reverse(f"{space(kind)}:{kind.slug}-edit", args=["office", code])
    assert kind.url("office", tail="new/") == reverse(f"{space(kind)}:{kind.slug}-new", args=["office"])
