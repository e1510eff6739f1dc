"""Writing one record: what is asked, what is refused, and that nothing typed is ever lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance_app.documents.models import Revision
from governance_app.ledger.models import Entry
from governance_app.records.registry import RecordKind, record_kinds
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.models import Goal, Interaction, PainPoint, Requirement, System
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.architecture.addresses import space
from tests.conftest import Cast, Specification
from tests.factories.records import GoalFactory, PainPointFactory, RequirementFactory, SystemFactory
from tests.pages.conftest import OpenAs
from tests.pages.reading import body, errors, links, main, text
from tests.samples import sample_of

pytestmark = pytest.mark.django_db

KINDS = pytest.mark.parametrize("kind", list(record_kinds), ids=record_kinds.codes())


def address(cast: Cast, kind: RecordKind, page: str, *parts: str) -> str:
    return reverse(f"{space(kind)}:{kind.slug}-{page}", args=[cast.programme.slug, *parts])


@pytest.fixture
def owner(cast: Cast, open_as: OpenAs) -> Client:
    return open_as(cast.owner)


@pytest.fixture
def pair(cast: Cast) -> list[System]:
    access = cast.access(cast.owner)
    return [SystemFactory(access=access, name=name) for name in ("办公", "财务")]


@KINDS
def test_a_record_is_written_shown_changed_and_its_history_told(cast: Cast, owner: Client, pair, kind: RecordKind):
    form = owner.get(address(cast, kind, "new"))
    for name in kind.fields:
        assert f'name="{name}"' in body(form) or kind.field(name).many_to_many, name
    answer = owner.post(address(cast, kind, "new"), sample_of(kind))
    assert answer.status_code == 302
    record = kind.model._default_manager.latest("pk")
    assert answer.headers["Location"] == address(cast, kind, "detail", record.code)
    page = owner.get(answer.headers["Location"])
    assert record.code in text(page)
    assert record.name_shown in text(page)
    assert str(cast.owner) in text(page)
    change = {**sample_of(kind), kind.title_field: "改过的名字", "version": "1", "reason": "复核"}
    assert owner.post(address(cast, kind, "edit", record.code), change).status_code == 302
    record.refresh_from_db()
    assert (record.version, record.name_shown) == (2, "改过的名字")
    history = owner.get(address(cast, kind, "history", record.code))
    for word in ("改过的名字", sample_of(kind)[kind.title_field], "复核", str(cast.owner)):
        assert word in text(history)
    assert list(Entry.objects.filter(subject=f"{kind.slug}:{record.code}").values_list("act", flat=True)) == [
        f"{kind.slug}.created",
        f"{kind.slug}.revised",
    ]


@KINDS
def test_an_empty_form_names_every_field_that_is_needed(cast: Cast, owner: Client, kind: RecordKind):
    answer = owner.post(address(cast, kind, "new"), {"version": "1"})
    assert answer.status_code == 422
    needed = [name for name in kind.fields if not kind.field(name).blank]
    assert len(errors(answer)) == len(needed)
    for name in needed:
        assert f'href="#id_{name}"' in body(answer)
        assert str(kind.title_of(name)) in " ".join(errors(answer))
    assert not kind.model._default_manager.exists()
    assert 'aria-invalid="true"' in body(answer)


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        (GOALS, {"target_value": "5"}, "target_value"),
        (GOALS, {"direction": "increase"}, "target_value"),
        (GOALS, {"measure_by": "2026-01-05"}, "measure_by"),
        (GOALS, {"measure_by": "昨天"}, "measure_by"),
        (GOALS, {"unit": ""}, "unit"),
        (record_kinds["interviews"], {"date": "2099-01-05"}, "date"),
        (PAIN_POINTS, {"interview": "INTV-999"}, "interview"),
        (PAIN_POINTS, {"minutes_lost": "-1"}, "minutes_lost"),
        (PAIN_POINTS, {"minutes_lost": "Infinity"}, "minutes_lost"),
        (PAIN_POINTS, {"people_affected": "1.5"}, "people_affected"),
        (PAIN_POINTS, {"department": "D-NO"}, "department"),
        (INTERACTIONS, {"target": "SYS-001"}, "target"),
        (INTERACTIONS, {"target": "SYS-999"}, "target"),
        (INTERACTIONS, {"daily_volume": "9" * 30}, "daily_volume"),
        (REQUIREMENTS, {"priority": "urgent"}, "priority"),
        (REQUIREMENTS, {"title": "长" * 121}, "title"),
        (REQUIREMENTS, {"systems": ["SYS-001", "SYS-999"]}, "systems"),
        (SYSTEMS, {"user_count": "-3"}, "user_count"),
        (SYSTEMS, {"criticality": ""}, "criticality"),
    ],
    ids=lambda value: getattr(value, "slug", None) or str(value)[:30],
)
def test_what_breaks_a_rule_is_told_at_its_field_and_everything_typed_is_kept(
    cast: Cast, owner: Client, pair, *, kind: RecordKind, wrong: dict[str, Any], field: str
):
    before = kind.model._default_manager.count()
    typed = {**sample_of(kind), **wrong}
    answer = owner.post(address(cast, kind, "new"), typed)
    assert answer.status_code == 422
    assert any(f'href="#{answer.context["form"][field].auto_id}"' in line for line in errors(answer)), errors(answer)
    form = answer.context["form"]
    for name, value in typed.items():
        assert form[name].value() == value, name
    assert str(typed[kind.title_field])[:100] in body(answer)
    assert kind.model._default_manager.count() == before


def test_two_who_write_at_once_the_second_is_told_and_keeps_what_was_typed(cast: Cast, owner: Client, open_as: OpenAs):
    record = RequirementFactory(access=cast.access(cast.owner), owner_department=cast.finance)
    edit = address(cast, REQUIREMENTS, "edit", record.code)
    page = owner.get(edit)
    assert '<input type="hidden" name="version" value="1">' in body(page)
    typed = {**sample_of(REQUIREMENTS), "version": "1"}
    assert open_as(cast.it_lead).post(edit, {**typed, "title": "李工先写"}).status_code == 302
    answer = owner.post(edit, {**typed, "title": "王喆后写", "description": "很长的说明"})
    assert answer.status_code == 422
    assert str(cast.it_lead) in errors(answer)[0]
    assert "王喆后写" in body(answer)
    assert "很长的说明" in body(answer)
    record.refresh_from_db()
    assert (record.title, record.version) == ("李工先写", 2)
    stale = owner.post(edit, {**typed, "title": "又一次"})
    assert stale.status_code == 422, "sending the same page again is no consent"


@pytest.mark.parametrize("version", ["", "x", "-1", "999999999999", "1.0"])
def test_a_page_that_does_not_say_which_version_it_shows_saves_nothing(cast: Cast, owner: Client, version: str):
    record = RequirementFactory(access=cast.access(cast.owner), owner_department=cast.finance)
    edit = address(cast, REQUIREMENTS, "edit", record.code)
    answer = owner.post(edit, {**sample_of(REQUIREMENTS), "version": version})
    assert answer.status_code == 422
    assert errors(answer)
    assert sample_of(REQUIREMENTS)["title"] in body(answer), "what was typed is kept"
    assert f'name="version" value="{record.version}"' in body(answer)
    record.refresh_from_db()
    assert record.version == 1
    again = owner.post(edit, {**sample_of(REQUIREMENTS), "version": "1"})
    assert again.status_code == 302


def test_saving_without_a_change_writes_no_version_and_no_ledger_row(cast: Cast, owner: Client):
    owner.post(address(cast, REQUIREMENTS, "new"), sample_of(REQUIREMENTS))
    entries = Entry.objects.count()
    edit = address(cast, REQUIREMENTS, "edit", "REQ-001")
    assert owner.post(edit, {**sample_of(REQUIREMENTS), "version": "1"}).status_code == 302
    assert Requirement.objects.get().version == 1
    assert Entry.objects.count() == entries


def test_a_contributor_writes_for_the_own_department_alone(cast: Cast, open_as: OpenAs):
    client = open_as(cast.key_user)
    new = address(cast, PAIN_POINTS, "new")
    assert client.post(new, sample_of(PAIN_POINTS)).status_code == 302
    answer = client.post(new, {**sample_of(PAIN_POINTS), "department": "D-HR"})
    assert answer.status_code == 422
    assert "人力资源部" in body(answer)
    assert PainPoint.objects.get().department == cast.finance
    own = address(cast, PAIN_POINTS, "edit", "PP-001")
    moved = client.post(own, {**sample_of(PAIN_POINTS), "department": "D-HR", "version": "1"})
    assert moved.status_code == 422, "a record is not given away either"
    foreign = PainPointFactory(access=cast.access(cast.owner), department=cast.personnel)
    page = client.get(address(cast, PAIN_POINTS, "detail", foreign.code))
    assert address(cast, PAIN_POINTS, "edit", foreign.code) not in links(page)
    for verb in ("edit", "remove"):
        assert client.get(address(cast, PAIN_POINTS, verb, foreign.code)).status_code == 404
        assert client.post(address(cast, PAIN_POINTS, verb, foreign.code), {"version": "1"}).status_code == 404
    assert PainPoint.objects.count() == 2


@pytest.mark.usefixtures("change_request")
def test_readers_are_offered_no_act(cast: Cast, open_as: OpenAs, specification: Specification):
    for user in (cast.auditor, cast.chair):
        client = open_as(user)
        for kind in record_kinds:
            code = kind.model._default_manager.filter(programme=cast.programme).order_by("code").first().code
            page = client.get(address(cast, kind, "detail", code))
            assert page.status_code == 200
            offered = [url for url in links(page) if url.endswith(("/edit/", "/remove/")) or "/move/" in url]
            assert offered == []


def test_a_record_in_use_is_not_removed_and_the_page_says_by_whom(cast: Cast, owner: Client, pair):
    requirement = RequirementFactory(access=cast.access(cast.owner), owner_department=cast.finance, systems=pair)
    remove = address(cast, SYSTEMS, "remove", pair[0].code)
    assert owner.get(remove).status_code == 200
    answer = owner.post(remove, {"version": "1", "reason": "停用"})
    assert answer.status_code == 422
    assert str(record_kinds["requirements"].title) in errors(answer)[0]
    assert "停用" in body(answer)
    assert System.objects.count() == 2
    gone = address(cast, REQUIREMENTS, "remove", requirement.code)
    assert owner.post(gone, {"version": "1", "reason": "并入"}).status_code == 302
    assert owner.get(address(cast, REQUIREMENTS, "detail", requirement.code)).status_code == 404
    assert owner.post(remove, {"version": "1", "reason": "停用"}).status_code == 302
    assert [system.name for system in System.objects.all()] == ["财务"]
    assert Requirement.history.get(history_type="-").history_change_reason == "并入"


@pytest.mark.parametrize("kind", [SYSTEMS, PAIN_POINTS, GOALS, REQUIREMENTS], ids=lambda kind: kind.slug)
def test_what_others_point_at_stays(owner: Client, specification: Specification, kind: RecordKind):
    """Every kind that another may point at: the first record of the specification is in use in each."""
    rows = {
        "systems": specification.systems,
        "pain-points": specification.pain_points,
        "goals": specification.goals,
        "requirements": specification.requirements,
    }
    record = rows[kind.slug][0]
    answer = owner.post(address(specification.cast, kind, "remove", record.code), {"version": "1"})
    assert answer.status_code == 422
    assert kind.model._default_manager.filter(pk=record.pk).exists()


def test_a_stale_page_removes_nothing(cast: Cast, owner: Client):
    record = GoalFactory(access=cast.access(cast.owner), owner_department=cast.finance)
    edit = address(cast, GOALS, "edit", record.code)
    owner.post(edit, {**sample_of(GOALS), "version": "1"})
    answer = owner.post(address(cast, GOALS, "remove", record.code), {"version": "1"})
    assert answer.status_code == 422
    assert Goal.objects.exists()


def test_a_requirement_is_agreed_reopened_and_withdrawn_with_reasons(cast: Cast, owner: Client):
    record = RequirementFactory(access=cast.access(cast.owner), owner_department=cast.finance)
    page = address(cast, REQUIREMENTS, "detail", record.code)

    def move(name: str) -> str:
        return address(cast, REQUIREMENTS, "move", record.code, name)

    def offered() -> set[str]:
        return {url for url in links(owner.get(page)) if "/move/" in url}

    assert offered() == {move("agree"), move("withdraw")}
    assert owner.get(move("agree")).status_code == 200
    assert owner.post(move("agree"), {"version": "1"}).status_code == 302
    assert offered() == {move("reopen"), move("withdraw")}
    without = owner.post(move("withdraw"), {"version": "2", "reason": "  "})
    assert without.status_code == 422
    again = owner.post(move("agree"), {"version": "2"})
    assert again.status_code == 422, "a step not open from here is refused in words"
    assert errors(again)
    assert owner.post(move("withdraw"), {"version": "2", "reason": "并入他项"}).status_code == 302
    assert offered() == {move("reopen")}
    record.refresh_from_db()
    assert (record.state, record.version) == ("withdrawn", 3)
    assert "并入他项" in text(owner.get(page))
    assert owner.get(move("explode")).status_code == 404


def test_a_page_warns_of_the_signing_a_change_would_end(owner: Client, specification: Specification):
    cast, record = specification.cast, specification.requirements[0]
    edit = address(cast, REQUIREMENTS, "edit", record.code)
    assert not owner.get(edit).context["warning"]
    revision = specification.submit()
    specification.sign(revision, cast.finance_head)
    for url in (
        edit,
        address(cast, REQUIREMENTS, "new"),
        address(cast, REQUIREMENTS, "remove", record.code),
        address(cast, REQUIREMENTS, "move", record.code, "agree"),
    ):
        page = owner.get(url)
        assert "sg-note" in main(page), url
        assert "1" in text(page)
    values = {**sample_of(REQUIREMENTS), "title": "签署中改动", "version": str(record.version)}
    assert owner.post(edit, values).status_code == 302
    assert Revision.objects.get(number=1).state == "superseded"
    assert Revision.objects.get(number=2).state == "draft"


def test_links_lead_both_ways_and_foreign_records_are_never_offered(
    cast: Cast, owner: Client, open_as: OpenAs, specification: Specification
):
    requirement, system = specification.requirements[0], specification.systems[0]
    page = owner.get(address(cast, REQUIREMENTS, "detail", requirement.code))
    for kind, records in ((SYSTEMS, specification.systems[:2]), (GOALS, specification.goals)):
        assert {address(cast, kind, "detail", row.code) for row in records} <= set(links(page))
    assert address(cast, INTERACTIONS, "detail", specification.interactions[0].code) in links(page)
    below = owner.get(address(cast, SYSTEMS, "detail", system.code))
    assert address(cast, REQUIREMENTS, "detail", requirement.code) in links(below)
    stranger = open_as(cast.stranger)
    new = reverse("requirements:requirements-new", args=[cast.other_programme.slug])
    assert system.name not in body(stranger.get(new))
    values = {**sample_of(REQUIREMENTS), "owner_department": "D-IT", "systems": [system.code]}
    assert stranger.post(new, values).status_code == 422
    assert stranger.post(new, {**values, "systems": []}).status_code == 302
    assert stranger.post(new, {**values, "systems": [], "owner_department": "D-FIN"}).status_code == 422
    assert Interaction.objects.count() == 1


def test_a_form_without_its_token_is_refused(cast: Cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.owner)
    answer = client.post(address(cast, SYSTEMS, "new"), sample_of(SYSTEMS))
    assert answer.status_code == 403
    assert not System.objects.exists()


@pytest.mark.parametrize("page", ["new", "edit"])
def test_a_zero_byte_in_a_form_is_refused(cast: Cast, owner: Client, page: str):
    record = SystemFactory(access=cast.access(cast.owner))
    parts = [record.code] if page == "edit" else []
    answer = owner.post(address(cast, SYSTEMS, page, *parts), {**sample_of(SYSTEMS), "name": "零\0字节"})
    assert answer.status_code == 400
    assert "Traceback" not in body(answer)
    assert System.objects.count() == 1
