"""Papers: the same bytes each time, nothing fetched, fonts and data inside, and the small parts they are made of."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from pypdf import PdfReader

from governance_app import diagrams, paper, rendering
from governance_app.diagrams import DiagramError, Edge, Node, network_svg
from governance_app.rendering import EmbeddedFile, ForbiddenAddress, check_address, pdf_render, qr_svg

CREATED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HTML = (
    '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>x</title></head>'
    '<body data-doc="HC-01" data-status="草稿" data-hash="SHA-256 abc" data-page-before="第 " data-page-between=" 页，共 "'
    ' data-page-after=" 页"><h1>需求</h1><p>王喆确认：<b>接口</b>响应不超过 3 秒。</p>{}</body></html>'
)
DATA = EmbeddedFile("content.json", b'{"a":1}', "application/json", "Canonical content")


def rendered(html: str = HTML.format(""), **changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "attachments": [DATA],
        "created": CREATED,
        "title": "HC-01 《需求规格说明书》",
        "author": "华辰集团",
        "subject": "修订 3",
        "language": "zh-Hans",
    }
    return pdf_render(html, **(arguments | changes))


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(io.BytesIO(rendered()))


# The PDF


def test_the_same_paper_is_the_same_bytes() -> None:
    first = rendered()
    rendered(HTML.format("<p>另一份文件，字体相同，文字不同。</p>"))
    assert rendered() == first


def test_another_process_makes_the_same_bytes() -> None:
    code = "import sys; from tests.kernel import test_rendering as t; sys.stdout.buffer.write(t.rendered())"
    root = Path(rendering.__file__).resolve().parents[1]
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    made = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, check=True)  # noqa: S603 - our own interpreter
    assert made.stdout == rendered()


def test_the_language_of_the_process_does_not_matter_to_the_bytes() -> None:
    with translation.override("en"):
        english = rendered()
    with translation.override("zh-hans"):
        assert rendered() == english


def test_it_says_that_it_is_pdf_a_3a_and_is_tagged(reader: PdfReader) -> None:
    catalog: Any = reader.trailer["/Root"]
    metadata = catalog["/Metadata"].get_data().decode()
    assert 'part="3"' in metadata
    assert 'conformance="A"' in metadata
    assert catalog["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/StructTreeRoot"]["/K"]
    assert catalog["/Lang"] == "zh-Hans"
    assert reader.trailer["/ID"]


def test_every_font_is_embedded_as_a_subset(reader: PdfReader) -> None:
    fonts: Any = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    assert fonts
    for font in fonts:
        (descendant,) = font["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"]
        assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
        assert "+" in font["/BaseFont"]


def test_a_rare_name_can_be_copied_out_again(reader: PdfReader) -> None:
    assert "王喆确认：接口响应不超过 3 秒。" in reader.pages[0].extract_text()


def test_the_data_inside_is_what_was_given(reader: PdfReader) -> None:
    assert reader.attachments == {"content.json": [DATA.data]}
    catalog: Any = reader.trailer["/Root"]
    (entry,) = catalog["/AF"]
    file = entry.get_object()
    assert file["/AFRelationship"] == "/Data"
    assert file["/Desc"] == "Canonical content"
    assert file["/EF"]["/F"].get_object()["/Subtype"] == "/application/json"


def test_a_type_that_the_name_does_not_tell_is_kept() -> None:
    ledger = EmbeddedFile("segment", b"x", "application/x-ndjson", "")
    reader = PdfReader(io.BytesIO(rendered(attachments=[DATA, ledger])))
    catalog: Any = reader.trailer["/Root"]
    kinds = [entry.get_object()["/EF"]["/F"].get_object()["/Subtype"] for entry in catalog["/AF"]]
    assert sorted(kinds) == ["/application/json", "/application/x-ndjson"]


def test_all_dates_are_the_moment_given_in_utc(reader: PdfReader) -> None:
    assert reader.metadata is not None
    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20261120093000Z"
    shanghai = CREATED.astimezone(timezone(timedelta(hours=8)))
    assert rendered(created=shanghai) == rendered()


def test_it_names_title_author_and_subject(reader: PdfReader) -> None:
    found = reader.metadata
    assert found is not None
    assert (found.title, found.author, found.subject) == ("HC-01 《需求规格说明书》", "华辰集团", "修订 3")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        rendered(created=datetime(2026, 11, 20))  # noqa: DTZ001 - the point of the test


def test_page_numbers_stand_in_the_foot(reader: PdfReader) -> None:
    assert "第 1 页，共 1 页" in reader.pages[0].extract_text()


# What a paper may read


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/a.png",
        "https://example.org/a.png",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "file://host/etc/passwd",
        "static/paper/a.png",
        "",
    ],
)
def test_an_address_outside_is_refused(address: str) -> None:
    with pytest.raises(ForbiddenAddress):
        check_address(address)


def test_a_picture_in_the_folder_is_allowed_and_one_beside_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "logo.svg").write_text("<svg/>")
    (tmp_path / "secret.svg").write_text("<svg/>")
    (folder / "link.svg").symlink_to(tmp_path / "secret.svg")
    monkeypatch.setattr(rendering, "PICTURES", folder)
    check_address((folder / "logo.svg").as_uri())
    for name in ("../secret.svg", "%2e%2e/secret.svg", "link.svg", "missing.svg"):
        with pytest.raises(ForbiddenAddress):
            check_address(f"{folder.as_uri()}/{name}")


def test_nothing_is_fetched_from_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Any] = []

    def connect(_self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", connect)
    body = (
        '<link rel="stylesheet" href="http://127.0.0.1:1/a.css"><img alt="" src="http://127.0.0.1:1/a.png">'
        '<style>p { background: url(http://127.0.0.1:1/b.png) }</style><link rel="attachment" href="file:///etc/passwd">'
        "<object data='file:///etc/passwd'></object>"
    )
    reader = PdfReader(io.BytesIO(rendered(HTML.format(body))))
    assert tried == []
    assert list(reader.attachments) == ["content.json"]
    assert "root:" not in reader.pages[0].extract_text()


# QR codes


def test_a_qr_code_is_a_picture_of_squares_alone() -> None:
    picture = qr_svg("https://sevengate.example/verify/<&>")
    assert picture.startswith("<svg")
    assert "verify" not in picture
    assert qr_svg("a") == qr_svg("a") != qr_svg("b")


# Diagrams

NODES = [Node("A", '办公 "OA"\\N <b>'), Node("B", "人力资源系统", fading=True)]
EDGES = [Edge("A", "B", "员工档案 & 组织", both_ways=True, batch=True, urgent=True)]


def picture(nodes: list[Node] = NODES, edges: list[Edge] = EDGES, **changes: Any) -> str:
    return network_svg(nodes, edges, **({"title": "系统 <图>", "width_mm": 166.0, "height_mm": 100.0} | changes))


def test_labels_are_shown_as_they_are() -> None:
    drawn = picture()
    assert "办公 &quot;OA&quot;\\N &lt;b&gt;" in drawn
    assert "员工档案 &amp; 组织" in drawn
    assert "<title>系统 &lt;图&gt;</title>" in drawn


def test_a_key_cannot_leave_its_quotes() -> None:
    evil = 'A"] ; x [label="\\'
    drawn = picture([Node(evil, "甲"), Node("B", "乙")], [Edge(evil, "B")])
    assert drawn.count("甲") == 1
    assert ">x<" not in drawn


def test_control_characters_are_left_out() -> None:
    assert "\x00" not in picture([Node("A", "甲\x00\x07"), Node("B", "乙")], [Edge("A", "B")])


def test_a_diagram_fits_its_page_and_is_not_enlarged() -> None:
    many = [Node(str(number), f"系统编号 {number:03d}") for number in range(12)]
    arrows = [Edge(str(number), str((number * 5 + 1) % 12), "业务对象") for number in range(12)]
    drawn = picture(many, arrows, width_mm=100.0, height_mm=60.0)
    width, height = (float(drawn.split(f'{side}="')[1].split("pt")[0]) for side in ("width", "height"))
    assert width <= 100 / 25.4 * 72 + 0.1
    assert height <= 60 / 25.4 * 72 + 0.1
    small = picture()
    left, top, wide, high = (float(part) for part in small.split('viewBox="')[1].split('"')[0].split())
    assert (left, top) == (0, 0)
    assert f'width="{wide:.2f}pt"' in small
    assert f'height="{high:.2f}pt"' in small


def test_the_same_network_is_the_same_picture() -> None:
    assert picture() == picture()


def test_an_arrow_without_a_box_is_refused() -> None:
    with pytest.raises(ValueError, match="no box"):
        picture(NODES, [Edge("A", "C")])


def test_a_layout_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "dot"
    slow.write_text("#!/bin/sh\nexec sleep 5\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(DiagramError, match=r"0\.1 seconds"):
        picture(time_out=0.1)


def test_without_graphviz_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(DiagramError, match="not installed"):
        picture()


def test_too_large_a_network_is_not_drawn() -> None:
    assert diagrams.drawable(NODES, EDGES)
    assert not diagrams.drawable(NODES, [])
    assert not diagrams.drawable(NODES * 40, EDGES)
    assert not diagrams.drawable(NODES, EDGES * 200)


# Words and figures


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("8412", None, "8,412"),
        ("176", 1, "176.0"),
        (Decimal("0.05"), None, "0.05"),
        (0, None, "0"),
        (None, 1, "—"),
        ("", None, "—"),
        ("约 40", None, "约 40"),
        ("NaN", None, "NaN"),
    ],
)
def test_figures_are_parted_and_never_invented(value: object, places: int | None, text: str) -> None:
    assert paper.figure(value, places) == text


@pytest.mark.parametrize(
    ("baseline", "target", "text"),
    [("52", "4", "−92.3%"), ("100", "150", "+50.0%"), ("3", "3", "0.0%"), ("0", "5", "—"), ("", "5", "—")],
)
def test_a_change_is_that_of_the_figure_as_it_stands(baseline: str, target: str, text: str) -> None:
    assert paper.relative_change(baseline, target) == text


def test_half_as_much_again_of_throughput_is_a_third_less_of_time() -> None:
    assert paper.relative_change("100", "150") == "+50.0%"
    assert paper.relative_change("60", "40") == "−33.3%"


def test_hashes_have_a_short_a_middle_and_a_long_form() -> None:
    value = "7c4e19d2" + "0" * 48 + "b09d2a61"
    assert paper.hash_short(value) == "7c4e19d2"
    assert paper.hash_ends(value) == "7c4e19d2…b09d2a61"
    assert paper.hash_groups(value).split(" ") == ["7c4e19d2", *["00000000"] * 6, "b09d2a61"]


def test_days_lose_their_hours_and_a_missing_day_is_a_dash() -> None:
    assert paper.day(CREATED) == paper.day(CREATED.date()) == paper.day("2026-11-20") == "2026-11-20"
    assert paper.day(None) == paper.day("") == "—"


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert paper.label("urgent", "priority") == "urgent"
    assert paper.label("", "priority") == paper.label(None, "priority") == "—"


def test_words_follow_the_language() -> None:
    with translation.override("en"):
        assert paper.label("high", "priority") == "High"
        assert paper.page_words() == ("Page ", " of ", "")


# Numbering


def test_chapters_sections_tables_and_figures_are_numbered_as_they_come() -> None:
    outline = paper.Outline()
    with translation.override("en"):
        numbers = [
            outline.chapter("a", "a").number,
            outline.table("t").number,
            outline.section("b", "b").number,
            outline.section("c", "c").number,
            outline.table("t").number,
            outline.chapter("d", "d").number,
            outline.section("e", "e").number,
            outline.figure("f").number,
            outline.appendix("g", "g").number,
            outline.table("t").number,
        ]
    assert numbers == ["1", "Table 1-1", "1.1", "1.2", "Table 1-2", "2", "2.1", "Figure 2-1", "", "Table A-1"]
    assert [heading.anchor for heading in outline.headings] == ["a", "b", "c", "d", "e", "g"]
    assert len({heading.anchor for heading in outline.tables}) == len(outline.tables)


def test_a_heading_is_escaped() -> None:
    template = Template('{% load paper %}{% numbered %}{% chapter title "x" %}{% endnumbered %}{{ body }}')
    body = template.render(Context({"title": "<script>", "content": {}}))
    assert body == '<h1 id="x">1 &lt;script&gt;</h1>'


# Small tables


def record(code: str, **facts: Any) -> dict[str, Any]:
    return {"code": code, **facts}


def test_a_crosstab_counts_every_record_once_and_keeps_the_order_of_labels() -> None:
    records = [
        record("1", priority="low", kind="data"),
        record("2", priority="high", kind="data"),
        record("3", priority="high", kind="security"),
        record("4", priority="strange", kind="data"),
    ]
    table = paper.crosstab(records, down="priority", across="kind")
    assert [row.total for row in table.rows] == [2, 0, 1, 1]
    assert table.rows[3].label == "strange"
    assert table.foot.counts == [0, 0, 1, 3, 0]
    assert table.foot.total == 4


def test_subtotals_add_up_with_the_largest_first() -> None:
    records = [
        record("1", department="甲", hours="1.5"),
        record("2", department="乙", hours="6"),
        record("3", department="甲", hours="0.5"),
        record("4", department=None, hours=None),
    ]
    groups = paper.subtotals(records, by="department", of="hours")
    assert [(group.name, group.count, group.total, group.share) for group in groups] == [
        ("乙", 1, Decimal(6), "75.0%"),
        ("甲", 2, Decimal("2.0"), "25.0%"),
        ("—", 1, Decimal(0), "0.0%"),
    ]
    assert paper.total(records, "hours") == Decimal("8.0")


def test_subtotals_of_nothing_have_no_share() -> None:
    (group,) = paper.subtotals([record("1", department="甲", hours="0")], by="department", of="hours")
    assert group.share == "—"


PLACES = [record(code, name=code) for code in ("S-1", "S-2", "S-3", "S-4")]
FLOWS = [
    record("INT-001", source="S-1", target="S-2", direction="one_way"),
    record("INT-002", source="S-2", target="S-3", direction="two_way"),
    record("INT-010", source="S-1", target="S-2", direction="one_way"),
]


def test_a_matrix_shows_numbers_where_they_flow_and_both_ways_twice() -> None:
    (block,) = paper.matrix(PLACES, FLOWS)
    assert [head["code"] for head in block.heads] == ["S-1", "S-2", "S-3"]
    assert [row.cells for row in block.rows] == [[None, ["001", "010"], []], [[], None, ["002"]], [[], ["002"], None]]


def test_a_wide_matrix_is_cut_into_blocks_with_every_source() -> None:
    blocks = paper.matrix(PLACES, FLOWS, width=2)
    assert [len(block.heads) for block in blocks] == [2, 1]
    assert [len(block.rows) for block in blocks] == [3, 3]


def test_who_cites_a_code_is_found_in_lists_and_single_fields() -> None:
    records = [record("REQ-1", goals=["G-1"]), record("REQ-2", goals=[]), record("REQ-3", goals="G-1")]
    assert paper.citing(records, "goals", "G-1") == ["REQ-1", "REQ-3"]


def test_only_codes_the_paper_describes_become_links() -> None:
    template = Template("{% load paper %}{{ codes|refs:known }}")
    with translation.override("en"):
        text = template.render(Context({"codes": ["REQ-1", "<b>"], "known": frozenset({"REQ-1"})}))
    assert text == '<a href="#REQ-1">REQ-1</a>, &lt;b&gt;'
    assert template.render(Context({"codes": None, "known": frozenset()})) == "—"


def test_states_without_a_watermark_have_none() -> None:
    template = Template("{% load paper %}{% watermark state %}")
    assert template.render(Context({"state": ""})) == ""
    assert template.render(Context({"state": "<x>"})) == ""
    for state in paper.WATERMARKS:
        assert template.render(Context({"state": state})).startswith("<style>@page")
