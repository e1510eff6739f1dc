"""The steps of a process are part of the baseline like a requirement: on no path are they changed without a request."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance_app.documents.models import Revision
from governance_app.errors import Refusal
from governance_app.exchange.models import ImportBatch
from governance_app.ledger.models import Entry
from governance_app.programmes.services.policy import policy_change
from governance_app.records.services import record_create, record_move, record_revise
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.services import change_decide
from requirements_app.models import ChangeRequest, Process
from requirements_app.needs.kinds.interviews import INTERVIEWS
from requirements_app.processes.kinds import PROCESSES
from requirements_app.processes.rules import Exit, Step, StepLane
from requirements_app.processes.selectors import steps_by_process
from requirements_app.processes.services import process_steps_write
from tests.conftest import Cast, Specification
from tests.factories.bpmn import bpmn_file
from tests.factories.records import ChangeRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_too]


def steps_of(cast: Cast, action: str = "录入") -> list[Step]:
    finance = StepLane("department", cast.finance.name, cast.finance.code)
    personnel = StepLane("department", cast.personnel.name, cast.personnel.code)
    return [
        Step("1", "start", StepLane("role", "报销人"), exits=(Exit("2"),)),
        Step("2", "task", personnel, action, exits=(Exit("3"),)),
        Step("3", "end", finance),
    ]


def write(cast: Cast, process: Process, action: str = "核对", reason: str = "") -> Process:
    access = cast.access(cast.it_lead)
    return process_steps_write(
        access=access, code=process.code, steps=steps_of(cast, action), version=None, reason=reason
    )


def allowed(cast: Cast, **listed: Any) -> ChangeRequest:
    access = cast.access(cast.owner)
    change = ChangeRequestFactory(access=access, department=cast.finance, **listed)
    record_move(kind=CHANGES, access=access, code=change.code, move="submit", version=None)
    return change_decide(
        access=cast.access(cast.chair), code=change.code, accept=True, version=None, reason="同意", method="password"
    )


@pytest.fixture
def process(specification: Specification) -> Process:
    """The process of the signed specification, with steps."""
    found = write(specification.cast, specification.processes[0], "录入")
    specification.approve(specification.submit())
    return found


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def unchanged(cast: Cast, process: Process) -> bool:
    process.refresh_from_db()
    return process.version == 2 and steps_by_process([process])[process.pk] == steps_of(cast)


def test_its_steps_are_written_under_an_accepted_request_that_lists_it(cast: Cast, process: Process) -> None:
    count = Entry.objects.count()
    with pytest.raises(Refusal) as caught:
        write(cast, process)
    assert caught.value.code == "baseline"
    assert caught.value.extra["url"].endswith("change-requests/new/?processes=PROC-001")
    assert unchanged(cast, process)
    assert Entry.objects.count() == count
    change = allowed(cast, processes=[process])
    written = write(cast, process, reason="减少重复核对")
    assert written.history.latest().history_change_reason == "CR-001：减少重复核对"
    assert list(change.applications.values_list("kind", "code", "version", "act")) == [
        ("processes", "PROC-001", 3, "steps-revised")
    ]


def test_equal_steps_need_no_request(cast: Cast, process: Process) -> None:
    assert write(cast, process, "录入").version == 2


def test_its_form_and_new_processes_are_guarded_too(cast: Cast, process: Process) -> None:
    access = cast.access(cast.it_lead)
    with pytest.raises(Refusal) as caught:
        record_revise(kind=PROCESSES, access=access, code=process.code, values={"title": "新名"}, version=None)
    assert caught.value.code == "baseline"
    values = {"title": "新流程", "variant": "as_is", "owner_department": cast.finance}
    with pytest.raises(Refusal) as caught:
        record_create(kind=PROCESSES, access=access, values=values)
    assert caught.value.code == "baseline"
    change = allowed(cast, extent="with_new")
    made: Any = record_create(kind=PROCESSES, access=access, values=values)
    assert write(cast, made, reason="随新流程").version == 2
    assert list(change.applications.values_list("code", "act")) == [
        (made.code, "created"),
        (made.code, "steps-revised"),
    ]


def test_the_page_says_so_before_and_keeps_what_was_typed(cast: Cast, process: Process) -> None:
    client, place = client_of(cast.it_lead), reverse("requirements:processes-steps", args=["office", process.code])
    page = client.get(place)
    assert "change-requests/new/?processes=PROC-001" in page.content.decode()
    rows = {"version": "2", "rows": "3", "act": "save", "reason": ""}
    for place_, row in enumerate(steps_of(cast, "改为核对")):
        out = "\n".join(each.target for each in row.exits)
        values = {"key": row.key, "kind": row.kind, "lane": row.lane.name, "action": row.action, "exits": out}
        rows |= {f"s{place_}-{name}": value for name, value in values.items()}
    refused = client.post(place, rows)
    assert refused.status_code == 422
    assert "改为核对" in refused.content.decode()
    assert "已纳入基线" in refused.content.decode()
    assert unchanged(cast, process)
    allowed(cast, processes=[process])
    assert client.post(place, rows).status_code == 302


def test_a_drawing_does_not_get_round_it(cast: Cast, process: Process) -> None:
    client = client_of(cast.it_lead)
    upload = reverse("requirements:processes-bpmn-upload", args=["office", process.code])
    answer = client.post(upload, {"file": SimpleUploadedFile("流程.bpmn", bpmn_file())})
    preview = answer.headers["Location"]
    assert "change-requests/new/?processes=PROC-001" in client.get(preview).content.decode()
    assert client.post(preview, {"take": "0"}).status_code == 422
    assert ImportBatch.objects.get().state == "ready"
    assert unchanged(cast, process)


def test_the_api_refuses_it_with_the_same_code(cast: Cast, process: Process) -> None:
    client = client_of(cast.it_lead)
    place = f"/api/v1/programmes/office/processes/{process.code}/steps/"
    read = client.get(place)
    body = read.json()
    body["steps"][1]["action"] = "核对"
    answer = client.put(
        place, json.dumps(body), content_type="application/json", headers={"If-Match": read.headers["ETag"]}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "baseline")
    assert unchanged(cast, process)


def test_those_in_whose_lanes_it_runs_sign_again(cast: Cast, specification: Specification, process: Process) -> None:
    change = allowed(cast, processes=[process])
    assert {row["code"] for row in change.impact["departments"]} == {"D-FIN", "D-HR"}
    write(cast, process)
    second: Revision = specification.submit()
    assert {slot.key for slot in second.round.slots.all()} == {"dept:D-FIN", "dept:D-HR"}


def test_interviews_are_guarded_by_the_strictest_policy_alone(
    cast: Cast, specification: Specification, process: Process
) -> None:
    access, interview = cast.access(cast.it_lead), specification.interviews[0]

    def revise(topic: str) -> Any:
        return record_revise(kind=INTERVIEWS, access=access, code=interview.code, values={"topic": topic}, version=None)

    assert revise("报销与付款").version == 2
    strict = {"requirements.control": 2}
    policy_change(programme=cast.programme, values=strict, version=None, reason="严格控制", actor=cast.owner)
    with pytest.raises(Refusal) as caught:
        revise("报销")
    assert caught.value.code == "baseline"
    allowed(cast, interviews=[interview])
    assert revise("报销").version == 3
