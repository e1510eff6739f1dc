"""Tables read from and written to CSV and XLSX: the only module that knows openpyxl."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from governance_app.base.canonical import decimal_text
from governance_app.errors import Empty, Header, Invalid, TooLong, WrongType

UnknownEncoding = Invalid.coded("encoding")
Damaged = Invalid.coded("damaged")
TooWide = Invalid.coded("too-wide")
Ragged = Invalid.coded("ragged")
NotCsv = Invalid.coded("csv")
TooMuchUnpacked = Invalid.coded("bomb")

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
MOST_COLUMNS = 200
MOST_ROWS = 200_000
#: An archive that unpacks to more than this is refused before it is unpacked.
MOST_UNPACKED = 400 * 1024 * 1024
#: A cell that begins with one of these could be taken for a formula by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
#: What XML cannot hold, but for the zero byte, which forms refuse by name.
_UNFIT = re.compile("[^\0\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What archive, inflater, XML parsers and openpyxl raise on a damaged file: they share no base of their own.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    EOFError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and rows of text; ``numbers`` are the rows' numbers in the file, counted as a person does."""

    headers: list[str]
    rows: list[list[str]]
    numbers: list[int]


def table_read(data: bytes, name: str) -> Table:
    """The table in a CSV or XLSX file.

    CSV may be UTF-8 (with or without a byte order mark) or GB18030, parted by commas, semicolons or tabs.
    Every value comes as text, so that leading zeros and long numbers stay. Blank rows are left out. Refuses
    an empty file, one of another type, a damaged or oversized one, headers that stand twice, and rows longer
    than the headers, each with its place.
    """
    if not data.strip():
        raise Empty(_("The file is empty."))
    if data[:4] == b"PK\x03\x04":
        numbered = _xlsx_rows(data)
    elif name.lower().endswith((".csv", ".txt", ".tsv")):
        numbered = _csv_rows(data)
    else:
        raise WrongType(_("Only XLSX and CSV files can be read; %(name)s is neither.") % {"name": name})
    return _table(numbered)


def _table(numbered: Iterable[tuple[int, list[str]]]) -> Table:
    headers: list[str] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, cells in numbered:
        if not any(cells):
            continue
        if not headers:
            headers = [cell.strip() for cell in cells]
            while headers and not headers[-1]:
                headers.pop()
            _check_headers(headers)
            continue
        if len(cells) > len(headers) and any(cells[len(headers) :]):
            text = _("Row %(row)s has %(cells)s cells, but there are %(headers)s columns.")
            raise Ragged(text % {"row": number, "cells": len(cells), "headers": len(headers)})
        if len(rows) >= MOST_ROWS:
            raise TooLong(_("The file has more than %(most)s rows.") % {"most": MOST_ROWS})
        rows.append(cells if len(cells) == len(headers) else (cells + [""] * len(headers))[: len(headers)])
        numbers.append(number)
    if not headers:
        raise Empty(_("The file is empty."))
    return Table(headers, rows, numbers)


def _check_headers(headers: list[str]) -> None:
    if len(headers) > MOST_COLUMNS:
        raise TooWide(_("The file has more than %(most)s columns.") % {"most": MOST_COLUMNS})
    seen: dict[str, int] = {}
    for position, header in enumerate(headers, 1):
        if not header:
            text = _("Column %(column)s has no name in the first row.")
            raise Header(text % {"column": get_column_letter(position)})
        if header in seen:
            text = _("The column “%(name)s” appears twice, in %(one)s and %(two)s.")
            places = {"one": get_column_letter(seen[header]), "two": get_column_letter(position)}
            raise Header(text % {"name": header, **places})
        seen[header] = position


def text_decode(data: bytes) -> str:
    """Text of a file in UTF-8, with or without a byte order mark, or in GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnknownEncoding(_("The file is neither UTF-8 nor GB18030; please save it in one of them."))


def _csv_rows(data: bytes) -> Iterable[tuple[int, list[str]]]:
    text = text_decode(data)
    if "\0" in text:
        raise WrongType(_("The file contains null bytes; it is not a text file."))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        # Rows as a spreadsheet numbers them: a cell of several lines does not make several rows.
        for number, cells in enumerate(reader, 1):
            yield number, [_unguarded(cell) if cell[:1] == "'" else cell for cell in cells]
    except csv.Error as fault:
        text = _("The file cannot be read from row %(row)s on: a quotation mark is not closed or misplaced.")
        raise NotCsv(text % {"row": number + 1}) from fault


def _unguarded(cell: str) -> str:
    # The apostrophe table_write puts before what could be a formula.
    return cell[1:] if _wants_guard(cell) else cell


def _wants_guard(text: str) -> bool:
    # Also behind apostrophes of its own, so that reading takes away the one that writing has put there.
    return text.lstrip("'").startswith(_FORMULA_STARTS)


def _xlsx_rows(data: bytes) -> Iterable[tuple[int, list[str]]]:
    damaged = Damaged(_("The XLSX file is damaged or protected and cannot be read."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise TooMuchUnpacked(_("The XLSX file unpacks to more than is allowed."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except _DAMAGE as fault:
        raise damaged from fault
    try:
        sheet = book.worksheets[0]
        # A sheet may claim any size; only what it really holds is read.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), 1):
            yield number, [_cell_text(cell) for cell in row[: MOST_COLUMNS + 1]]
    except _DAMAGE as fault:
        raise damaged from fault
    finally:
        book.close()


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return decimal_text(Decimal(repr(value)))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def text_plain(text: str) -> str:
    """Text that pages, workbooks and papers all can hold: lines end by a line feed, control characters are gone."""
    # What is printable throughout holds none of either.
    return text if text.isprintable() else _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def value_text(value: Any) -> str:
    """A value as it stands in an exported cell."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value)


def table_write(headers: Sequence[str], rows: Iterable[Sequence[Any]], kind: str, title: str = "") -> bytes:
    """A table as CSV (UTF-8 with a byte order mark, for Excel) or XLSX bytes.

    No cell starts a formula: XLSX cells are text or numbers, and in CSV what could be taken for a formula
    gets an apostrophe before it, which reading takes away again.
    """
    return _csv_bytes(headers, rows) if kind == "csv" else _xlsx_bytes(headers, rows, title)


def _csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_guarded(header) for header in headers])
    writer.writerows([_guarded(value_text(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    return f"'{text}" if _wants_guard(text) else text


def _xlsx_bytes(headers: Sequence[str], rows: Iterable[Sequence[Any]], title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=(title or "Sheet1")[:31])
    sheet.freeze_panes = "A2"
    for position, header in enumerate(headers, 1):
        sheet.column_dimensions[get_column_letter(position)].width = max(12, min(40, len(header) * 2 + 4))
    head = []
    for header in headers:
        cell = WriteOnlyCell(sheet, value=header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EEEBE2")
        head.append(cell)
    sheet.append(head)
    wrap = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        cells = []
        for value in row:
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                cells.append(WriteOnlyCell(sheet, value=value))  # type: ignore[arg-type]
                continue
            cell = WriteOnlyCell(sheet, value=text_plain(value_text(value)))
            # Text stays text, also when it begins with an equals sign.
            cell.data_type = "s"
            if "\n" in value_text(value):
                cell.alignment = wrap
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
