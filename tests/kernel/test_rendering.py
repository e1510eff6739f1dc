"""Papers: the same bytes each time, nothing fetched, fonts and data inside, and the small parts they are made of."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from governance_app.paper import rendering
from governance_app.paper.rendering import EmbeddedFile, ForbiddenAddress, check_address, pdf_render, qr_svg

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
    root = Path(rendering.__file__).resolve().parents[2]
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
