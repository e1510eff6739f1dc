"""Every kind of record, created, read, changed and removed through the API."""

from collections.abc import Callable
from typing import Any

import pytest

from governance_app.ledger.models import Entry
from governance_app.records.registry import RecordKind, record_kinds
from tests.api.conftest import Caller, sample

pytestmark = pytest.mark.django_db

KINDS = list(record_kinds)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.slug for kind in KINDS])


@every_kind
def test_a_record_goes_round(kind: RecordKind, specification: Any, owner: Caller, cast: Any) -> None:
    body = sample(kind, cast.programme)

    made = owner.post(f"{kind.slug}/", {**body, "change_reason": "第一次"})
    assert made.status_code == 201, made.json()
    row = made.json()
    assert {name: row[name] for name in body} == body
    assert row["version"] == 1
    assert row["code"].startswith(f"{kind.prefix}-")
    assert row["created_by"] == row["updated_by"] == str(cast.owner)
    assert made["ETag"] == '"1"'
    assert made["Location"].endswith(f"/{kind.slug}/{row['code']}/")

    read = owner.get(made["Location"])
    assert read.status_code == 200
    assert read.json() == row
    assert read["ETag"] == '"1"'

    title = kind.title_field
    changed = owner.patch(f"{kind.slug}/{row['code']}/", {title: "改过"}, If_Match=read["ETag"])
    assert changed.status_code == 200, changed.json()
    assert changed["ETag"] == '"2"'
    assert changed.json() == {**row, title: "改过", "version": 2, "updated_at": changed.json()["updated_at"]}

    replaced = owner.put(f"{kind.slug}/{row['code']}/", body, If_Match='"2"')
    assert replaced.status_code == 200, replaced.json()
    assert {name: replaced.json()[name] for name in body} == body

    history = owner.get(f"{kind.slug}/{row['code']}/history/").json()["results"]
    assert [(event["version"], event["act"]) for event in history] == [
        (3, "changed"),
        (2, "changed"),
        (1, "created"),
    ]
    assert history[2]["reason"] == "第一次"
    assert [(change["old"], change["new"]) for change in history[1]["changes"]] == [(body[title], "改过")]

    gone = owner.delete(f"{kind.slug}/{row['code']}/?change_reason=多余", If_Match=replaced["ETag"])
    assert gone.status_code == 204
    assert owner.get(f"{kind.slug}/{row['code']}/").status_code == 404
    acts = Entry.objects.filter(subject=f"{kind.slug}:{row['code']}").order_by("pk")
    assert [entry.act.rpartition(".")[2] for entry in acts] == ["created", "revised", "revised", "removed"]


@every_kind
@pytest.mark.usefixtures("change_request")
def test_what_is_read_can_be_sent_back(kind: RecordKind, specification: Any, owner: Caller) -> None:
    """The parts the portal writes are overlooked; nothing has changed, so the version stays."""
    row = owner.get(f"{kind.slug}/").json()["results"][0]
    again = owner.put(f"{kind.slug}/{row['code']}/", row, If_Match=f'"{row["version"]}"')
    assert again.status_code == 200, again.json()
    assert again.json() == row


@every_kind
def test_what_is_left_out_takes_its_default(kind: RecordKind, specification: Any, owner: Caller, cast: Any) -> None:
    body = sample(kind, cast.programme)
    needed = {
        name: value for name, value in body.items() if not kind.field(name).blank and not kind.field(name).has_default()
    }
    made = owner.post(f"{kind.slug}/", needed)
    assert made.status_code == 201, made.json()
    row = made.json()
    for name in set(body) - set(needed):
        default = kind.field(name).get_default() if kind.field(name).has_default() else None
        assert row[name] == (default if default is not None else row[name])
        if name in kind.many:
            assert row[name] == []


