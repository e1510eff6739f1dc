"""A changed source makes its links suspect until someone clears them by name and reason."""

import pytest

from governance_app.base.canonical import content_hash, plain
from governance_app.errors import Refusal
from governance_app.gates.registry import criteria
from governance_app.gates.selectors import finding_now
from governance_app.records.services import record_remove, record_revise
from governance_app.records.tracing import trigger_values
from governance_app.trace.models import TraceLink
from governance_app.trace.selectors import links_of, suspects_of
from governance_app.trace.services import link_clear
from requirements_app.inventory.kinds import INTERACTIONS
from requirements_app.models import Requirement
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def change(cast: Cast, specification: Specification, **values: str) -> Requirement:
    record = specification.requirements[0]
    return record_revise(  # type: ignore[return-value]
        kind=REQUIREMENTS, access=cast.access(cast.it_lead), code=record.code, values=values, version=None
    )


def clear(
    cast: Cast, link: TraceLink, record: Requirement, reason: str = "已核对，接口不受影响", seen: str = ""
) -> TraceLink:
    values = trigger_values(REQUIREMENTS, record)
    return link_clear(
        link=link,
        values=values,
        seen_fingerprint=seen or content_hash(plain(values)),
        actor=cast.owner,
        reason=reason,
    )


def test_links_follow_the_records(cast: Cast, specification: Specification) -> None:
    first = specification.requirements[0]
    pairs = set(links_of(cast.programme).values_list("source", "target"))
    assert (f"pain-points:{specification.pain_points[0].code}", f"requirements:{first.code}") in pairs
    assert (f"goals:{specification.goals[0].code}", f"requirements:{first.code}") in pairs
    assert (f"requirements:{first.code}", f"interactions:{specification.interactions[0].code}") in pairs
    assert not suspects_of(cast.programme).exists()


def test_a_changed_acceptance_criterion_makes_dependent_links_suspect(cast: Cast, specification: Specification) -> None:
    record = change(cast, specification, acceptance="30 秒内到达")
    assert [link.source for link in suspects_of(cast.programme)] == [f"requirements:{record.code}"]
    assert finding_now(cast.programme, criteria["REQ-G9"]).state == "unmet"


def test_the_order_in_which_a_source_names_others_says_nothing(cast: Cast, specification: Specification) -> None:
    """Links are read back in whatever order: the fingerprint is that of what is named."""
    codes = ["SYS-002", "SYS-001", "SYS-003"]
    said = [trigger_values(REQUIREMENTS, Requirement(links={"systems": order})) for order in (codes, codes[::-1])]
    assert said[0] == said[1]
    assert said[0]["systems"] == sorted(codes)
    systems = [specification.systems[1], specification.systems[0]]
    record = specification.requirements[0]
    assert record.links["systems"] == [system.code for system in systems[::-1]]
    values = {"systems": systems}
    access = cast.access(cast.it_lead)
    record_revise(kind=REQUIREMENTS, access=access, code=record.code, values=values, version=None)
    assert not suspects_of(cast.programme).exists()


def test_a_field_that_triggers_nothing_does_not(cast: Cast, specification: Specification) -> None:
    change(cast, specification, kind="data")
    assert not suspects_of(cast.programme).exists()


def test_going_back_to_what_was_seen_makes_it_sound_again(cast: Cast, specification: Specification) -> None:
    before = specification.requirements[0].acceptance
    change(cast, specification, acceptance="别的")
    change(cast, specification, acceptance=before)
    assert not suspects_of(cast.programme).exists()


def test_clearing_needs_a_reason_and_what_is_true_now(cast: Cast, specification: Specification) -> None:
    record = change(cast, specification, acceptance="30 秒内到达")
    link = suspects_of(cast.programme).get()
    with pytest.raises(Refusal) as caught:
        clear(cast, link, record, reason=" ")
    assert caught.value.code == "reason-missing"
    with pytest.raises(Refusal) as caught:
        clear(cast, link, record, seen="0" * 64)
    assert caught.value.code == "stale"
    cleared = clear(cast, link, record)
    assert (cleared.suspect, cleared.cleared_by) == (False, cast.owner)
    assert finding_now(cast.programme, criteria["REQ-G9"]).state == "met"
    change(cast, specification, acceptance="20 秒内到达")
    assert suspects_of(cast.programme).count() == 1


def test_a_removed_record_takes_its_links_along(cast: Cast, specification: Specification) -> None:
    interaction = specification.interactions[0]
    record_remove(kind=INTERACTIONS, access=cast.access(cast.it_lead), code=interaction.code, version=None)
    assert not links_of(cast.programme).filter(target=f"interactions:{interaction.code}").exists()


def test_unlinking_removes_the_link(cast: Cast, specification: Specification) -> None:
    record = specification.requirements[0]
    record_revise(
        kind=REQUIREMENTS,
        access=cast.access(cast.it_lead),
        code=record.code,
        values={"pain_points": []},
        version=None,
    )
    gone = f"{PAIN_POINTS.slug}:{specification.pain_points[0].code}"
    assert not links_of(cast.programme).filter(source=gone, target=f"requirements:{record.code}").exists()
