"""A document declares its sections once: content, comparison, words and a readable paper follow."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from governance_app.documents.registry import DocumentKind, document_kinds
from governance_app.documents.rendering import paper_context
from governance_app.documents.rules import content_changes, sections_printed
from governance_app.documents.sections import programme_text, record_section
from governance_app.documents.states import Purpose
from governance_app.paper.words import paper_html, paper_labels
from governance_app.planning.models import Risk
from governance_app.planning.states import Strategy
from governance_app.signoff.states import AGREEING, Meaning
from tests.conftest import Cast, Specification

pytestmark = pytest.mark.django_db


class RiskBook(DocumentKind):
    """All that a simple document needs, but for its signers."""

    code = "risk-book"
    suffix = "PLN-02"
    title = "Risks"
    title_zh = "风险登记册"
    title_en = "Risk register"
    sections = (
        programme_text("purpose", "Purpose"),
        record_section("risks", "Risks", Risk, "title", "strategy", "owner", "review_on"),
    )


def risk(cast: Cast) -> Risk:
    return Risk.objects.create(
        programme=cast.programme,
        code="RSK-001",
        title="数据质量差",
        strategy=Strategy.values[0],
        owner=cast.owner,
        review_on=date(2026, 12, 1),
    )


def test_content_names_and_words_come_from_the_model(cast: Cast) -> None:
    row, kind = risk(cast), RiskBook()
    content = kind.content(cast.programme)
    assert content["document"]["number"] == f"{cast.programme.code}-PLN-02"
    assert content["purpose"] == cast.programme.purpose
    (kept,) = content["risks"]
    assert kept == {
        "code": "RSK-001",
        "title": "数据质量差",
        "strategy": row.strategy,
        "owner": str(cast.owner),
        "review_on": date(2026, 12, 1),
    }
    _purpose, printed = sections_printed(kind.sections, content)
    ((code, texts),) = printed.rows
    assert (code, texts[1]) == ("RSK-001", row.get_strategy_display())
    assert printed.heads[0] == str(Risk._meta.get_field("title").verbose_name)
    changed = {**content, "risks": [{**kept, "title": "数据不全"}]}
    (change,) = content_changes(content, changed, kind.sections)
    assert (change.code, change.field) == ("RSK-001", printed.heads[0])


def test_who_edited_a_record_of_it_last_is_known(cast: Cast) -> None:
    assert RiskBook().last_editor(cast.programme) is None
    row = risk(cast)
    row.updated_by = cast.it_lead
    row.save()
    assert RiskBook().last_editor(cast.programme) == cast.it_lead.pk


def test_a_document_without_a_template_is_printed_section_by_section(cast: Cast, specification: Specification) -> None:
    revision = specification.submit()
    with translation.override("zh-hans"):
        context = paper_context(revision, Purpose.SIGNING, "zh-hans")
        html = paper_html(DocumentKind.template, context, language="zh-hans")
    for section in document_kinds[revision.document.kind].sections:
        assert str(section.title) in html
    for row in revision.content["requirements"]:
        assert f'id="{row["code"]}"' in html


def test_every_choice_of_a_section_has_its_word(cast: Cast) -> None:
    for kind in document_kinds:
        for section in kind.sections:
            for name, choices in section.choices.items():
                assert paper_labels[f"{section.key}.{name}"] == {str(code): word for code, word in choices.items()}


def test_what_is_signed_speaks_of_this_document() -> None:
    said: dict[str, set[Any]] = {}
    for kind in document_kinds:
        assert {meaning for meaning in kind.meanings if meaning in AGREEING} == {Meaning.APPROVAL}
        assert {Meaning.CHANGES_REQUESTED, Meaning.DISAPPROVAL} <= set(kind.meanings)
        for meaning, answer in kind.meanings.items():
            assert "《X》" in kind.statement(meaning, title="《X》", slot_title="财务部")
            if meaning == Meaning.APPROVAL:
                said.setdefault(type(kind).__name__, set()).add(answer.statement)
    assert all(len(statements) == 1 for statements in said.values())
    assert len(set().union(*said.values())) == len(said)
