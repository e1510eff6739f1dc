"""The demonstration: a believable programme in the middle of phase 1, told through the same services as all else."""

import itertools
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from governance_app.documents.models import Revision
from governance_app.gates.registry import criteria_of
from governance_app.gates.states import FindingState
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.people.models import User
from governance_app.phases import Phase
from governance_app.programmes.demo import Stage
from governance_app.programmes.demo_people import GROUP_SLUG, LOGISTICS_SLUG
from governance_app.programmes.states import PhaseState, Role
from governance_app.records.registry import record_kinds
from governance_app.signoff.models import Signature
from requirements_app.models import Goal, Interaction, Interview, PainPoint, Process, Requirement, System
from requirements_app.specification.documents import SPECIFICATION

pytestmark = pytest.mark.django_db


def test_it_holds_what_it_promises(demo: Stage):
    programme = demo.programmes[GROUP_SLUG]
    counts = {
        model: model._default_manager.filter(programme=programme).count()
        for model in (System, Interview, PainPoint, Goal, Requirement, Interaction, Process)
    }
    told = {System: 12, Interview: 18, PainPoint: 40, Goal: 6, Requirement: 60, Interaction: 25, Process: 8}
    assert counts == told
    assert set(demo.programmes) == {GROUP_SLUG, LOGISTICS_SLUG}


def test_seven_of_nine_heads_have_signed(demo: Stage):
    revision = Revision.objects.get(document__programme=demo.programmes[GROUP_SLUG])
    assert (revision.number, revision.state) == (1, "in_signing")
    assert revision.round.slots.count() == 9
    signatures = Signature.objects.filter(round=revision.round)
    assert signatures.count() == 7
    assert {row.meaning for row in signatures} == {"approval"}
    waiting = revision.round.slots.filter(signatures=None)
    assert set(waiting.values_list("title", flat=True)) == {"销售部负责人", "法务部负责人"}
    assert SPECIFICATION.problems(demo.programmes[GROUP_SLUG], SPECIFICATION.content(demo.programmes[GROUP_SLUG])) == []


def test_the_ledger_verifies_and_time_runs_forward(demo: Stage):
    assert ledger_break() is None
    times = list(Entry.objects.order_by("sequence").values_list("time", flat=True))
    assert len(times) > 250
    assert times[-1] <= timezone.localtime().isoformat()
    story = [time for time in times if time]
    later = sum(second >= first for first, second in itertools.pairwise(story))
    assert later > 0.95 * len(story), "events are told in the order of time"


def test_every_record_has_its_history_and_its_links(demo: Stage):
    for kind in record_kinds:
        for record in kind.model._default_manager.all():
            versions = list(record.history.order_by("history_date", "history_id"))
            assert versions[0].history_type == "+"
            assert versions[-1].version == record.version
            assert versions[-1].history_user_id == record.updated_by_id
            for name in kind.many:
                linked = sorted(row.code for row in getattr(record, name).all())
                assert sorted(record.links.get(name, [])) == linked, f"{record} {name}"


def test_people_are_invented_and_sign_in(demo: Stage):
    assert User.objects.filter(is_superuser=True).count() == 0
    for user in demo.users.values():
        assert user.email.endswith("@example.com")
        assert user.check_password("sevengate-demo")
    held = set(demo.programmes[GROUP_SLUG].memberships.values_list("role", flat=True))
    assert held == set(Role.values), "every role can be tried"


def test_phase_one_is_going_on_and_the_others_have_not_begun(demo: Stage):
    for programme in demo.programmes.values():
        states = list(programme.phases.order_by("phase").values_list("state", flat=True))
        assert states == [PhaseState.ACTIVE, *[PhaseState.NOT_STARTED] * 6]
        assert programme.start_date < timezone.localdate() < programme.end_date


def status(*arguments: str) -> str:
    out = StringIO()
    call_command("gate_status", *arguments, stdout=out)
    return out.getvalue()


def test_gate_status_tells_machines_every_criterion(demo: Stage):
    answer = json.loads(status("--json"))
    assert [row["slug"] for row in answer["programmes"]] == [GROUP_SLUG, LOGISTICS_SLUG]
    group = answer["programmes"][0]
    assert [gate["phase"] for gate in group["gates"]] == list(range(1, 8))
    first = group["gates"][0]
    assert first["decision"] == "active"
    assert [row["code"] for row in first["criteria"]] == [row.code for row in criteria_of(Phase.REQUIREMENTS)]
    for row in first["criteria"]:
        assert set(row) == {"code", "title", "state", "figure", "link"}
        assert row["state"] in FindingState.values
        assert row["link"].startswith(f"/programmes/{GROUP_SLUG}/")
    found = {row["code"]: (row["state"], row["figure"]) for row in first["criteria"]}
    assert found["REQ-G8"] == ("unmet", "7/9")
    assert all(not gate["criteria"] for gate in group["gates"][1:])


def test_gate_status_takes_one_programme_and_refuses_one_that_is_not_there(demo: Stage):
    answer = json.loads(status(LOGISTICS_SLUG, "--json"))
    assert [row["slug"] for row in answer["programmes"]] == [LOGISTICS_SLUG]
    assert "REQ-G8" in status(GROUP_SLUG)
    with pytest.raises(CommandError):
        status("no-such-programme")


def test_gate_status_shows_the_state_that_is_written_in_both_languages(demo: Stage):
    text = status(GROUP_SLUG)
    assert "unmet" in text
    assert "7/9" in text
