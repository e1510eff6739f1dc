"""Pages of a programme as a whole: overview, phases, people, permissions, ledger, and the way in."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from governance_app.gates.registry import criteria_of
from governance_app.ledger.models import Entry
from governance_app.ledger.triggers import triggers_install, triggers_remove
from governance_app.phases import Phase
from governance_app.programmes.registry import actions
from governance_app.programmes.states import Role
from tests.conftest import Cast, Specification
from tests.factories.people import PASSWORD
from tests.factories.programmes import MembershipFactory
from tests.factories.records import SystemFactory
from tests.pages.conftest import OpenAs
from tests.pages.reading import body, links, main, text

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def address(cast: Cast, page: str, *parts: str) -> str:
    return reverse(f"overview:{page}", args=[cast.programme.slug, *parts])


def test_the_overview_says_what_blocks_and_who_can_clear_it(specification: Specification, open_as: OpenAs):
    cast = specification.cast
    cast.programme.phases.filter(phase=1).update(state="active")
    specification.submit()
    page = open_as(cast.chair).get(address(cast, "programme"))
    said = text(page)
    assert cast.programme.name in said
    blockers = page.context["blockers"]
    assert "REQ-G8" in " ".join(row["sub"] for row in blockers)
    signature = next(row for row in blockers if "REQ-G8" in row["sub"])
    seats = {clearer["role"]: clearer["people"] for clearer in [*signature["clearers"], *signature["more"]]}
    for department, head in (("财务部", "陈敏"), ("人力资源部", "刘洋"), ("信息技术部", "赵强")):
        assert any(department in role and people[0]["name"] == head for role, people in seats.items()), seats
        assert department in said
        assert head in said
    for phase in Phase:
        assert address(cast, "phase", phase.segment) in links(page)
    for group in page.context["groups"]:
        assert group["url"] in said or group["url"] in body(page)
    assert address(cast, "ledger") in links(page)


def test_an_empty_programme_is_never_shown_as_passed(cast: Cast, open_as: OpenAs):
    cast.programme.phases.filter(phase=1).update(state="active")
    page = open_as(cast.owner).get(address(cast, "phase", Phase.REQUIREMENTS.segment))
    states = {row["code"]: row["state"].family for row in page.context["criteria"]}
    assert set(states) == {row.code for row in criteria_of(Phase.REQUIREMENTS)}
    assert "met" not in {states[code] for code in states if code != "REQ-G1"}
    figures = open_as(cast.owner).get(address(cast, "figures"), {"group": "1"})
    assert "—" in text(figures)
    assert {row["value"] for row in figures.context["figures"]} == {"—"}


@pytest.mark.parametrize("phase", list(Phase), ids=lambda phase: phase.segment)
def test_every_phase_has_a_page(cast: Cast, open_as: OpenAs, phase: Phase):
    page = open_as(cast.owner).get(address(cast, "phase", phase.segment))
    assert page.status_code == 200
    assert str(phase.label) in text(page)
    if not criteria_of(phase):
        assert page.context["empty"]


@pytest.mark.parametrize("segment", ["8-nothing", "requirements", "1", "1-Requirements", "0-none"])
def test_a_phase_that_is_none_is_not_found(cast: Cast, open_as: OpenAs, segment: str):
    assert open_as(cast.owner).get(address(cast, "phase", segment)).status_code == 404


def test_the_phase_page_leads_to_records_and_documents(specification: Specification, open_as: OpenAs):
    cast = specification.cast
    specification.submit()
    page = open_as(cast.owner).get(address(cast, "phase", Phase.REQUIREMENTS.segment))
    assert reverse("requirements:systems-list", args=[cast.programme.slug]) in links(page)
    assert reverse("requirements:systems-new", args=[cast.programme.slug]) in links(page)
    counts = {kind["url"].rstrip("/").rpartition("/")[2]: kind["count"] for kind in page.context["kinds"]}
    assert counts == {"systems": 3, "interviews": 1, "pain-points": 1, "goals": 1, "requirements": 3} | {
        "interactions": 1,
        "processes": 1,
        "change-requests": 0,
    }
    assert "0/3" in text(page).replace(" ", "")
    reader = open_as(cast.auditor).get(address(cast, "phase", Phase.REQUIREMENTS.segment))
    assert reverse("requirements:systems-new", args=[cast.programme.slug]) not in links(reader)


def test_the_task_force_shows_everyone_and_what_is_vacant(cast: Cast, open_as: OpenAs):
    page = open_as(cast.auditor).get(address(cast, "members"))
    for name, person in cast.people.items():
        assert (str(person) in main(page)) == (name not in {"stranger", "nobody"}), name
    cast.programme.memberships.filter(role=Role.CHAIR).delete()
    vacant = open_as(cast.auditor).get(address(cast, "members"))
    assert [str(group["title"]) for group in vacant.context["groups"] if group["state"]] == [str(Role.CHAIR.label)]


def test_the_permission_page_is_the_table_the_code_asks(cast: Cast, open_as: OpenAs):
    page = open_as(cast.auditor).get(address(cast, "permissions"))
    shown = {
        row["code"]: [cell["allowed"] for cell in row["cells"]]
        for group in page.context["groups"]
        for row in group["actions"]
    }
    assert shown == {row.code: [role in row.roles for role in Role] for row in actions}
    for row in actions:
        assert row.code in text(page)
        assert str(row.title) in text(page)
    assert [role["code"] for role in page.context["roles"] if role["mine"]] == [Role.AUDITOR.value]


def test_the_ledger_lists_searches_and_pages(cast: Cast, open_as: OpenAs):
    access = cast.access(cast.owner)
    for number in range(55):
        SystemFactory(access=access, name=f"系统 {number}")
    client, url = open_as(cast.auditor), address(cast, "ledger")
    first = client.get(url)
    assert len(first.context["entries"]) == 50
    second = client.get(first.context["paging"]["next_url"])
    assert len(second.context["entries"]) == 5
    numbers = [row["sequence"] for row in [*first.context["entries"], *second.context["entries"]]]
    assert numbers == sorted(numbers, reverse=True)
    found = client.get(url, {"q": "系统 54"})
    assert len(found.context["entries"]) == 1
    assert str(cast.owner) in text(found)
    assert len(client.get(url, {"act": "goals"}).context["entries"]) == 0
    assert len(client.get(url, {"act": "systems", "q": "SYS-001"}).context["entries"]) == 1
    for odd in ({"page": "x"}, {"page": "999"}, {"page": "-1"}, {"act": "%"}, {"q": "%"}):
        assert client.get(url, odd).status_code == 200


def test_the_ledger_shows_this_programme_alone(cast: Cast, open_as: OpenAs):
    SystemFactory(access=cast.access(cast.owner), name="本项目的系统")
    MembershipFactory(programme=cast.other_programme, user=cast.stranger, role=Role.AUDITOR)
    url = reverse("overview:ledger", args=[cast.other_programme.slug])
    assert "本项目的系统" not in body(open_as(cast.stranger).get(url))
    assert "本项目的系统" in body(open_as(cast.owner).get(address(cast, "ledger")))


def test_the_chain_is_verified_from_the_page_and_a_break_is_named(cast: Cast, open_as: OpenAs):
    access = cast.access(cast.owner)
    for _ in range(3):
        SystemFactory(access=access)
    client, url = open_as(cast.auditor), address(cast, "ledger") + "?verify=1"
    assert client.get(address(cast, "ledger")).context["verification"] is None
    intact = client.get(url).context["verification"]
    assert (intact["state"].family, intact["count"]) == ("met", str(Entry.objects.count()))
    second = Entry.objects.order_by("sequence")[1]
    triggers_remove(connection)
    Entry.objects.filter(pk=second.pk).update(actor_name="别人")
    triggers_install(connection)
    broken = client.get(url)
    assert broken.context["verification"]["state"].family == "block"
    assert str(second.sequence) in broken.context["verification"]["text"]
    assert broken.context["verification"]["text"] in text(broken)


@pytest.mark.parametrize("who", ["it_lead", "finance_head", "key_user"])
def test_who_may_not_read_the_ledger_is_offered_none(cast: Cast, open_as: OpenAs, who: str):
    client = open_as(getattr(cast, who))
    page = client.get(address(cast, "programme"))
    assert address(cast, "ledger") not in links(page)
    assert client.get(address(cast, "ledger")).status_code == 404


def test_programmes_are_listed_for_those_who_hold_a_role_in_them(cast: Cast, open_as: OpenAs):
    url = reverse("overview:programmes")
    cast.programme.name = "不可外传的项目"
    cast.programme.save()
    assert address(cast, "programme") in links(open_as(cast.owner).get(url))
    stranger = open_as(cast.stranger).get(url)
    assert cast.programme.name not in body(stranger)
    assert cast.other_programme.name in text(stranger)
    nobody = open_as(cast.nobody).get(url)
    assert nobody.status_code == 200
    assert nobody.context["programmes"] == []


def test_trainees_and_vendors_are_led_to_their_work(cast: Cast, open_as: OpenAs):
    for role in (Role.TRAINEE, Role.VENDOR):
        cast.nobody.memberships.all().delete()
        MembershipFactory(programme=cast.programme, user=cast.nobody, role=role)
        client = open_as(cast.nobody)
        answer = client.get(address(cast, "programme"))
        assert answer.headers["Location"] == reverse("inbox:work")
        assert not [url for url in links(client.get(reverse("inbox:work"))) if "/1-requirements/" in url]


def test_someone_deactivated_is_out_at_once(cast: Cast, open_as: OpenAs):
    client = open_as(cast.owner)
    assert client.get(address(cast, "programme")).status_code == 200
    cast.owner.is_active = False
    cast.owner.save()
    answer = client.get(address(cast, "programme"))
    assert answer.status_code in {302, 404}
    assert cast.programme.name not in body(answer)


def test_signing_in_and_out(cast: Cast):
    client, login = Client(), reverse("account_login")
    target = address(cast, "programme")
    away = client.get(target)
    assert away.headers["Location"] == f"{login}?next={target}"
    page = client.get(away.headers["Location"])
    assert page.status_code == 200
    wrong = client.post(login, {"login": "owner", "password": "wrong", "next": target})
    assert wrong.status_code == 200
    assert "owner" in body(wrong)
    assert "wrong" not in body(wrong)
    inside = client.post(login, {"login": "owner", "password": PASSWORD, "next": target})
    assert inside.headers["Location"] == target
    assert client.get(target).status_code == 200
    evil = Client().post(login, {"login": "owner", "password": PASSWORD, "next": "https://example.com/"})
    assert "example.com" not in evil.headers["Location"]
    out = reverse("account_logout")
    assert client.get(out).status_code == 200, "a link alone signs nobody out"
    assert client.get(target).status_code == 200
    client.post(out)
    assert client.get(target).status_code == 302


def test_there_is_no_way_to_sign_up(cast: Cast):
    for path in ("/accounts/signup/", "/accounts/email/", "/accounts/social/"):
        assert Client().get(path).status_code in {302, 404}, path
    assert not re.search(r"signup", body(Client().get(reverse("account_login"))))
