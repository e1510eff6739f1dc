"""Passwords guessed from many places at once, and workers that reach for the same job."""

import pytest

from governance_app.jobs.models import Job
from governance_app.jobs.services import job_enqueue
from governance_app.people.models import Reauthentication
from tests.concurrency.conftest import Crowd, refusals
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db(transaction=True)]


def test_guessing_from_twelve_places_at_once_gives_no_more_guesses(crowd: Crowd, settings: object) -> None:
    user = UserFactory()
    outcomes = crowd(*[("guess", {"user": user.pk, "password": "wrong"})] * 12)
    allowed = settings.REAUTHENTICATION_FAILURES
    assert sorted(refusals(outcomes)) == ["throttled"] * (12 - allowed) + ["wrong-password"] * allowed
    assert Reauthentication.objects.filter(user=user, succeeded=False).count() == allowed


def test_work_asked_for_by_many_at_once_is_one_job(crowd: Crowd) -> None:
    outcomes = crowd(*[("enqueue", {"key": "same"})] * 6)
    assert len({outcome.result for outcome in outcomes}) == 1
    assert list(Job.objects.values_list("state", "attempts")) == [("done", 1)]


def test_of_six_workers_one_takes_the_job(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governance_app.jobs.services._send", lambda job: None)
    job = job_enqueue(kind="documents.render", key="k", arguments={})
    outcomes = crowd(*[("take", {"job": str(job.pk)})] * 6)
    assert sorted(outcome.result for outcome in outcomes) == [False] * 5 + [True]
    job.refresh_from_db()
    assert job.attempts == 1
