"""Lists: what is shown, in which order, how many, and what can be done to many at once."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance_app.planning.models import Action, Decision, Meeting, Milestone, Risk
from governance_app.records.models import SavedFilter
from governance_app.records.registry import RecordKind, panels_of, record_kinds
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import (
    ChangeRequest,
    Goal,
    Interaction,
    Interview,
    PainPoint,
    Process,
    Requirement,
    System,
)
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.records import PainPointFactory, RequirementFactory, SystemFactory
from tests.pages.addresses import address
from tests.pages.conftest import OpenAs
from tests.pages.reading import body, heads, links, listed, main, text, texts

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

KINDS = pytest.mark.parametrize("kind", list(record_kinds), ids=record_kinds.codes())


@KINDS
def test_an_empty_list_teaches_those_who_may_write(cast: Cast, open_as: OpenAs, kind: RecordKind):
    page = open_as(cast.owner).get(address(cast, kind))
    assert str(kind.intro) in text(page)
    assert {address(cast, kind, "new"), address(cast, kind, "import")} <= set(links(page))
    assert "<table" not in main(page)
    reader = open_as(cast.auditor).get(address(cast, kind))
    assert str(kind.intro) in text(reader)
    assert not {address(cast, kind, "new"), address(cast, kind, "import")} & set(links(reader))


def test_a_contributor_may_add_where_departments_own_records_and_nowhere_else(cast: Cast, open_as: OpenAs):
    client = open_as(cast.key_user)
    for kind in record_kinds:
        page = client.get(address(cast, kind))
        assert (address(cast, kind, "new") in links(page)) == bool(kind.contribute), kind.slug


def test_filters_narrow_together_and_their_chips_take_them_off(cast: Cast, owner: Client, three):
    base = address(cast, REQUIREMENTS)
    assert listed(owner.get(base)) == ["REQ-001", "REQ-002", "REQ-003"]
    assert listed(owner.get(base, {"owner_department": "D-FIN"})) == ["REQ-001", "REQ-003"]
    page = owner.get(base, {"owner_department": "D-FIN", "priority": ["high", "low"]})
    assert listed(page) == ["REQ-001"]
    chips = page.context["chips"]
    assert len(chips) == 2
    assert "财务部" in " ".join(str(chip["label"]) for chip in chips)
    without = next(chip["remove_url"] for chip in chips if "财务部" in str(chip["label"]))
    assert listed(owner.get(without)) == ["REQ-001", "REQ-002"]
    assert page.context["clear_url"] == base


@pytest.mark.parametrize(
    "params",
    [
        {"priority": "nonsense"},
        {"owner_department": "X' OR 1=1 --"},
        {"q": "%"},
        {"q": "_"},
    ],
)
def test_filters_that_match_nothing_say_so_and_offer_the_way_back(cast: Cast, owner: Client, three, params):
    page = owner.get(address(cast, REQUIREMENTS), params)
    assert page.status_code == 200
    assert listed(page) == []
    assert address(cast, REQUIREMENTS) in links(page)


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=١",
        "page=x",
        "size=7",
        "size=١٠٠",
        "size=1000000",
        "sort=password",
        "sort=-",
        "sort=created_by__password",
        "sort=code;drop",
        "preset=nonsense",
        "nonsense=1",
        "priority=",
        "sort=systems",
        "q=%20%20",
    ],
)
def test_unknown_parts_of_an_address_are_ignored(cast: Cast, owner: Client, three, query: str):
    page = owner.get(f"{address(cast, REQUIREMENTS)}?{query}")
    assert page.status_code == 200
    assert listed(page) == ["REQ-001", "REQ-002", "REQ-003"]


@pytest.mark.parametrize("query", ["q=%00", "state=%00", "sort=%00", "%00=1", "owner_department=D-FIN%00"])
def test_a_zero_byte_in_an_address_is_refused(cast: Cast, owner: Client, query: str):
    assert owner.get(f"{address(cast, REQUIREMENTS)}?{query}").status_code == 400
    assert owner.get(f"{reverse('inbox:search')}?{query}").status_code == 400
    assert owner.get(address(cast, REQUIREMENTS) + "REQ%00001/").status_code == 400


def test_search_looks_into_codes_titles_and_texts(cast: Cast, owner: Client, three):
    base = address(cast, REQUIREMENTS)
    assert listed(owner.get(base, {"q": "req-002"})) == ["REQ-002"]
    assert listed(owner.get(base, {"q": "登录"})) == ["REQ-003"]
    assert listed(owner.get(base, {"q": "100 张"})) == ["REQ-001", "REQ-002"], "also in what is not shown"
    page = owner.get(base, {"q": "<b>登录"})
    assert "&lt;b&gt;登录" in body(page)
    assert "<b>登录" not in body(page)


def test_every_sortable_column_sorts_both_ways(cast: Cast, owner: Client, three):
    page = owner.get(address(cast, REQUIREMENTS))
    for head in page.context["heads"]:
        if not head["sort_url"]:
            continue
        first = owner.get(head["sort_url"])
        again = next(row for row in first.context["heads"] if row["title"] == head["title"])
        second = owner.get(again["sort_url"])
        assert sorted(listed(first)) == sorted(listed(second)) == ["REQ-001", "REQ-002", "REQ-003"]
    base = address(cast, REQUIREMENTS)
    assert listed(owner.get(base, {"sort": "-code"})) == ["REQ-003", "REQ-002", "REQ-001"]
    assert listed(owner.get(base, {"sort": "owner_department"})) == ["REQ-001", "REQ-003", "REQ-002"]
    page = owner.get(base, {"sort": "-code"})
    assert 'aria-sort="descending"' in body(page)


def test_pages_are_cut_and_linked_and_keep_what_was_asked_for(cast: Cast, owner: Client):
    access = cast.access(cast.owner)
    for number in range(60):
        SystemFactory(access=access, name=f"系统 {number}", criticality="high" if number % 2 else "low")
    base = address(cast, SYSTEMS)
    first = owner.get(base)
    assert len(listed(first)) == 50
    second = owner.get(first.context["paging"]["next_url"])
    assert listed(second) == [f"SYS-{number:03d}" for number in range(51, 61)]
    assert not second.context["paging"]["next_url"]
    assert listed(owner.get(base, {"page": 9})) == listed(second), "past the end lies the last page"
    high = owner.get(base, {"criticality": "high", "size": 25, "sort": "-code"})
    assert len(listed(high)) == 25
    rest = listed(owner.get(high.context["paging"]["next_url"]))
    assert listed(high) + rest == [f"SYS-{number:03d}" for number in range(60, 0, -2)]
    paging = high.context["paging"]
    assert (paging["first"], paging["last"], paging["total"]) == (1, 25, 30)


def test_presets_stand_above_the_list(cast: Cast, owner: Client, three):
    base = address(cast, REQUIREMENTS)
    assert listed(owner.get(base, {"preset": "untestable"})) == ["REQ-003"]
    assert listed(owner.get(base, {"preset": "high"})) == ["REQ-001"]
    page = owner.get(base, {"preset": "draft"})
    assert listed(page) == ["REQ-001", "REQ-002", "REQ-003"]
    current = [tab["url"] for tab in page.context["tabs"] if tab["current"]]
    assert current == [f"{base}?preset=draft"]


@KINDS
def test_every_preset_of_every_kind_opens(owner: Client, specification: Specification, kind: RecordKind):
    for preset in kind.presets:
        page = owner.get(address(specification.cast, kind), {"preset": preset.slug})
        assert page.status_code == 200
        assert str(preset.title) in texts(page)


@KINDS
def test_every_filter_of_every_kind_finds_exactly_its_records(
    owner: Client, specification: Specification, kind: RecordKind
):
    base = address(specification.cast, kind)
    everything = listed(owner.get(base))
    for group in owner.get(base).context["filters"]:
        found = [
            code for option in group["options"] for code in listed(owner.get(base, {group["name"]: option["value"]}))
        ]
        having = [
            record.code
            for record in kind.model._default_manager.filter(code__in=everything)
            if getattr(record, kind.field(group["name"]).attname) not in {None, ""}
        ]
        assert sorted(found) == sorted(having), group["name"]


def test_a_filter_is_kept_under_a_name_for_oneself_and_forgotten(cast: Cast, owner: Client, open_as: OpenAs, three):
    base = address(cast, REQUIREMENTS)
    page = owner.get(base, {"priority": "high", "owner_department": "D-FIN", "sort": "-code"})
    form = page.context["save_filter_url"]
    assert owner.get(form).status_code == 200
    kept = owner.post(form, {"name": "财务高优先"})
    assert kept.status_code == 302
    page = owner.get(kept.headers["Location"])
    assert listed(page) == ["REQ-001"]
    assert [tab["title"] for tab in page.context["tabs"] if tab["current"]] == ["财务高优先"]
    other = open_as(cast.it_lead).get(base)
    assert "财务高优先" not in text(other)
    owner.post(owner.get(base, {"priority": "low"}).context["save_filter_url"], {"name": "财务高优先"})
    assert SavedFilter.objects.get().query == "priority=low"
    open_as(cast.it_lead).post(form, {"forget": "财务高优先"})
    assert SavedFilter.objects.count() == 1, "one forgets one's own alone"
    owner.post(form, {"forget": "财务高优先"})
    assert not SavedFilter.objects.exists()


def test_a_filter_without_a_name_is_not_kept(cast: Cast, owner: Client, three):
    form = owner.get(address(cast, REQUIREMENTS), {"priority": "high"}).context["save_filter_url"]
    answer = owner.post(form, {"name": "   "}, follow=True)
    assert answer.status_code == 200
    assert not SavedFilter.objects.exists()
    assert not owner.get(address(cast, REQUIREMENTS)).context["save_filter_url"], "nothing narrowed, nothing to keep"


def test_columns_are_chosen_and_kept_while_signed_in(cast: Cast, owner: Client, open_as: OpenAs, three):
    base, columns = address(cast, REQUIREMENTS), address(cast, REQUIREMENTS, "columns")
    answer = owner.post(f"{columns}?priority=high", {"columns": ["code", "title", "version", "nonsense"]})
    assert answer.headers["Location"] == f"{base}?priority=high"
    assert heads(owner.get(base)) == ["编号", "标题", "版本"]
    assert len(heads(open_as(cast.it_lead).get(base))) == len(REQUIREMENTS.columns)
    owner.post(columns, {})
    assert len(heads(owner.get(base))) == len(REQUIREMENTS.columns), "none chosen is all of the usual ones"


@KINDS
@pytest.mark.usefixtures("change_request")
def test_all_columns_together_can_be_shown(owner: Client, specification: Specification, kind: RecordKind):
    cast, names = specification.cast, [*kind.columns, *kind.hidden]
    owner.post(address(cast, kind, "columns"), {"columns": names})
    page = owner.get(address(cast, kind))
    assert len(heads(page)) == len(names)
    assert listed(page)


def many(cast: Cast, kind: RecordKind, first: int, last: int) -> None:
    """Rows of a kind made past the services, which would take minutes for thousands."""
    systems = list(System.objects.order_by("pk")[:2])
    common = {"programme": cast.programme, "created_by": cast.owner, "updated_by": cast.owner}
    each: dict[str, dict[str, Any]] = {
        "systems": {"owner_department": cast.it},
        "interviews": {
            "department": cast.it,
            "rank": "head",
            "interviewees": "经理",
            "interviewer": "项目经理",
            "date": date(2026, 1, 6),
        },
        "pain-points": {
            "department": cast.it,
            "minutes_lost": 1,
            "people_affected": 2,
            "times_per_month": 3,
            "links": {"systems": ["SYS-001"]},
        },
        "goals": {"owner_department": cast.it, "direction": "increase", "unit": "单"},
        "requirements": {"owner_department": cast.it, "links": {"systems": ["SYS-001", "SYS-002"]}},
        "processes": {"owner_department": cast.it},
        "interactions": {"source": systems[0], "target": systems[1]} if len(systems) == 2 else {},
        "change-requests": {"department": cast.it, "links": {"requirements": ["REQ-001"]}},
        "milestones": {"owner": cast.it_lead, "planned_on": date(2030, 6, 30)},
        "risks": {"owner": cast.it_lead, "review_on": date(2030, 6, 30)},
        "meetings": {"leader": cast.chair, "secretary": cast.owner, "meets_on": date(2030, 6, 30)},
        "actions": {"owner": cast.it_lead, "due_on": date(2030, 6, 30)},
        "decisions": {"decided_by": cast.chair, "decided_on": date(2026, 3, 2)},
    }
    kind.model._default_manager.bulk_create(
        kind.model(
            code=f"{kind.prefix}-{number:04d}", **common, **each[kind.slug], **{kind.title_field: f"第 {number} 个"}
        )
        for number in range(first, last)
    )


@KINDS
def test_a_list_takes_the_same_queries_for_a_hundred_rows_and_for_three_thousand(
    cast: Cast, owner: Client, kind: RecordKind
):
    for name in ("甲", "乙"):
        SystemFactory(access=cast.access(cast.owner), name=name)
    base = address(cast, kind)
    urls = [
        base,
        f"{base}?size=200&sort=-{kind.title_field}",
        f"{base}?q=第&page=2",
        f"{base}?preset={kind.presets[0].slug}",
    ]
    owner.get(base)
    counts = []
    for first, last in ((100, 200), (200, 3100)):
        many(cast, kind, first, last)
        counts.append([])
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert owner.get(url).status_code == 200
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    # One statement for what each model offers to the filters, one for each panel of the kind.
    offered = {kind.field(name).related_model for name in kind.filters} - {None}
    most = 13 + len(offered) + len(panels_of(kind, "list"))
    assert max(counts[0]) <= most, "a list costs no more than it needs"


def test_an_export_takes_the_same_queries_for_a_hundred_rows_and_for_two_thousand(cast: Cast, owner: Client):
    url = address(cast, REQUIREMENTS, "export") + "?format=csv"
    counts = []
    for first, last in ((100, 200), (200, 2100)):
        many(cast, REQUIREMENTS, first, last)
        with CaptureQueriesContext(connection) as queries:
            assert owner.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_names_written_by_people_are_shown_as_text(cast: Cast, owner: Client):
    evil = '<img src=x onerror="alert(1)">'
    access = cast.access(cast.owner)
    system = SystemFactory(access=access, name=evil, maker=evil, owner_department=cast.it)
    cast.it.name = evil
    cast.it.save()
    PainPointFactory(access=access, title=evil, process=evil, department=cast.it, systems=[system])
    RequirementFactory(access=access, title=evil, owner_department=cast.it, systems=[system])
    for kind in (SYSTEMS, record_kinds["pain-points"], REQUIREMENTS):
        code = f"{kind.prefix}-001"
        owner.post(address(cast, kind, "columns"), {"columns": [*kind.columns, *kind.hidden]})
        for url in (
            address(cast, kind),
            address(cast, kind) + "?owner_department=D-IT",
            kind.url(cast.programme.slug, code),
            kind.url(cast.programme.slug, code, "edit/"),
            kind.url(cast.programme.slug, code, "history/"),
            kind.url(cast.programme.slug, code, "remove/"),
            reverse("inbox:search") + "?q=img",
        ):
            page = body(owner.get(url))
            assert "<img" not in page, url
            assert "&lt;img" in page, url


def test_models_of_lists_are_all_covered():
    of_phase_1 = {System, Interview, PainPoint, Goal, Requirement, Interaction, Process, ChangeRequest}
    of_the_plan = {Milestone, Risk, Meeting, Action, Decision}
    assert {kind.model for kind in record_kinds} == of_phase_1 | of_the_plan
