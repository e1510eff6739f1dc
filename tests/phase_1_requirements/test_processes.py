"""Processes with their steps: written as one, kept in history and ledger, edited without a script, taken from BPMN."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from governance_app.documents.models import Revision
from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.records.selectors import history_events, history_rows
from governance_app.records.services import record_create, record_remove
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import Process, ProcessStep
from requirements_app.processes.kinds import PROCESSES
from requirements_app.processes.rules import Exit, Step, StepLane
from requirements_app.processes.selectors import steps_by_process
from requirements_app.processes.services import process_steps_write
from requirements_app.specification.documents import SPECIFICATION
from tests.conftest import Cast, Specification
from tests.factories.bpmn import bpmn_file

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_too]


def steps_of(cast: Cast, system: Any) -> list[Step]:
    finance = StepLane("department", cast.finance.name, cast.finance.code)
    return [
        Step("1", "start", StepLane("role", "报销人"), "发生费用", exits=(Exit("2"),)),
        Step("2", "task", finance, "录入", system.code, system.name, (Exit("3", "当月"),), duplicate=True),
        Step("3", "end", StepLane("system", system.name, system.code)),
    ]


@pytest.fixture
def written(specification: Specification) -> Process:
    """The process of the specification with three steps."""
    cast, process = specification.cast, specification.processes[0]
    steps = steps_of(cast, specification.systems[1])
    return process_steps_write(
        access=cast.access(cast.owner), code=process.code, steps=steps, version=1, reason="访谈后整理"
    )


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(cast: Cast, name: str, *parts: Any) -> str:
    return reverse(f"requirements:processes-{name}", args=[cast.programme.slug, *parts])


def test_steps_are_written_with_version_history_and_ledger_and_equal_ones_change_nothing(
    specification: Specification, written: Process
):
    cast, steps = specification.cast, steps_of(specification.cast, specification.systems[1])
    assert written.version == 2
    assert steps_by_process([written])[written.pk] == steps
    latest = history_events(PROCESSES, history_rows(PROCESSES, written, 5))[0]
    assert latest.row.history_change_reason == "访谈后整理"
    assert latest.changes[0][0] == "步骤"
    assert "2 任务 [财务部] 录入 (财务系统) 重复录入 → 3 (当月)" in latest.changes[0][2]
    assert Entry.objects.filter(act="processes.steps-revised", subject=f"processes:{written.code}").count() == 1
    again = process_steps_write(access=cast.access(cast.owner), code=written.code, steps=steps, version=2)
    assert again.version == 2
    row = SPECIFICATION.content(cast.programme)["processes"][0]
    assert [step["key"] for step in row["steps"]] == ["1", "2", "3"]


def test_new_steps_open_the_next_revision_of_the_specification(specification: Specification, written: Process):
    cast = specification.cast
    specification.submit()
    process_steps_write(
        access=cast.access(cast.owner), code=written.code, steps=steps_of(cast, specification.systems[0]), version=2
    )
    assert list(Revision.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_what_is_stale_foreign_unsound_or_not_ones_own_is_refused(specification: Specification, written: Process):
    cast, steps = specification.cast, steps_of(specification.cast, specification.systems[1])
    stranger = StepLane("department", "外部", "D-OUT")
    for who, given, version, code in (
        (cast.owner, steps, 1, "stale"),
        (cast.owner, [*steps[:1], Step("2", "task", stranger, "x", exits=(Exit("3"),)), *steps[2:]], 2, "foreign"),
        (cast.owner, steps[:2], 2, "invalid"),
        (cast.personnel_head, steps[:0], 2, "forbidden"),
    ):
        with pytest.raises(Refusal) as caught:
            process_steps_write(access=cast.access(who), code=written.code, steps=given, version=version)
        assert caught.value.code == code
    written.refresh_from_db()
    assert (written.version, written.steps.count()) == (2, 3)


def test_a_system_a_step_names_cannot_be_removed(specification: Specification):
    cast = specification.cast
    access = cast.access(cast.owner)
    system = record_create(kind=SYSTEMS, access=access, values={"name": "仓储"})
    steps = steps_of(cast, system)
    process_steps_write(access=access, code=specification.processes[0].code, steps=steps, version=None)
    with pytest.raises(Refusal, match="业务流程"):
        record_remove(kind=SYSTEMS, access=access, code=system.code, version=1)


def test_the_database_keeps_a_step_in_one_lane_and_a_process_replaced_once(written: Process):
    step = ProcessStep.objects.filter(lane_kind="role").get()
    step.lane_role = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save()
    other = Process(programme=written.programme, code="PROC-900", title="x", owner_department=written.owner_department)
    other.counterpart = written
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_only_a_to_be_process_replaces_and_only_an_as_is_one_is_replaced(specification: Specification):
    cast, process = specification.cast, specification.processes[0]
    access = cast.access(cast.owner)
    values = {"title": "目标", "owner_department": cast.finance, "counterpart": process}
    with pytest.raises(Refusal) as caught:
        record_create(kind=PROCESSES, access=access, values=values)
    assert "counterpart" in caught.value.fields
    made = record_create(kind=PROCESSES, access=access, values={**values, "variant": "to_be"})
    with pytest.raises(Refusal):
        record_create(kind=PROCESSES, access=access, values={**values, "variant": "to_be", "counterpart": made})
    compared = signed_in(cast.auditor).get(page(cast, "compare", made.code)).content.decode()
    assert process.code in compared


def one_by_one() -> Any:
    """A new process is created, then given its steps, each through its service: the same few reads come again."""
    return zeal_ignore([{"model": "*", "field": "get()"}])


def rows(*rows: dict[str, str], **more: str) -> dict[str, str]:
    """What the table posts."""
    data = {"rows": str(len(rows)), "version": "2", **more}
    for place, row in enumerate(rows):
        data |= {f"s{place}-{name}": value for name, value in row.items()}
    return data


START = {"key": "1", "kind": "start", "lane": "报销人", "exits": "2"}
TASK = {"key": "2", "kind": "task", "lane": "D-FIN", "action": "录入", "system": "财务系统", "exits": "3：当月"}
END = {"key": "3", "kind": "end", "lane": "报销人"}


def test_the_table_adds_moves_and_removes_rows_without_writing(specification: Specification, written: Process):
    cast = specification.cast
    client, url = signed_in(cast.owner), page(cast, "steps", written.code)
    assert client.get(url).status_code == 200
    for act, keys in (("add:0", "1423"), ("up:2", "132"), ("down:0", "213"), ("remove:1", "13"), ("add", "1234")):
        answer = client.post(url, rows(START, TASK, END, act=act))
        assert answer.status_code == 200
        assert "".join(row["key"].value() for row in answer.context["table"].rows) == keys, act
    checked = client.post(url, rows(START, TASK, END, act="check"))
    assert checked.context["checked"]
    assert "<svg" in checked.context["chart"]
    written.refresh_from_db()
    assert written.version == 2


def test_a_fault_keeps_what_was_typed_and_a_sound_table_is_saved(specification: Specification, written: Process):
    cast = specification.cast
    client, url = signed_in(cast.key_user), page(cast, "steps", written.code)
    bad = {**TASK, "exits": "9", "system": "没有的系统"}
    answer = client.post(url, rows(START, bad, END, act="save"))
    assert answer.status_code == 422
    assert "没有的系统" in answer.content.decode()
    answer = client.post(url, rows(START, {**TASK, "exits": "9"}, END, act="save"))
    assert "指向步骤 9" in answer.content.decode()
    assert client.post(url, rows(START, TASK, END, act="save", reason="复核")).status_code == 302
    steps = steps_by_process([written])[written.pk]
    assert (steps[1].lane.code, steps[1].system_name, steps[1].exits) == ("D-FIN", "财务系统", (Exit("3", "当月"),))
    stale = client.post(url, rows(START, END, {**END, "key": "2"}, act="save"))
    assert stale.status_code == 422
    assert signed_in(cast.personnel_head).get(url).status_code == 404


def test_a_bpmn_file_is_previewed_then_becomes_a_new_process_once(specification: Specification):
    cast = specification.cast
    client = signed_in(cast.owner)
    url = page(cast, "bpmn-new")
    broken = client.post(url, {"file": SimpleUploadedFile("a.bpmn", b"<!DOCTYPE a><a/>")})
    assert broken.status_code == 422
    assert "文档类型" in broken.content.decode()
    shown = client.post(url, {"file": SimpleUploadedFile("报销.bpmn", bpmn_file())}, follow=True)
    text = shown.content.decode()
    assert all(word in text for word in ("填写报销单", "dataObject", "messageFlow", "财务部"))
    assert Process.objects.count() == 1
    preview = shown.redirect_chain[-1][0]
    assert signed_in(cast.it_lead).get(preview).status_code == 404, "what somebody uploaded is theirs"
    wanted = {"take": "0", "variant": "as_is", "owner_department": "D-FIN"}
    assert client.post(preview, {**wanted, "owner_department": ""}).status_code == 422
    with one_by_one():
        assert client.post(preview, wanted).status_code == 302
    made = Process.objects.latest("pk")
    assert (made.title, made.version, made.steps.count()) == ("报销", 2, 5)
    assert client.post(preview, wanted).status_code == 422
    assert Process.objects.count() == 2
    file = client.get(page(cast, "bpmn-export", made.code))
    assert file.headers["Content-Disposition"].startswith("attachment")
    back = client.post(page(cast, "bpmn-upload", made.code), {"file": SimpleUploadedFile("b.bpmn", file.content)})
    assert client.post(back.headers["Location"], {"take": "0"}).status_code == 302
    made.refresh_from_db()
    assert made.version == 2, "the same steps change nothing"


def test_the_api_reads_and_replaces_steps_and_bpmn(specification: Specification, written: Process):
    cast = specification.cast
    client, base = signed_in(cast.owner), f"/api/v1/programmes/{cast.programme.slug}/processes/{written.code}/"
    read = client.get(f"{base}steps/")
    assert read.headers["ETag"] == '"2"'
    steps = read.json()["steps"]
    assert (steps[1]["lane"], steps[1]["lane_kind"], steps[1]["next"]) == (
        "财务部",
        "department",
        [{"to": "3", "condition": "当月"}],
    )

    def put(tail: str, data: Any, version: int) -> Any:
        headers = {"If-Match": f'"{version}"'}
        return client.put(f"{base}{tail}", data, content_type="application/json", headers=headers)

    assert put("steps/", {"steps": steps[:2]}, 2).status_code == 422
    assert put("steps/", {"steps": steps}, 1).status_code == 412
    changed = [steps[0], {**steps[1], "action": "核对"}, steps[2]]
    assert put("steps/", {"steps": changed, "change_reason": "因"}, 2).json()["version"] == 3
    drawn = client.get(f"{base}bpmn/").json()["xml"]
    assert put("bpmn/", {"xml": drawn}, 3).json()["version"] == 3
    taken = put("bpmn/", {"xml": bpmn_file().decode()}, 3).json()
    assert (taken["version"], len(taken["notes"])) == (4, 6)
    assert signed_in(cast.stranger).get(f"{base}steps/").status_code == 404
