"""《需求规格说明书》 on paper: everything in the frozen content is there, numbered, found by page and readable."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext
from pypdf import PdfReader
from pypdf.generic import Destination

from governance_app.paper.rendering import EmbeddedFile, pdf_render
from governance_app.paper.words import WATERMARKS, hash_ends, paper_html
from tests.factories.specification import canonical_bytes, specification_content, specification_context

TEMPLATE = "requirements/documents/specification.html"
LONGEST = 1_000_000
WIDE, TALL = 842, 595


def made(context: dict[str, Any], language: str = "zh-hans") -> PdfReader:
    return PdfReader(io.BytesIO(made_bytes(context, language)))


def made_bytes(context: dict[str, Any], language: str = "zh-hans") -> bytes:
    return pdf_render(
        paper_html(TEMPLATE, context, language=language),
        attachments=[EmbeddedFile("content.json", canonical_bytes(context["content"]), "application/json", "content")],
        created=datetime(2026, 11, 20, tzinfo=UTC),
        title="title",
        author="author",
        subject="subject",
        language="en" if language == "en" else "zh-Hans",
    )


def small() -> dict[str, Any]:
    return specification_content(systems=3, pain_points=2, goals=1, requirements=3, interactions=2)


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def squeezed(text: str) -> str:
    """Text without its white space: where lines break is the layout's business."""
    return re.sub(r"\s+", "", text)


def bookmarks(reader: PdfReader) -> Iterator[tuple[int, str, int]]:
    """Level, title and page number of every bookmark."""

    def walk(entries: list[Any], level: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, Destination):
                number = reader.get_destination_page_number(entry)
                assert number is not None
                yield level, str(entry.title), number + 1
            else:
                yield from walk(entry, level + 1)

    return walk(reader.outline, 1)


@pytest.fixture(scope="module")
def full() -> dict[str, Any]:
    """Sixty requirements, twelve systems, forty pain points, six goals, twenty-five interactions."""
    return specification_context(watermark="draft")


@pytest.fixture(scope="module")
def full_bytes(full: dict[str, Any]) -> bytes:
    return made_bytes(full)


@pytest.fixture(scope="module")
def paper(full_bytes: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(full_bytes))


@pytest.fixture(scope="module")
def pages(paper: PdfReader) -> list[str]:
    return [page.extract_text() for page in paper.pages]


def test_thirty_pages_weigh_less_than_a_megabyte(full_bytes: bytes, pages: list[str]) -> None:
    assert 25 <= len(pages) <= 40
    assert len(full_bytes) <= LONGEST


def test_every_record_is_in_it(full: dict[str, Any], pages: list[str]) -> None:
    text = squeezed("".join(pages))
    content = full["content"]
    for kind, key in (
        ("systems", "name"),
        ("pain_points", "title"),
        ("goals", "metric"),
        ("requirements", "title"),
        ("requirements", "acceptance"),
        ("interactions", "business_object"),
    ):
        for record in content[kind]:
            assert squeezed(record[key]) in text, record["code"]
            assert record["code"] in text
    for step in content["processes"][0]["steps"]:
        assert text.count(step["action"]) >= 4, "drawn and listed, as it is and as it shall be"
    for member in content["organisation"]:
        assert member["name"] in text


def test_the_hours_add_up_on_paper(full: dict[str, Any], pages: list[str]) -> None:
    total = sum(float(point["hours_per_month"]) for point in full["content"]["pain_points"])
    assert f"{total:,.1f}" in "".join(pages)


def test_the_contents_tell_the_pages_the_headings_are_on(paper: PdfReader, pages: list[str]) -> None:
    listed = {}
    for line in pages[1].splitlines():
        found = re.match(r"(.+?)\s*\.{3,}\s*(\d+)$", line.strip())
        if found:
            listed[squeezed(found.group(1))] = int(found.group(2))
    headings = [(title, page) for level, title, page in bookmarks(paper) if level <= 2][1:]
    assert len(headings) >= 25
    for title, page in headings:
        assert listed[squeezed(title)] == page, title


