"""Exporting and importing again changes nothing, whatever stands in the cells."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from governance_app.base.tabular import table_read, table_write
from governance_app.programmes.selectors import access_for
from governance_app.records.forms import RecordForm
from governance_app.records.imports import batch_apply, batch_upload
from governance_app.records.references import References
from governance_app.records.registry import RecordKind, record_kinds
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import Requirement, System
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.records import GoalFactory, InteractionFactory, PainPointFactory, RequirementFactory, SystemFactory
from tests.records.conftest import Upload, every
from tests.records.tables import titles

pytestmark = pytest.mark.django_db

NASTY = [
    "007",
    "=1+1",
    '=HYPERLINK("http://example.com","x")',
    "+86 138 0000 0000",
    "-5",
    "@SUM(A1)",
    "'quoted'",
    "'=1+1",
    "''=1",
    "'",
    "12345678901234567890",
    "1e5",
    "1,000",
    "TRUE",
    "2026-01-05",
    "#N/A",
    '他说"好"，然后；走了、再见',
    "a,b;c\td",
    "<b>&amp;</b>",
    "_x000D_",
    "龘🙂",
    "空 格",
]
LINES = ["总账\n应收\n应付", "=1\n=2", '"引号"\n第二行', "a\n\nb", "-项\n-项"]


def export(client: Any, cast: Cast, kind: RecordKind, form: str) -> bytes:
    answer = client.get(kind.url(cast.programme.slug, tail="export/"), {"format": form})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.content


def unchanged(cast: Cast, upload: Upload, kind: RecordKind, data: bytes, form: str) -> None:
    """An import of the file finds nothing to do, and doing it does nothing."""
    before = every(kind)
    batch = upload(kind, data, f"x.{form}")
    assert batch.report["faults"] == []
    assert (batch.created, batch.changed, batch.unchanged) == (0, 0, batch.total)
    batch_apply(batch=batch, access=cast.access(cast.owner))
    assert every(kind) == before


@pytest.mark.usefixtures("change_request")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", list(record_kinds), ids=record_kinds.codes())
def test_every_kind_comes_back_unchanged(
    client, cast: Cast, specification: Specification, upload: Upload, *, kind: RecordKind, form: str
):
    client.force_login(cast.owner)
    data = export(client, cast, kind, form)
    assert len(table_read(data, f"x.{form}").rows) == kind.model._default_manager.count() > 0
    unchanged(cast, upload, kind, data, form)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_nasty_values_come_back_unchanged(client, cast: Cast, upload: Upload, form: str):
    access = cast.access(cast.owner)
    for text in NASTY:
        SystemFactory(access=access, name=text, maker=text, version_label=text[:40], modules=text, notes=text)
    for text in LINES:
        SystemFactory(access=access, name="多行", modules=text, notes=text)
    client.force_login(cast.owner)
    data = export(client, cast, SYSTEMS, form)
    table = table_read(data, f"x.{form}")
    names = [row[table.headers.index(titles(SYSTEMS, "name")[0])] for row in table.rows]
    assert names == [*NASTY, *["多行"] * len(LINES)]
    unchanged(cast, upload, SYSTEMS, data, form)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_numbers_and_dates_come_back_to_the_last_digit(client, cast: Cast, upload: Upload, form: str):
    access = cast.access(cast.owner)
    for baseline, target in (("0.1000", "0.2"), ("-5", "12345678.1234"), ("0", "9999999999.9999"), ("1", "100")):
        GoalFactory(
            access=access,
            owner_department=cast.it,
            direction="increase",
            baseline_value=Decimal(baseline),
            target_value=Decimal(target),
            measure_by=date(2026, 12, 31),
        )
    GoalFactory(access=access, owner_department=cast.it, baseline_value=None, baseline_date=None, target_value=None)
    PainPointFactory(access=access, department=cast.it, minutes_lost=Decimal("0.50"), times_per_month=Decimal("2.25"))
    client.force_login(cast.owner)
    for kind in (GOALS, record_kinds["pain-points"]):
        unchanged(cast, upload, kind, export(client, cast, kind, form), form)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_lines_typed_into_a_page_come_back_unchanged(client, cast: Cast, upload: Upload, form: str):
    """Browsers end lines with a carriage return; workbooks do not."""
    client.force_login(cast.owner)
    url = reverse("requirements:systems-new", args=[cast.programme.slug])
    values = {"name": "系统", "modules": "总账\r\n应收\r\n应付", "notes": "一\r二", "criticality": "high"}
    values |= {"life_cycle": "keep", "hosting": "saas", "interface_capability": "rest"}
    assert client.post(url, values).status_code == 302
    assert System.objects.get().modules == "总账\n应收\n应付"
    unchanged(cast, upload, SYSTEMS, export(client, cast, SYSTEMS, form), form)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_control_characters_pasted_into_a_page_break_no_export(client, cast: Cast, upload: Upload, form: str):
    client.force_login(cast.owner)
    url = reverse("requirements:systems-new", args=[cast.programme.slug])
    values = {"name": "系统\x0b名\x01", "modules": "总账\x0b应收\x1f", "criticality": "high"}
    values |= {"life_cycle": "keep", "hosting": "saas", "interface_capability": "rest"}
    assert client.post(url, values).status_code == 302
    unchanged(cast, upload, SYSTEMS, export(client, cast, SYSTEMS, form), form)


def test_an_export_in_english_is_taken_back_by_a_chinese_portal(client, cast: Cast, upload: Upload):
    system = SystemFactory(access=cast.access(cast.owner), name="财务")
    RequirementFactory(access=cast.access(cast.owner), owner_department=cast.it, priority="high", systems=[system])
    client.force_login(cast.owner)
    client.cookies["django_language"] = "en"
    data = export(client, cast, REQUIREMENTS, "csv")
    assert b"High" in data
    with translation.override("zh-hans"):
        unchanged(cast, upload, REQUIREMENTS, data, "csv")


def test_exported_cells_start_no_formula(client, cast: Cast):
    for text in NASTY:
        SystemFactory(access=cast.access(cast.owner), name=text)
    client.force_login(cast.owner)
    rows = csv.reader(io.StringIO(export(client, cast, SYSTEMS, "csv").decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    book = load_workbook(io.BytesIO(export(client, cast, SYSTEMS, "xlsx")))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_an_export_holds_what_is_filtered_and_the_file_is_named_after_it(client, cast: Cast):
    access = cast.access(cast.owner)
    for level in ("high", "high", "low"):
        RequirementFactory(access=access, owner_department=cast.it, priority=level)
    client.force_login(cast.owner)
    url = reverse("requirements:requirements-export", args=[cast.programme.slug])
    answer = client.get(url, {"format": "csv", "priority": "high"})
    assert len(table_read(answer.content, "x.csv").rows) == 2
    assert "HC-2026-01-requirements.csv" in answer.headers["Content-Disposition"]
    assert client.get(url).headers["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", list(record_kinds), ids=record_kinds.codes())
def test_the_template_takes_every_column(client, cast: Cast, upload: Upload, kind: RecordKind, form: str):
    client.force_login(cast.owner)
    url = kind.url(cast.programme.slug, tail="import/template/")
    table = table_read(client.get(url, {"format": form}).content, f"x.{form}")
    assert table.headers == titles(kind)
    assert upload(kind, table_write(table.headers, [], form), f"x.{form}").total == 0


def test_records_move_to_an_empty_programme_by_export_and_import(client, cast: Cast):
    access = cast.access(cast.owner)
    one, two = SystemFactory(access=access, name="甲"), SystemFactory(access=access, name="乙")
    requirement = RequirementFactory(access=access, owner_department=cast.it, systems=[two, one], priority="low")
    InteractionFactory(access=access, source=one, target=two, requirement=requirement)
    client.force_login(cast.owner)
    there = access_for(cast.stranger, cast.other_programme.slug)
    for kind in (SYSTEMS, REQUIREMENTS, record_kinds["interactions"]):
        data = export(client, cast, kind, "xlsx")
        batch = batch_upload(kind=kind, access=there, name="x.xlsx", data=data)
        assert batch.report["faults"] == []
        batch_apply(batch=batch, access=there)
    moved = Requirement.objects.get(programme=cast.other_programme)
    assert moved.code == requirement.code
    assert {row.programme for row in moved.systems.all()} == {cast.other_programme}
    assert moved.interactions.get().source.name == "甲"


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
@example(text="\r\n=1")
@example(text="'+1")
def test_any_text_a_form_takes_survives_both_files(cast: Cast, text: str):
    """What the form makes of a text is what comes back from an exported cell through the form."""
    references = References(cast.programme)
    data = {"name": text, "notes": text, "criticality": "high", "life_cycle": "keep"}
    data |= {"hosting": "saas", "interface_capability": "rest"}
    form = RecordForm(SYSTEMS, references, data=data)
    if not form.is_valid():
        return
    stored = (form.cleaned_data["name"], form.cleaned_data["notes"])
    for kind in ("csv", "xlsx"):
        table = table_read(table_write(["name", "notes"], [stored], kind), f"x.{kind}")
        back = RecordForm(SYSTEMS, references, data=data | dict(zip(table.headers, table.rows[0], strict=True)))
        assert back.is_valid()
        assert (back.cleaned_data["name"], back.cleaned_data["notes"]) == stored, kind
