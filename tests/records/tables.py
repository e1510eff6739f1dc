"""Files to import, made byte by byte, and what an import says about them."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from governance_app.records.registry import RecordKind
from governance_app.records.resources import column_titles

Rows = Sequence[Sequence[Any]]


def titles(kind: RecordKind, *names: str) -> list[str]:
    """The titles of a kind's columns, of all of them where none is named."""
    known = dict(column_titles(kind))
    return [known[name] for name in names or known]


def csv_file(
    headers: Sequence[str], rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",", line: str = "\r\n"
) -> bytes:
    """A CSV file as this or that program writes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line)
    writer.writerow(headers)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_file(headers: Sequence[str], rows: Rows) -> bytes:
    """A workbook as a person fills it: text as text, numbers as numbers."""
    book = Workbook()
    sheet = book.active
    sheet.append(list(headers))
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item.filename, content if item.filename == name else old.read(item.filename))
    return out.getvalue()


def places(report: dict[str, Any]) -> set[tuple[int, str]]:
    """Row and column of every fault."""
    return {(fault["row"], fault["column"]) for fault in report["faults"]}


def reason(report: dict[str, Any], row: int, column: str) -> str:
    """What is said about one cell."""
    return " ".join(fault["reason"] for fault in report["faults"] if fault["row"] == row and fault["column"] == column)