def test_bookmarks_reach_every_chapter_and_requirement(full: dict[str, Any], paper: PdfReader) -> None:
    entries = list(bookmarks(paper))
    assert len([title for level, title, _page in entries if level == 1]) == 11
    titles = squeezed("".join(title for _level, title, _page in entries))
    for requirement in full["content"]["requirements"]:
        assert requirement["code"] in titles


def test_chapters_begin_on_pages_of_their_own(paper: PdfReader) -> None:
    chapters = [page for level, _title, page in bookmarks(paper) if level == 1]
    assert len(set(chapters)) == len(chapters)


def test_no_heading_is_left_alone_at_the_foot_of_a_page(paper: PdfReader, pages: list[str]) -> None:
    for _level, title, page in bookmarks(paper):
        _before, found, after = squeezed(pages[page - 1]).partition(squeezed(title))
        assert found, title
        assert len(after.partition("HC-2026-01-REQ-01")[0]) > 15, title


def test_heads_and_feet_are_on_every_page_but_the_cover(full: dict[str, Any], pages: list[str]) -> None:
    with translation.override("zh-hans"):
        words = gettext("Page %(page)s of %(pages)s")
    ends = f"SHA-256{hash_ends(full['content_hash'])}"
    for number, text in enumerate(pages[1:], start=2):
        assert squeezed(words % {"page": number, "pages": len(pages)}) in squeezed(text)
        assert "HC-2026-01-REQ-01" in text
        assert ends in squeezed(text)
    assert ends not in squeezed(pages[0])


def test_a_table_over_several_pages_repeats_its_head(pages: list[str]) -> None:
    with translation.override("zh-hans"):
        head = squeezed(gettext("Times a month"))
    first = next(number for number, text in enumerate(pages) if "PP-001" in text)
    last = next(number for number, text in enumerate(pages) if "PP-040" in text)
    assert last - first >= 3
    for text in pages[first : last + 1]:
        assert head in squeezed(text)


def test_a_requirement_is_not_torn_over_two_pages(full: dict[str, Any], pages: list[str]) -> None:
    flat = [squeezed(text) for text in pages]
    for requirement in full["content"]["requirements"]:
        title, acceptance = squeezed(requirement["title"]), squeezed(requirement["acceptance"])
        assert any(title in text and acceptance in text for text in flat), requirement["code"]


def test_the_cover_carries_the_whole_hash(full: dict[str, Any], pages: list[str]) -> None:
    assert full["content_hash"] in squeezed(pages[0])


def test_matrix_and_diagram_lie_across(paper: PdfReader) -> None:
    wide = [page for page in paper.pages if round(page.mediabox.width) == WIDE]
    assert len(wide) == 2
    assert {round(page.mediabox.height) for page in wide} == {TALL}
    assert "SYS-011" in wide[0].extract_text()
    assert "人力资源系统（HR）" in wide[1].extract_text()


def test_the_watermark_is_on_every_page(pages: list[str]) -> None:
    for text in pages:
        assert squeezed(WATERMARKS["draft"]) in squeezed(text)


def test_links_lead_to_what_they_name(paper: PdfReader) -> None:
    names = set(paper.named_destinations)
    assert {"REQ-001", "PP-001", "GOAL-01", "SYS-001", "INT-001"} <= names


def test_differences_show_what_went_and_what_came(pages: list[str]) -> None:
    text = squeezed("".join(pages))
    assert "审批结果在5分钟1分钟内同步至ERP，网络中断恢复后补传" in text


def test_signatures_given_and_awaited_both_stand_on_the_last_page(full: dict[str, Any], pages: list[str]) -> None:
    for slot in full["slots"]:
        assert slot["department"] in pages[-1]
        assert slot["signer_name"] in pages[-1]
    assert pages[-1].count(full["content_hash"][:8]) == 7  # five signatures, the seal and the foot


def test_the_content_inside_is_the_content_given(full: dict[str, Any], paper: PdfReader) -> None:
    assert paper.attachments["content.json"] == [canonical_bytes(full["content"])]


