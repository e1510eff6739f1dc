"""My work, and searching what one may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance_app.programmes.selectors import access_for
from governance_app.programmes.states import Role
from governance_app.records.registry import record_kinds
from governance_app.signoff.models import Round
from governance_app.signoff.states import Meaning
from requirements_app.changes.selectors import DOCUMENT as CODE
from tests.conftest import Cast, Specification
from tests.factories.programmes import MembershipFactory
from tests.factories.records import GoalFactory, PainPointFactory, RequirementFactory, SystemFactory
from tests.pages.conftest import OpenAs
from tests.pages.reading import body, links, main, text

pytestmark = pytest.mark.django_db

WORK = reverse("inbox:work")
SEARCH = reverse("inbox:search")


def badge(page) -> int:
    """The number beside My work in the head of every page."""
    link = body(page).partition('class="sg-top-work"')[2].partition("</a>")[0]
    return int(link.partition('<span class="sg-top-badge">')[2].partition("<")[0] or 0)


def test_without_work_the_page_says_what_will_appear(cast: Cast, open_as: OpenAs):
    page = open_as(cast.owner).get(WORK)
    assert page.context["total"] == 0
    assert badge(page) == 0
    for source in page.context["sources"]:
        assert str(source["text"]) in text(page)


def test_a_signature_waits_with_its_days_and_leaves_once_given(specification: Specification, open_as: OpenAs):
    cast = specification.cast
    revision = specification.submit(due_on=timezone.localdate() - timedelta(days=2))
    Round.objects.filter(pk=revision.round_id).update(opened_at=timezone.now() - timedelta(days=5, hours=1))
    client = open_as(cast.finance_head)
    page = client.get(WORK)
    sign = reverse("documents:sign", args=[cast.programme.slug, CODE, 1])
    assert sign in links(page)
    item = page.context["groups"][0]["items"][0]
    assert (item["waited_days"], badge(page), page.context["oldest"]) == (5, 1, 5)
    assert str(item["due_state"].label) in text(page), "overdue is said"
    assert cast.programme.name in main(page)
    elsewhere = client.get(reverse("overview:programme", args=[cast.programme.slug]))
    assert badge(elsewhere) == 1, "the badge stands on every page"
    specification.sign(revision, cast.finance_head)
    after = client.get(WORK)
    assert sign not in links(after)
    assert badge(after) == 0
    assert badge(open_as(cast.it_head).get(WORK)) == 1


@pytest.mark.parametrize("who", ["owner", "it_lead", "chair", "key_user", "auditor", "stranger", "nobody"])
def test_whose_signature_is_not_asked_has_no_such_work(specification: Specification, open_as: OpenAs, who: str):
    specification.submit()
    page = open_as(getattr(specification.cast, who)).get(WORK)
    assert page.status_code == 200
    assert badge(page) == 0


def test_a_revision_sent_back_waits_on_its_author_until_the_next(specification: Specification, open_as: OpenAs):
    cast = specification.cast
    revision = specification.submit()
    specification.sign(revision, cast.finance_head, Meaning.CHANGES_REQUESTED, "缺少接口清单")
    client = open_as(cast.owner)
    page = client.get(WORK)
    assert badge(page) == 1
    assert "缺少接口清单" in text(page)
    assert reverse("documents:revision", args=[cast.programme.slug, CODE, 1]) in links(page)
    assert badge(open_as(cast.it_lead).get(WORK)) == 0
    RequirementFactory(access=cast.access(cast.it_lead), owner_department=cast.it)
    specification.submit()
    assert badge(client.get(WORK)) == 0


def test_work_of_several_programmes_stands_together(specification: Specification, open_as: OpenAs):
    cast = specification.cast
    specification.submit()
    MembershipFactory(programme=cast.programme, user=cast.stranger, role=Role.DEPT_HEAD, department=cast.finance)
    page = open_as(cast.stranger).get(WORK)
    assert badge(page) == 0 or cast.programme.name in main(page)
    programmes = open_as(cast.stranger).get(reverse("overview:programmes"))
    assert {cast.programme.name, cast.other_programme.name} <= {row["name"] for row in programmes.context["programmes"]}


def test_search_finds_across_kinds_by_code_title_and_text(cast: Cast, open_as: OpenAs):
    access = cast.access(cast.owner)
    system = SystemFactory(access=access, name="凭证系统", modules="总账")
    point = PainPointFactory(access=access, department=cast.finance, title="凭证重复录入", description="手工抄写")
    goal = GoalFactory(access=access, owner_department=cast.finance, statement="凭证当日入账")
    requirement = RequirementFactory(
        access=access, owner_department=cast.finance, title="同步", description="每日把凭证推送到总账 <b>不丢</b>"
    )
    client = open_as(cast.auditor)
    page = client.get(SEARCH, {"q": "凭证"})
    assert page.context["total"] == 4
    for kind, record in (("systems", system), ("pain-points", point), ("goals", goal), ("requirements", requirement)):
        assert record_kinds[kind].url(cast.programme.slug, record.code) in links(page)
    assert "<mark>凭证</mark>" in main(page)
    assert "<b>不丢" not in main(page)
    assert client.get(SEARCH, {"q": requirement.code.lower()}).context["total"] == 1
    assert client.get(SEARCH, {"q": "手工抄写"}).context["total"] == 1
    nothing = client.get(SEARCH, {"q": "没有这样的词"})
    assert nothing.context["total"] == 0
    assert "没有这样的词" in body(nothing)


def test_search_never_finds_what_is_not_ones_own(cast: Cast, open_as: OpenAs):
    foreign = access_for(cast.stranger, cast.other_programme.slug)
    SystemFactory(access=cast.access(cast.owner), name="机密总账")
    SystemFactory(access=foreign, name="机密车间")
    mine = open_as(cast.owner).get(SEARCH, {"q": "机密"})
    assert "机密总账" in text(mine)
    assert "车间" not in body(mine)
    for query in ({"q": "机密"}, {"q": "机密", "programme": cast.programme.slug}, {"q": "SYS-001"}):
        theirs = open_as(cast.stranger).get(SEARCH, query)
        assert "总账" not in body(theirs)
        assert cast.programme.slug not in body(theirs).replace(f"programme={cast.programme.slug}", "")
    nothing = open_as(cast.nobody).get(SEARCH, {"q": "机密"})
    assert nothing.context["total"] == 0


def test_search_leaves_out_kinds_a_role_may_not_read(cast: Cast, open_as: OpenAs):
    SystemFactory(access=cast.access(cast.owner), name="机密总账")
    MembershipFactory(programme=cast.programme, user=cast.nobody, role=Role.VENDOR)
    page = open_as(cast.nobody).get(SEARCH, {"q": "机密"})
    assert page.context["total"] == 0
    assert "总账" not in main(page)


def test_search_of_several_programmes_names_them_and_keeps_to_one_when_asked(cast: Cast, open_as: OpenAs):
    MembershipFactory(programme=cast.programme, user=cast.stranger, role=Role.AUDITOR)
    SystemFactory(access=cast.access(cast.owner), name="凭证甲")
    SystemFactory(access=access_for(cast.stranger, cast.other_programme.slug), name="凭证乙")
    client = open_as(cast.stranger)
    both = client.get(SEARCH, {"q": "凭证"})
    assert both.context["total"] == 2
    assert {cast.programme.name, cast.other_programme.name} <= {
        str(group["title"]).partition(" · ")[0] for group in both.context["groups"]
    }
    one = client.get(SEARCH, {"q": "凭证", "programme": cast.other_programme.slug})
    assert one.context["total"] == 1


@pytest.mark.parametrize(
    "query", ["", " ", "凭", "%", "_", "%%", "__", "'", "\\", "a" * 500, "<script>alert(1)</script>"]
)
def test_odd_searches_are_answered(cast: Cast, open_as: OpenAs, query: str):
    SystemFactory(access=cast.access(cast.owner), name="凭证系统")
    page = open_as(cast.owner).get(SEARCH, {"q": query})
    assert page.status_code == 200
    assert page.context["total"] == 0
    assert "<script>alert" not in body(page)


def test_a_search_that_finds_many_shows_some_and_leads_to_all(cast: Cast, open_as: OpenAs):
    access = cast.access(cast.owner)
    for number in range(25):
        SystemFactory(access=access, name=f"凭证 {number}")
    client = open_as(cast.owner)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(SEARCH, {"q": "凭证"})
    assert len(queries) <= 25
    group = page.context["groups"][0]
    assert (group["count"], len(group["items"])) == (25, 20)
    everything = client.get(group["more_url"])
    assert everything.context["paging"]["total"] == 25
