"""What people are told is written in the language each of them reads, whoever acted."""

from collections.abc import Callable

import pytest
from django.utils import translation

from governance_app.inbox.models import Notification
from governance_app.people.models import User
from tests.gates.conftest import Committee

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.mark.parametrize("actor", ["en", "zh-hans"])
def test_a_call_to_vote_reads_as_each_member_reads(
    committee: Committee, findings: Callable[..., None], actor: str
) -> None:
    findings()
    reader = committee.members[0]
    User.objects.filter(pk=reader.pk).update(language="en")
    with translation.override(actor):
        committee.call()
    told = dict(Notification.objects.filter(key__startswith="vote:").values_list("user__username", "title"))
    assert told.pop(reader.username).startswith("Please vote on gate 1: ")
    assert set(told) == {person.username for person in (committee.chair, *committee.members[1:])}
    assert all(title.startswith("请对第 1 关投票") for title in told.values())