@every_kind
def test_nothing_at_all_names_every_field_that_is_needed(
    kind: RecordKind, specification: Any, owner: Caller, cast: Any
) -> None:
    refused = owner.post(f"{kind.slug}/", {})
    assert refused.status_code == 422
    wanted = {name for name in kind.fields if not kind.field(name).blank and not kind.field(name).has_default()}
    assert set(refused.json()["errors"]) == wanted


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", 5),
        ("title", None),
        ("title", ["REQ"]),
        ("title", "长" * 121),
        ("title", "\ud800"),
        ("priority", "urgent"),
        ("priority", None),
        ("owner_department", "D-NIL"),
        ("owner_department", None),
        ("owner_department", 4),
        ("systems", "SYS-001"),
        ("systems", ["SYS-999"]),
        ("systems", [1]),
        ("systems", None),
        ("change_reason", "长" * 1001),
        ("tilte", "a name mistyped"),
        ("programme", "plant"),
    ],
)
def test_errors_stand_by_their_field(specification: Any, owner: Caller, cast: Any, name: str, value: Any) -> None:
    body = {"title": "报销单据只录一次", "owner_department": "D-FIN", name: value}
    refused = owner.post("requirements/", body)
    assert refused.status_code == 422, refused.json()
    assert list(refused.json()["errors"]) == [name]
    assert refused.json()["code"] == "invalid"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minutes_lost", "-1"),
        ("minutes_lost", "twelve"),
        ("minutes_lost", True),
        ("minutes_lost", "1.005"),
        ("people_affected", -4),
        ("people_affected", "4"),
        ("people_affected", 1.5),
        ("people_affected", 10**30),
        ("people_affected", None),
    ],
)
def test_numbers_must_be_numbers(owner: Caller, name: str, value: Any) -> None:
    body = {
        "title": "重复录入",
        "process": "报销",
        "department": "D-FIN",
        "minutes_lost": 12.5,
        "people_affected": 4,
        "times_per_month": "3",
    }
    assert owner.post("pain-points/", body).status_code == 201
    refused = owner.post("pain-points/", {**body, name: value})
    assert refused.status_code == 422, refused.json()
    assert list(refused.json()["errors"]) == [name]


def test_rules_across_fields_hold_here_too(specification: Any, owner: Caller) -> None:
    body = {"business_object": "单据", "source": "SYS-001", "target": "SYS-001"}
    refused = owner.post("interactions/", body)
    assert refused.status_code == 422
    assert list(refused.json()["errors"]) == ["target"]


def test_a_record_in_use_stays(specification: Any, owner: Caller) -> None:
    refused = owner.delete("systems/SYS-001/", If_Match='"1"')
    assert refused.status_code == 409
    assert refused.json()["code"] == "in-use"


def test_moves(specification: Any, owner: Caller, cast: Any) -> None:
    agreed = owner.post("requirements/REQ-001/move/", {"move": "agree"})
    assert agreed.status_code == 200, agreed.json()
    assert agreed.json()["state"] == "agreed"
    assert agreed["ETag"] == '"2"'

    again = owner.post("requirements/REQ-001/move/", {"move": "agree"})
    assert (again.status_code, again.json()["code"]) == (409, "illegal-move")
    silent = owner.post("requirements/REQ-001/move/", {"move": "withdraw"})
    assert (silent.status_code, silent.json()["code"]) == (422, "reason-missing")
    assert list(silent.json()["errors"]) == ["reason"]
    unknown = owner.post("requirements/REQ-001/move/", {"move": "burn"})
    assert (unknown.status_code, list(unknown.json()["errors"])) == (422, ["move"])
    old = owner.post("requirements/REQ-001/move/", {"move": "withdraw", "reason": "不做了"}, If_Match='"1"')
    assert old.status_code == 412
    done = owner.post("requirements/REQ-001/move/", {"move": "withdraw", "reason": "不做了"}, If_Match='"2"')
    assert done.json()["state"] == "withdrawn"
    history = owner.get("requirements/REQ-001/history/").json()["results"]
    assert history[0]["reason"] == "不做了"


def test_kinds_without_states_have_no_moves(specification: Any, owner: Caller) -> None:
    assert owner.post("systems/SYS-001/move/", {"move": "agree"}).status_code == 404


def test_contributors_write_for_their_own_department(
    specification: Any, caller: Callable[..., Caller], cast: Any
) -> None:
    head = caller(cast.finance_head)
    mine = {"title": "财务的需求", "owner_department": "D-FIN"}
    made = head.post("requirements/", mine)
    assert made.status_code == 201
    foreign = head.post("requirements/", {**mine, "owner_department": "D-HR"})
    assert foreign.status_code == 422
    assert list(foreign.json()["errors"]) == ["owner_department"]
    place = f"requirements/{made.json()['code']}/"
    assert head.patch(place, {"owner_department": "D-HR"}, If_Match='"1"').status_code == 422
    assert head.patch(place, {"title": "改过"}, If_Match='"1"').status_code == 200
    assert head.patch("requirements/REQ-002/", {"title": "别人的"}, If_Match='"1"').status_code == 404
    assert head.delete("requirements/REQ-002/", If_Match='"1"').status_code == 404
    assert head.post("systems/", {"name": "新系统"}).status_code == 404


def test_an_edit_through_the_api_opens_the_next_revision(specification: Any, owner: Caller) -> None:
    revision = specification.submit()
    answer = owner.patch("requirements/REQ-001/", {"title": "另一个标题"}, If_Match='"1"')
    assert answer.status_code == 200
    revision.refresh_from_db()
    assert revision.state == "superseded"
