"""Whatever names a record, from whatever app and by whatever key, is seen at the record and keeps it from going."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from simple_history.models import HistoricalChanges

from governance_app.errors import Refusal
from governance_app.records import bulk, links
from governance_app.records.graph import walk
from governance_app.records.imports import batch_apply, batch_upload
from governance_app.records.models import ProgrammeRecord
from governance_app.records.registry import RecordKind, record_kinds
from governance_app.records.services import record_create, record_remove
from requirements_app.changes.impact import impact_of
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.inventory.models import System
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.later_phase.kinds_by_hand import interfaces
from tests.later_phase.models import Interface, Port, Probe

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def later() -> Iterator[RecordKind]:
    """The kind of a later phase."""
    with interfaces() as kind:
        yield kind


@pytest.fixture
def bare(cast: Cast) -> Any:
    """A system that nothing names."""
    return record_create(kind=SYSTEMS, access=cast.access(cast.owner), values={"name": "门户"})


@pytest.fixture
def interface(later: RecordKind, cast: Cast, specification: Specification, bare: Any) -> Any:
    """An interface that names the bare system and the third requirement, which nothing else names."""
    values = {"title": "单点登录", "system": bare, "requirements": specification.requirements[2:]}
    return record_create(kind=later, access=cast.access(cast.owner), values=values)


@pytest.fixture
def visit(cast: Cast) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.owner)
    return client


def refused(cast: Cast, record: Any, kind: RecordKind = SYSTEMS) -> str:
    """Why the programme manager cannot remove a record."""
    with pytest.raises(Refusal) as caught:
        record_remove(kind=kind, access=cast.access(cast.owner), code=record.code, version=None)
    assert caught.value.code == "in-use"
    assert type(record).objects.filter(pk=record.pk).exists()
    return str(caught.value)


def test_its_page_its_tree_and_its_impact_show_it(
    visit: Client, specification: Specification, bare: Any, interface: Any, change_request: Any
) -> None:
    for kind, record in ((SYSTEMS, bare), (REQUIREMENTS, specification.requirements[2])):
        page = visit.get(kind.url("office", record.code))
        assert [row["code"] for row in page.context["relations"]["down"]] == ["IFC-001"]
        assert "单点登录" in page.content.decode()
    own = [row["code"] for row in visit.get(SYSTEMS.url("office", "SYS-001")).context["relations"]["down"]]
    assert "IFC-001" in own, "over the requirement that names this system"
    change_request.requirements.set(specification.requirements[2:])
    change_request.systems.set([bare])
    change_request.links = {"requirements": ["REQ-003"], "systems": [bare.code]}
    impact = impact_of(change_request)
    assert [(row["code"], row["step"]) for row in impact["records"]] == [("REQ-003", 0), (bare.code, 0), ("IFC-001", 1)]
    change_request.save()
    told = visit.get(f"/api/v1/programmes/office/change-requests/{change_request.code}/decision/").json()
    assert "IFC-001" in [row["code"] for row in told["records"]]


def test_it_shows_what_it_names(cast: Cast, specification: Specification, interface: Any) -> None:
    hops = walk(cast.programme, ["interfaces:IFC-001"], down=False)
    assert [(hop.reference, hop.step) for hop in hops] == [("systems:SYS-004", 1), ("requirements:REQ-003", 1)]


def test_no_way_removes_it(visit: Client, cast: Cast, specification: Specification, bare: Any, interface: Any) -> None:
    named = ((SYSTEMS, bare), (REQUIREMENTS, specification.requirements[2]))
    for kind, record in named:
        assert "Interfaces IFC-001" in refused(cast, record, kind)
        page = visit.post(kind.url("office", record.code, "remove/"), {"version": "1"})
        assert page.status_code == 422
        assert "Interfaces IFC-001" in page.content.decode()
        api = f"/api/v1/programmes/office/{kind.slug}/{record.code}/"
        answer = visit.delete(api, headers={"If-Match": '"1"'})
        assert (answer.status_code, answer.json()["code"]) == (409, "in-use")
        assert "Interfaces IFC-001" in answer.json()["detail"]
        assert bulk.bulk_title(kind, cast.access(cast.owner), "move:remove") is None, "there is no such act on many"
        assert kind.model not in admin.site._registry, "the admin site writes no records"
    access = cast.access(cast.owner)
    batch = batch_upload(kind=SYSTEMS, access=access, name="systems.csv", data=b"code,name\nSYS-001,OA\n")
    batch_apply(batch=batch, access=access)
    assert System.objects.count() == 4, "a file says what is to be written, not what is to go"


def test_once_nothing_names_them_they_go(cast: Cast, specification: Specification, bare: Any, interface: Any) -> None:
    access = cast.access(cast.owner)
    record_remove(kind=record_kinds["interfaces"], access=access, code="IFC-001", version=1)
    record_remove(kind=SYSTEMS, access=access, code=bare.code, version=1)
    record_remove(kind=REQUIREMENTS, access=access, code="REQ-003", version=1)
    for kind, code in ((SYSTEMS, bare.code), (REQUIREMENTS, "REQ-003")):
        assert not kind.model._default_manager.filter(programme=cast.programme, code=code).exists()


def test_a_row_names_for_the_record_it_belongs_to(
    cast: Cast, specification: Specification, bare: Any, interface: Any
) -> None:
    Interface.objects.update(system=None)
    Port.objects.create(interface=interface, system=bare)
    assert "Interfaces IFC-001" in refused(cast, bare)
    hops = walk(cast.programme, [f"systems:{bare.code}"], down=True)
    assert [hop.reference for hop in hops] == ["interfaces:IFC-001"]
    record_remove(kind=record_kinds["interfaces"], access=cast.access(cast.owner), code="IFC-001", version=1)
    assert not Port.objects.exists(), "it goes with its record"


def test_a_row_that_belongs_to_no_record_holds_what_it_names(later: RecordKind, cast: Cast, bare: Any) -> None:
    Probe.objects.create(system=bare)
    Probe.objects.create(system=bare)
    assert "2 probes" in refused(cast, bare)


def test_many_are_counted_and_only_what_one_may_see_is_named(cast: Cast, bare: Any) -> None:
    with interfaces() as kind:
        access = cast.access(cast.owner)
        for number in range(7):
            record_create(kind=kind, access=access, values={"title": str(number), "system": bare, "requirements": []})
        assert "Interfaces IFC-001, IFC-002, IFC-003, IFC-004, IFC-005 and 2 more." in refused(cast, bare)
        Interface.objects.filter(code="IFC-007").update(programme=cast.other_programme)
        assert "IFC-005 and 1 more; 1 record you may not see." in refused(cast, bare)
    with interfaces(view="requirements.decide"):
        assert "used by 7 records you may not see." in refused(cast, bare)
        page = walk(cast.programme, [f"systems:{bare.code}"], down=True)
        assert len(page) == 6


def test_what_one_may_not_read_is_on_no_page(visit: Client, cast: Cast, interface: Any, bare: Any) -> None:
    with interfaces(view="requirements.decide"):
        assert visit.get(SYSTEMS.url("office", bare.code)).context["relations"]["down"] == []


def test_a_page_costs_the_same_however_many_ways_there_are(
    visit: Client, specification: Specification, bare: Any, interface: Any
) -> None:
    """Sixty kinds with ten ways each: more than one statement of SQLite can hold."""
    url = SYSTEMS.url("office", "SYS-001")
    visit.get(url)
    with CaptureQueriesContext(connection) as few:
        visit.get(url)
    found, loose = links._ways()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "_ways", lambda: (found * 20, loose))
        with CaptureQueriesContext(connection) as many:
            visit.get(url)
        assert len(many) <= len(few) <= 25, [len(few), len(many)]
        patch.setattr(links, "_TERMS", 3)
        with CaptureQueriesContext(connection) as cut:
            visit.get(url)
        assert len(cut) > len(many), "what no statement can hold takes several"


def keys_to(model: type[models.Model]) -> list[Any]:
    """The keys to a model's rows, hidden or not, but for those of the history."""
    ends = [end for end in model._meta.get_fields(include_hidden=True) if end.auto_created and not end.concrete]
    return [end.field for end in ends if not end.many_to_many and not issubclass(end.related_model, HistoricalChanges)]


@pytest.mark.parametrize("kind", list(record_kinds), ids=record_kinds.codes())
def test_no_key_to_a_record_is_overlooked(kind: RecordKind, later: RecordKind) -> None:
    """Each key either names or says where a row belongs; of a many-to-many table each row does both."""
    known = {(way.model, way.far.split("__")[0]) for way in (*links.relations(), *links._ways()[1])}
    known |= {(way.model, way.near.split("__")[0]) for way in links.relations()}
    for field in keys_to(kind.model):
        belongs = field.remote_field.on_delete is models.CASCADE
        assert (field.model, field.name) in known or belongs, field
    for way in links.relations_to(kind):
        assert issubclass(way.kind.model, ProgrammeRecord)
