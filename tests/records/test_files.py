"""Files as people have them: encodings, separators, damage, and what only looks like a table."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from governance_app.base.tabular import MOST_COLUMNS, table_read
from governance_app.errors import Refusal
from governance_app.exchange.models import ImportBatch
from governance_app.files.models import StoredFile
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import Requirement, System
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast
from tests.records.conftest import Upload, count
from tests.records.tables import csv_file, titles, with_member, xlsx_file

pytestmark = pytest.mark.django_db

HEADERS = ["系统名称", "厂商", "用户数"]
ROWS = [["财务，总账", "某厂“软件”", "007"], ["人事", "=1+1", "12"]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line", ["\r\n", "\n", "\r"])
def test_encodings_separators_and_line_ends_read_alike(encoding: str, delimiter: str, line: str):
    table = table_read(csv_file(HEADERS, ROWS, encoding=encoding, delimiter=delimiter, line=line), "系统.csv")
    assert (table.headers, table.rows) == (HEADERS, ROWS)


@pytest.mark.parametrize("name", ["a.csv", "A.CSV", "a.txt", "a.tsv"])
def test_text_files_by_their_names(name: str):
    assert table_read(csv_file(HEADERS, ROWS), name).rows == ROWS


def test_a_workbook_is_known_by_its_content_whatever_it_is_called():
    assert table_read(xlsx_file(HEADERS, ROWS), "系统.csv").rows == ROWS
    assert table_read(xlsx_file(HEADERS, ROWS), "系统").rows == ROWS


def test_a_gb18030_file_goes_all_the_way_in(cast: Cast, imported: Upload):
    headers = titles(REQUIREMENTS, "title", "owner_department", "priority")
    imported(REQUIREMENTS, csv_file(headers, [["龘字同步", "财务部", "高"]], encoding="gb18030"))
    assert Requirement.objects.get().title == "龘字同步"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_columns_come_in_any_order_and_language_with_or_without_a_star(cast: Cast, imported: Upload, form: str):
    headers, rows = ["Users", " 系统名称* ", "maker"], [["7", "一", "某厂"]]
    data = xlsx_file(headers, rows) if form == "xlsx" else csv_file(headers, rows)
    imported(SYSTEMS, data, f"x.{form}")
    assert list(System.objects.values_list("name", "maker", "user_count")) == [("一", "某厂", 7)]


def test_blank_rows_are_left_out_and_rows_keep_their_numbers(upload: Upload):
    rows = [["一", "", "1"], ["", "", ""], ["二", "", "许多"]]
    for name, data in (("x.csv", csv_file(HEADERS, rows)), ("x.xlsx", xlsx_file(HEADERS, rows))):
        batch = upload(SYSTEMS, data, name)
        assert batch.total == 2
        assert [fault["row"] for fault in batch.report["faults"]] == [4]


def test_rows_are_counted_as_a_spreadsheet_shows_them_also_after_cells_of_several_lines(upload: Upload):
    headers = titles(SYSTEMS, "name", "modules", "user_count")
    rows = [["一", "总账\n应收\n应付", "1"], ["二", "", "许多"]]
    for name, data in (("x.csv", csv_file(headers, rows)), ("x.xlsx", xlsx_file(headers, rows))):
        assert [fault["row"] for fault in upload(SYSTEMS, data, name).report["faults"]] == [3], name


def workbook_of(content: bytes, *, member: str = SHEET) -> bytes:
    return with_member(xlsx_file(HEADERS, ROWS), member, content)


def encrypted() -> bytes:
    """A workbook whose parts say that they are encrypted."""
    data = bytearray(xlsx_file(HEADERS, ROWS))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def cut_deflate() -> bytes:
    """A workbook with rubbish where its compressed bytes should be."""
    data = bytearray(xlsx_file(HEADERS, ROWS))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry = archive.getinfo(SHEET)
    start = entry.header_offset + 30 + len(entry.filename)
    data[start : start + entry.compress_size] = b"\xff" * entry.compress_size
    return bytes(data)


XLSX = xlsx_file(HEADERS, ROWS)


def plain_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return out.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "'
    + b"ha" * 50
    + b'">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%s;" % (b"%d" % (n - 1) if n else b"") * 20) for n in range(8))
    + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr">'
    b"<is><t>&a7;</t></is></c></row></sheetData></worksheet>"
)

BROKEN = {
    "cut in half": lambda: XLSX[: len(XLSX) // 2],
    "without its end": lambda: XLSX[:-30],
    "an archive of something else": plain_zip,
    "a sheet that is no XML": lambda: workbook_of(b"this is not <xml"),
    "a sheet cut off": lambda: workbook_of(b'<?xml version="1.0"?><worksheet><sheetData><row r="1">'),
    "no XML in the book": lambda: workbook_of(b"<<<", member="xl/workbook.xml"),
    "no XML in the styles": lambda: workbook_of(b"<<<", member="xl/styles.xml"),
    "an unknown cell reference": lambda: workbook_of(
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="1A" t="n"><v>x</v></c></row></sheetData></worksheet>'
    ),
    "a shared string that is not there": lambda: workbook_of(
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>'
    ),
    "encrypted": encrypted,
    "rubbish inside": cut_deflate,
    "no sheet at all": lambda: workbook_of(
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>',
        member="xl/workbook.xml",
    ),
    "entities in entities": lambda: workbook_of(LAUGHS),
}


@pytest.mark.parametrize("damage", BROKEN)
def test_a_damaged_workbook_is_refused_in_words(upload: Upload, damage: str):
    with pytest.raises(Refusal) as refused:
        upload(SYSTEMS, BROKEN[damage](), "系统.xlsx")
    assert refused.value.code in {"damaged", "empty", "type"}
    assert not StoredFile.objects.exists(), "what cannot be read is not kept"


def test_an_archive_bomb_is_refused_before_it_is_unpacked(upload: Upload, monkeypatch):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive, archive.open(SHEET, "w") as part:
        for _ in range(450):
            part.write(b"\0" * 1024 * 1024)
    bomb = out.getvalue()
    assert len(bomb) < 1024 * 1024
    monkeypatch.setattr("governance_app.base.tabular.load_workbook", None)
    with pytest.raises(Refusal) as refused:
        upload(SYSTEMS, bomb, "系统.xlsx")
    assert refused.value.code == "bomb"


def lying_archive() -> bytes:
    """An archive that declares its part smaller than it is."""
    data = bytearray(XLSX)
    with zipfile.ZipFile(io.BytesIO(XLSX)) as archive:
        size = archive.getinfo(SHEET).file_size
    mark = size.to_bytes(4, "little")
    start = data.find(mark)
    while start >= 0:
        data[start : start + 4] = (10).to_bytes(4, "little")
        start = data.find(mark, start + 4)
    return bytes(data)


def test_an_archive_that_lies_about_sizes_is_damaged(upload: Upload):
    with pytest.raises(Refusal) as refused:
        upload(SYSTEMS, lying_archive(), "系统.xlsx")
    assert refused.value.code == "damaged"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("系统.csv", b"", "empty"),
        ("系统.csv", b"  \r\n\r\n", "empty"),
        ("系统.csv", b"\xef\xbb\xbf", "empty"),
        ("系统.xlsx", b"", "empty"),
        ("系统.xlsx", xlsx_file([], []), "empty"),
        ("系统.csv", "系统名称\0,厂商\n一,二\n".encode(), "type"),
        ("系统.csv", "系统名称,厂商\n一,二\0\n".encode(), "type"),
        ("系统.pdf", b"%PDF-1.7 no table", "type"),
        ("系统.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old workbook", "type"),
        ("系统.xlsx", "系统名称\n一\n".encode(), "type"),
        ("系统.exe", b"MZ\x90", "type"),
        ("系统.csv", "系统名称\n一\n".encode("utf-16"), "encoding"),
        ("系统.csv", b"\x81\x00\xff\xfe\xff", "encoding"),
        ("系统.csv", '系统名称,厂商\n"一,二\n三,四\n'.encode(), "csv"),
        ("系统.csv", '系统名称,厂商\n"一"二,三\n'.encode(), "csv"),
        ("系统.csv", "系统名称,厂商\n一,二,三\n".encode(), "ragged"),
        ("系统.csv", "系统名称,系统名称\n一,二\n".encode(), "header"),
        ("系统.csv", "系统名称,,厂商\n一,二,三\n".encode(), "header"),
        ("系统.csv", "系统名称,颜色\n一,红\n".encode(), "header"),
        ("系统.csv", "厂商\n某厂\n".encode(), "header"),
        ("系统.csv", "系统名称,name\n一,二\n".encode(), "header"),
        ("系统.csv", ",".join(f"列{n}" for n in range(MOST_COLUMNS + 1)).encode() + b"\n1\n", "too-wide"),
    ],
)
def test_what_is_no_table_is_refused_with_its_cause(upload: Upload, name: str, data: bytes, code: str):
    with pytest.raises(Refusal) as refused:
        upload(SYSTEMS, data, name)
    assert refused.value.code == code
    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.exists()


def test_refusals_name_the_place(upload: Upload):
    said = {}
    for key, text in {
        "twice": "系统名称,厂商,系统名称\n一,二,三\n",
        "nameless": "系统名称,,厂商\n一,二,三\n",
        "ragged": "系统名称,厂商\n一,二\n三,四,五\n",
        "unknown": "系统名称,颜色\n一,红\n",
        "missing": "厂商\n某厂\n",
    }.items():
        with pytest.raises(Refusal) as refused:
            upload(SYSTEMS, text.encode(), "系统.csv")
        said[key] = str(refused.value)
    assert {"系统名称", "A", "C"} <= set(_words(said["twice"], "系统名称", "A", "C"))
    assert "B" in said["nameless"]
    assert "3" in said["ragged"]
    assert "颜色" in said["unknown"]
    assert "系统名称" in said["missing"]


def _words(text: str, *words: str) -> list[str]:
    return [word for word in words if word in text]


def test_a_header_without_rows_changes_nothing(upload: Upload):
    batch = upload(SYSTEMS, csv_file(HEADERS, []))
    assert (batch.total, batch.created, batch.faulty) == (0, 0, 0)


def test_a_file_over_the_limit_is_refused_by_the_page_with_its_size(client, cast: Cast):
    client.force_login(cast.owner)
    url = reverse("requirements:systems-import", args=[cast.programme.slug])
    big = "系统名称\n".encode() + b"x" * (21 * 1024 * 1024)
    answer = client.post(url, {"file": SimpleUploadedFile("系统.csv", big)})
    assert answer.status_code == 422
    assert "20" in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("name", ["系统.csv", "系统.pdf", "系统.xlsx"])
def test_the_page_refuses_without_a_trace_of_the_fault(client, cast: Cast, name: str):
    client.force_login(cast.owner)
    url = reverse("requirements:systems-import", args=[cast.programme.slug])
    answer = client.post(url, {"file": SimpleUploadedFile(name, b"\x00\x01\x02 rubbish \xff\xfe")})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "sg-errsum" in body
    assert "Traceback" not in body
    for empty in ({}, {"file": SimpleUploadedFile(name, b"")}):
        assert client.post(url, empty).status_code == 422


def test_a_name_with_a_path_or_markup_is_kept_as_plain_text(client, cast: Cast):
    client.force_login(cast.owner)
    url = reverse("requirements:systems-import", args=[cast.programme.slug])
    data = csv_file(titles(SYSTEMS, "name", "user_count"), [["<script>alert(1)</script>", "许多"]])
    answer = client.post(url, {"file": SimpleUploadedFile("<b>x</b>.csv", data)}, follow=True)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>alert(1)" not in body
    assert "<b>x</b>" not in body


def test_a_long_cell_that_csv_cannot_take_is_refused_in_words(upload: Upload):
    limit = csv.field_size_limit()
    with pytest.raises(Refusal) as refused:
        upload(SYSTEMS, csv_file(HEADERS, [["长" * (limit + 1), "", ""]]))
    assert refused.value.code == "csv"


@override_settings(IMPORT_BACKGROUND_ROWS=10)
def test_too_many_rows_are_refused(upload: Upload, monkeypatch):
    monkeypatch.setattr("governance_app.base.tabular.MOST_ROWS", 20)
    with pytest.raises(Refusal) as refused:
        upload(SYSTEMS, csv_file(["系统名称"], [[f"系统 {n}"] for n in range(21)]))
    assert refused.value.code == "too-long"
    assert count(SYSTEMS) == 0