def test_the_same_content_is_the_same_paper() -> None:
    context = specification_context(small())
    assert made_bytes(context) == made_bytes(deepcopy(context))


def test_a_signed_revision_has_no_watermark() -> None:
    text = squeezed(text_of(made(specification_context(small(), watermark="", signed=7))))
    assert not any(word.split()[1] in text for word in WATERMARKS.values())


@pytest.mark.parametrize("state", ["superseded", "void"])
def test_a_revision_out_of_force_says_so_on_every_page(state: str) -> None:
    reader = made(specification_context(small(), watermark=state))
    for page in reader.pages:
        assert squeezed(WATERMARKS[state]) in squeezed(page.extract_text())


def test_in_english_the_labels_are_english_and_the_content_stays() -> None:
    text = text_of(made(specification_context(small(), language="en"), "en"))
    for words in (
        "Software Requirements Specification",
        "Contents",
        "Pain points",
        "Acceptance",
        "Page 2 of",
        "Table 3-1",
    ):
        assert words in text
    assert squeezed("人力资源系统（HR）") in squeezed(text)


def test_a_rejection_and_a_paper_without_checkpoint_are_shown() -> None:
    context = specification_context(small(), rendered_for="signature")
    context["slots"][0] |= {"state": "rejected", "meaning_label": "不同意"}
    context |= {"checkpoint": None, "gate_line_svg": "", "changes": []}
    assert "不同意" in text_of(made(context))


def test_an_empty_programme_still_makes_a_paper() -> None:
    content = specification_content(systems=0, pain_points=0, goals=0, requirements=0, interactions=0)
    content |= {"departments": [], "organisation": [], "purpose": "", "scope": ""}
    context = specification_context(content)
    context |= {"history": [], "slots": [], "changes": []}
    context["revision"] |= {"supersedes": "", "submitted_on": None, "submitted_by": "", "owner_department": ""}
    text = text_of(made(context, "en"))
    assert "No requirement has been recorded yet." in text
    assert "None" not in text


def test_missing_facts_are_dashes() -> None:
    content = small()
    content["systems"][0] |= {"user_count": None, "owner_department": None, "modules": [], "data_formats": ""}
    content["requirements"][0] |= {"owner_department": None, "acceptance": "", "systems": [], "description": ""}
    content["interactions"][0] |= {"requirement": None, "daily_volume": None, "frequency": ""}
    content["goals"][0] |= {"baseline_value": None, "baseline_date": None, "measure_by": None}
    assert "None" not in text_of(made(specification_context(content)))


def test_what_people_typed_is_text_and_nothing_else() -> None:
    evil = '<script>alert("x")</script>{{ content }}{% load x %}&amp;<img src="http://127.0.0.1:1/x">'
    content = small()
    content["purpose"] = content["requirements"][0]["title"] = content["systems"][0]["name"] = evil
    content["interactions"][0]["business_object"] = evil
    content["systems"][0]["code"] = content["systems"][0]["code"]
    text = squeezed(text_of(made(specification_context(content))))
    assert text.count(squeezed('<script>alert("x")</script>{{content}}{%loadx%}&amp;')) >= 4


def test_a_long_word_stays_on_its_page() -> None:
    content = small()
    content["requirements"][0]["title"] = "https://example.org/" + "x" * 400
    content["pain_points"][0]["title"] = "字" * 300
    reader = made(specification_context(content))
    assert squeezed("x" * 400) in squeezed(text_of(reader))


def test_too_many_interactions_are_listed_without_a_diagram() -> None:
    content = specification_content(systems=60, pain_points=1, goals=1, requirements=2, interactions=13)
    base = content["interactions"][0]
    content["interactions"] = [
        {**base, "code": f"INT-{number:03d}", "source": f"SYS-{number:03d}", "target": f"SYS-{number + 1:03d}"}
        for number in range(1, 60)
    ]
    with translation.override("en"):
        html = paper_html(TEMPLATE, specification_context(content), language="en")
    assert "There are too many interactions for a diagram" in html
    assert html.count("matrix") >= 4
