"""Importing: checked first, each fault named by row, column and reason; then all of it or nothing."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance_app.base.tabular import table_read
from governance_app.errors import Refusal
from governance_app.exchange.models import ImportBatch
from governance_app.exchange.states import BatchState
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.people.models import Department
from governance_app.programmes.selectors import access_for
from governance_app.records.imports import batch_apply
from governance_app.records.services import record_create, record_remove
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.models import Goal, Interaction, PainPoint, Requirement, System
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast
from tests.factories.records import GoalFactory, PainPointFactory, RequirementFactory, SystemFactory
from tests.records.conftest import Upload, count, every
from tests.records.tables import csv_file, places, reason, titles, xlsx_file

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_too]

REQUIREMENT = ("code", "title", "kind", "owner_department", "priority", "acceptance", "systems")


def twenty(cast: Cast) -> tuple[list[str], list[list[str]], dict[int, tuple[str, str]]]:
    """Thirty rows of which twenty are faulty in twenty ways; by row the column and a word of the reason."""
    headers = titles(REQUIREMENTS, *REQUIREMENT)
    system = SystemFactory(access=cast.access(cast.owner), name="财务系统").code
    good = ["", "同步订单", "功能", "财务部", "高", "一分钟内同步", system]
    faulty: list[tuple[dict[str, str], str, str]] = [
        ({"title": ""}, "title", "请填写"),
        ({"title": "长" * 121}, "title", "120"),
        ({"kind": "漂亮"}, "kind", "漂亮"),
        ({"kind": ""}, "kind", "请填写"),
        ({"owner_department": "销售部"}, "owner_department", "销售部"),
        ({"owner_department": ""}, "owner_department", "请填写"),
        ({"owner_department": "D-NO"}, "owner_department", "D-NO"),
        ({"priority": "紧急"}, "priority", "紧急"),
        ({"priority": "1"}, "priority", "1"),
        ({"priority": ""}, "priority", "请填写"),
        ({"systems": "SYS-999"}, "systems", "SYS-999"),
        ({"systems": f"{system}；SYS-998"}, "systems", "SYS-998"),
        ({"code": "PP-001"}, "code", "REQ-001"),
        ({"code": "REQ-X"}, "code", "REQ-001"),
        ({"code": "req-001"}, "code", "REQ-001"),
        ({"code": "REQ-"}, "code", "REQ-001"),
        ({"code": "REQ-1234567"}, "code", "REQ-001"),
        ({"code": "REQ-000"}, "code", "REQ-001"),
        ({"code": "REQ-077"}, "code", "REQ-077"),
        ({"acceptance": "长" * 20_001}, "acceptance", "20000"),
    ]
    rows, expected = [], {}
    named = dict(zip(REQUIREMENT, titles(REQUIREMENTS, *REQUIREMENT), strict=True))
    rows.append([*["REQ-077"], *good[1:]])
    for change, column, word in faulty:
        values = dict(zip(REQUIREMENT, good, strict=True)) | change
        rows.append([values[name] for name in REQUIREMENT])
        expected[len(rows) + 1] = (named[column], word)
        if len(rows) % 2:
            rows.append(list(good))
    return headers, rows, expected


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_twenty_faulty_rows_are_named_and_nothing_is_saved(cast: Cast, upload: Upload, form: str):
    headers, rows, expected = twenty(cast)
    assert len(expected) == 20
    data = xlsx_file(headers, rows) if form == "xlsx" else csv_file(headers, rows)
    before, entries = count(REQUIREMENTS), Entry.objects.count()
    batch = upload(REQUIREMENTS, data, f"需求.{form}")
    assert (batch.state, batch.faulty, batch.total) == (BatchState.FAULTY, 20, len(rows))
    assert places(batch.report) == {(row, column) for row, (column, _word) in expected.items()}
    for row, (column, word) in expected.items():
        assert word in reason(batch.report, row, column).replace(",", ""), (row, reason(batch.report, row, column))
    with pytest.raises(Refusal):
        batch_apply(batch=batch, access=cast.access(cast.owner))
    assert count(REQUIREMENTS) == before
    assert Entry.objects.count() == entries


def test_the_page_shows_faults_offers_them_as_a_file_and_takes_the_corrected_file(client, cast: Cast):
    client.force_login(cast.owner)
    headers, rows, expected = twenty(cast)
    page = reverse("requirements:requirements-import", args=[cast.programme.slug])
    answer = client.post(page, {"file": SimpleUploadedFile("需求.xlsx", xlsx_file(headers, rows))})
    assert answer.status_code == 302
    preview = client.get(answer.headers["Location"])
    body = preview.content.decode()
    assert preview.status_code == 200
    assert preview.context["batch"]["faulty"] == 20
    assert preview.context["apply_url"] == ""
    for row, (column, _word) in expected.items():
        assert f'<td class="sg-row-no">{row}</td><td class="sg-nowrap">{column}</td>' in body
    faults = client.get(preview.context["errors_url"])
    assert faults.headers["Content-Disposition"].startswith("attachment")
    table = table_read(faults.content, "faults.xlsx")
    assert {(int(row), column) for row, column, _value, _reason in table.rows} == {
        (row, column) for row, (column, _word) in expected.items()
    }
    corrected = [row for number, row in enumerate(rows, 2) if number not in expected]
    answer = client.post(page, {"file": SimpleUploadedFile("需求.xlsx", xlsx_file(headers, corrected))})
    preview = client.get(answer.headers["Location"])
    assert count(REQUIREMENTS) == 0, "a preview writes nothing"
    assert preview.context["batch"]["created"] == len(corrected)
    answer = client.post(preview.context["apply_url"], follow=True)
    assert answer.status_code == 200
    assert count(REQUIREMENTS) == len(corrected)
    again = client.post(preview.context["apply_url"], follow=True)
    assert count(REQUIREMENTS) == len(corrected), "a second press writes nothing"
    assert again.status_code == 200
    assert ledger_break() is None


def test_an_import_is_one_ledger_row_with_the_file_hash_and_gives_every_record_its_history(
    cast: Cast, imported: Upload
):
    batch = imported(SYSTEMS, csv_file(titles(SYSTEMS, "name"), [["一"], ["二"]]), "系统.csv")
    entry = Entry.objects.get(act="systems.imported")
    assert (entry.subject_hash, entry.subject_label) == (batch.file.sha256, "系统.csv")
    for system in System.objects.all():
        assert [row.history_user for row in system.history.all()] == [cast.owner]
        assert "系统.csv" in system.history.get().history_change_reason
        assert (system.created_by, system.updated_by) == (cast.owner, cast.owner)
    imported(SYSTEMS, csv_file(titles(SYSTEMS, "code", "name"), [["SYS-001", "改名"]]), "改.csv")
    changed = System.objects.get(code="SYS-001")
    assert (changed.name, changed.version, changed.history.count()) == ("改名", 2, 2)
    assert System.objects.get(code="SYS-002").version == 1


def test_codes_are_numbered_on_from_the_highest_given(cast: Cast, imported: Upload):
    imported(SYSTEMS, csv_file(titles(SYSTEMS, "code", "name"), [["SYS-040", "四十"], ["", "下一个"]]))
    assert set(System.objects.values_list("code", "name")) == {("SYS-040", "四十"), ("SYS-041", "下一个")}
    assert SystemFactory(access=cast.access(cast.owner)).code == "SYS-042"


def test_the_code_of_a_removed_record_is_never_used_again(cast: Cast, upload: Upload):
    access = cast.access(cast.owner)
    gone = SystemFactory(access=access).code
    record_remove(kind=SYSTEMS, access=access, code=gone, version=None)
    batch = upload(SYSTEMS, csv_file(titles(SYSTEMS, "code", "name"), [[gone, "又来"]]))
    assert places(batch.report) == {(2, titles(SYSTEMS, "code")[0])}
    with pytest.raises(Refusal):
        record_create(kind=SYSTEMS, access=access, values={"name": "又来"}, code=gone)
    assert count(SYSTEMS) == 0


def test_a_code_twice_in_one_file_names_the_row_it_stands_in_first(upload: Upload):
    rows = [["SYS-005", "一"], ["SYS-006", "二"], ["SYS-005", "三"]]
    batch = upload(SYSTEMS, csv_file(titles(SYSTEMS, "code", "name"), rows))
    assert places(batch.report) == {(4, titles(SYSTEMS, "code")[0])}
    assert "2" in reason(batch.report, 4, titles(SYSTEMS, "code")[0])


@pytest.mark.parametrize("word", ["高", "high", "HIGH", "High", " 高 "])
def test_choices_are_taken_by_code_and_by_name_in_either_language(cast: Cast, imported: Upload, word: str):
    headers = titles(REQUIREMENTS, "title", "owner_department", "priority")
    imported(REQUIREMENTS, csv_file(headers, [["同步", "D-FIN", word]]))
    assert Requirement.objects.get().priority == "high"


def test_a_priority_outside_the_three_is_named_with_row_column_and_what_is_allowed(upload: Upload):
    headers = titles(REQUIREMENTS, "title", "owner_department", "priority")
    batch = upload(REQUIREMENTS, csv_file(headers, [["一", "财务部", "中"], ["二", "财务部", "特急"]]))
    assert batch.report["faults"] == [
        {"row": 3, "column": "优先级", "value": "特急", "reason": batch.report["faults"][0]["reason"]}
    ]
    for word in ("特急", "高", "中", "低"):
        assert word in batch.report["faults"][0]["reason"]


def test_references_are_taken_by_code_or_by_a_name_only_one_carries(cast: Cast, imported: Upload, upload: Upload):
    access = cast.access(cast.owner)
    one, two = SystemFactory(access=access, name="财务"), SystemFactory(access=access, name="人事")
    headers = titles(
        PAIN_POINTS, "title", "process", "department", "minutes_lost", "people_affected", "times_per_month"
    )
    headers += titles(PAIN_POINTS, "systems")
    row = ["录入", "报销", "财务部", "12", "40", "22"]
    imported(PAIN_POINTS, csv_file(headers, [[*row, f"财务、{two.code}"]]))
    point = PainPoint.objects.get()
    assert point.links == {"systems": [one.code, two.code]}
    assert set(point.systems.all()) == {one, two}
    assert point.hours_per_month == Decimal(176)
    SystemFactory(access=access, name="财务")
    batch = upload(PAIN_POINTS, csv_file(headers, [[*row, "财务"]]))
    assert places(batch.report) == {(2, titles(PAIN_POINTS, "systems")[0])}, "two carry the name now"


def test_records_and_departments_of_another_programme_are_not_known_here(cast: Cast, upload: Upload):
    foreign = access_for(cast.stranger, cast.other_programme.slug)
    for number in range(3):
        SystemFactory(access=foreign, name=f"外厂系统 {number}")
    Department.objects.create(code="D-OUT", name="外部门")
    headers = titles(REQUIREMENTS, "title", "owner_department", "systems")
    rows = [["一", "D-FIN", "SYS-003"], ["二", "D-FIN", "外厂系统 1"], ["三", "D-OUT", ""], ["四", "外部门", ""]]
    batch = upload(REQUIREMENTS, csv_file(headers, rows))
    systems, owner = titles(REQUIREMENTS, "systems", "owner_department")
    assert places(batch.report) == {(2, systems), (3, systems), (4, owner), (5, owner)}
    batch = upload(SYSTEMS, csv_file(titles(SYSTEMS, "code", "name"), [["SYS-001", "我的"]]))
    assert (batch.state, batch.created, batch.changed) == (BatchState.READY, 1, 0), "codes are counted per programme"
    assert batch_apply(batch=batch, access=cast.access(cast.owner)).state == BatchState.APPLIED
    assert System.objects.filter(code="SYS-001").count() == 2
    assert System.objects.get(code="SYS-001", programme=cast.other_programme).name == "外厂系统 0"


def test_an_interaction_of_a_system_with_itself_is_refused_in_its_row(cast: Cast, upload: Upload):
    access = cast.access(cast.owner)
    one, two = SystemFactory(access=access), SystemFactory(access=access)
    headers = titles(INTERACTIONS, "business_object", "source", "target")
    batch = upload(INTERACTIONS, csv_file(headers, [["甲", one.code, two.code], ["乙", one.code, one.code]]))
    assert places(batch.report) == {(3, titles(INTERACTIONS, "target")[0])}
    assert not Interaction.objects.exists()


def test_a_goal_needs_a_unit_and_a_target_on_the_right_side(upload: Upload):
    names = ("statement", "metric", "unit", "direction", "owner_department", "baseline_value", "target_value")
    rows = [
        ["一", "时长", "", "越低越好", "财务部", "4", "2"],
        ["二", "时长", "天", "decrease", "财务部", "4", "4"],
        ["三", "数量", "单", "increase", "财务部", "4", "2"],
        ["四", "数量", "单", "increase", "财务部", "4", "很多"],
    ]
    batch = upload(GOALS, csv_file(titles(GOALS, *names), rows))
    unit, target = titles(GOALS, "unit", "target_value")
    assert places(batch.report) >= {(2, unit), (3, target), (4, target), (5, target)}
    assert not Goal.objects.exists()


def test_negative_and_endless_numbers_are_refused(upload: Upload):
    names = ("title", "process", "department", "minutes_lost", "people_affected", "times_per_month")
    rows = [
        ["一", "报销", "财务部", "-1", "3", "2"],
        ["二", "报销", "财务部", "NaN", "3", "2"],
        ["三", "报销", "财务部", "1", "3.5", "2"],
        ["四", "报销", "财务部", "1e9", "3", "2"],
        ["五", "报销", "财务部", "1", "9" * 20, "2"],
        ["六", "报销", "财务部", "1", "3", "0.001"],
    ]
    batch = upload(PAIN_POINTS, csv_file(titles(PAIN_POINTS, *names), rows))
    assert {row for row, _column in places(batch.report)} == {2, 3, 4, 5, 6, 7}


def test_a_contributor_imports_for_the_own_department_alone(cast: Cast, upload: Upload, imported: Upload):
    owned = PainPointFactory(access=cast.access(cast.owner), department=cast.personnel)
    names = ("code", "title", "process", "department", "minutes_lost", "people_affected", "times_per_month")
    headers, figures = titles(PAIN_POINTS, *names), ["12", "40", "22"]
    rows = [["", "自己的", "报销", "财务部", *figures], ["", "别人的", "入职", "人力资源部", *figures]]
    rows += [[owned.code, "改别人的", "入职", "财务部", *figures]]
    batch = upload(PAIN_POINTS, csv_file(headers, rows), user=cast.key_user)
    department = titles(PAIN_POINTS, "department")[0]
    assert {row for row, _column in places(batch.report)} == {3, 4}
    assert (3, department) in places(batch.report)
    imported(PAIN_POINTS, csv_file(headers, rows[:1]), user=cast.key_user)
    assert PainPoint.objects.get(title="自己的").created_by == cast.key_user
    owned.refresh_from_db()
    assert owned.department == cast.personnel


def test_who_may_not_write_may_not_import(cast: Cast, upload: Upload):
    for user in (cast.auditor, cast.chair):
        with pytest.raises(Refusal):
            upload(SYSTEMS, csv_file(titles(SYSTEMS, "name"), [["一"]]), user=user)
    with pytest.raises(Refusal):
        upload(SYSTEMS, csv_file(titles(SYSTEMS, "name"), [["一"]]), user=cast.key_user)
    assert not ImportBatch.objects.exists()


def test_an_import_that_changes_a_signed_content_opens_the_next_revision(specification, imported: Upload):
    revision = specification.submit()
    headers = titles(REQUIREMENTS, "code", "title", "owner_department", "priority")
    code = specification.requirements[0].code
    imported(REQUIREMENTS, csv_file(headers, [[code, "改过的需求", "财务部", "高"]]))
    revision.refresh_from_db()
    assert revision.state == "superseded"
    assert revision.document.revisions.get(number=2).state == "draft"


def test_columns_that_are_not_there_keep_their_values(cast: Cast, imported: Upload):
    access = cast.access(cast.owner)
    system = SystemFactory(access=access)
    goal = GoalFactory(access=access, owner_department=cast.it)
    requirement = RequirementFactory(
        access=access, owner_department=cast.it, systems=[system], goals=[goal], priority="high", acceptance="可验"
    )
    headers = titles(REQUIREMENTS, "code", "title", "owner_department")
    imported(REQUIREMENTS, csv_file(headers, [[requirement.code, "新标题", "D-IT"]]))
    requirement.refresh_from_db()
    assert (requirement.title, requirement.priority, requirement.acceptance) == ("新标题", "high", "可验")
    assert requirement.links["systems"] == [system.code]
    assert requirement.links["goals"] == [goal.code]
    assert list(requirement.systems.all()) == [system]
    assert list(requirement.goals.all()) == [goal]


def test_a_file_checked_before_others_wrote_is_checked_again_when_it_is_applied(cast: Cast, upload: Upload):
    system = SystemFactory(access=cast.access(cast.owner))
    headers = titles(REQUIREMENTS, "title", "owner_department", "systems")
    batch = upload(REQUIREMENTS, csv_file(headers, [["一", "财务部", system.code]]))
    assert batch.state == BatchState.READY
    record_remove(kind=SYSTEMS, access=cast.access(cast.owner), code=system.code, version=None)
    batch = batch_apply(batch=batch, access=cast.access(cast.owner))
    assert batch.state == BatchState.FAULTY
    assert count(REQUIREMENTS) == 0


def test_an_import_is_seen_by_the_one_who_uploaded_it_alone(client, cast: Cast, upload: Upload):
    batch = upload(SYSTEMS, csv_file(titles(SYSTEMS, "name"), [["一"]]))
    url = reverse("requirements:systems-import-preview", args=[cast.programme.slug, batch.pk])
    client.force_login(cast.owner)
    assert client.get(url).status_code == 200
    client.force_login(cast.it_lead)
    assert client.get(url).status_code == 404
    other_kind = reverse("requirements:goals-import-preview", args=[cast.programme.slug, batch.pk])
    client.force_login(cast.owner)
    assert client.get(other_kind).status_code == 404


def test_everything_stays_as_it_was_when_the_last_row_fails(cast: Cast, upload: Upload):
    system = SystemFactory(access=cast.access(cast.owner), name="老名")
    before = every(SYSTEMS)
    headers = titles(SYSTEMS, "code", "name", "user_count")
    upload(SYSTEMS, csv_file(headers, [[system.code, "新名", "1"], ["", "新建", "2"], ["", "坏", "许多"]]))
    assert every(SYSTEMS) == before
