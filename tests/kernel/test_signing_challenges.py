"""A signing page serves once: for the one who opened it, for what it showed, for a while."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing

from governance_app.documents.models import Revision
from governance_app.documents.services import revision_withdraw
from governance_app.errors import Refusal
from governance_app.signoff.models import Challenge, Signature
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.signoff.states import Meaning
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

Refused = Callable[..., str]


@pytest.fixture
def revision(specification: Specification) -> Revision:
    return specification.submit()


@pytest.fixture
def refused(specification: Specification, revision: Revision, cast: Cast) -> Refused:
    def attempt(token: str, **page: Any) -> str:
        before, shown = Signature.objects.count(), page.pop("shown", revision)
        with pytest.raises(Refusal) as caught:
            specification.sign(shown, cast.finance_head, token=token, **page)
        assert Signature.objects.count() == before
        return caught.value.code

    return attempt


def tokens(revision: Revision, user: Any) -> dict[str, str]:
    return challenge_issue(round_=Revision.objects.get(pk=revision.pk).round, user=user)


def test_it_offers_one_token_for_each_meaning(revision: Revision, cast: Cast) -> None:
    offered = tokens(revision, cast.finance_head)
    assert set(offered) == {Meaning.APPROVAL, Meaning.CHANGES_REQUESTED, Meaning.DISAPPROVAL}
    assert len(set(offered.values())) == 3
    assert Challenge.objects.count() == 1


def test_a_used_challenge_serves_no_second_signature(
    specification: Specification, revision: Revision, cast: Cast, refused: Refused
) -> None:
    offered = tokens(revision, cast.finance_head)
    Challenge.objects.update(used_at="2026-11-20T09:00:00+08:00")
    assert refused(offered[Meaning.APPROVAL]) == "challenge-used"


def test_a_replayed_page_is_refused(
    specification: Specification, revision: Revision, cast: Cast, refused: Refused
) -> None:
    offered = tokens(revision, cast.finance_head)
    specification.sign(revision, cast.finance_head, token=offered[Meaning.APPROVAL])
    assert refused(offered[Meaning.APPROVAL]) == "signed-already"
    assert refused(offered[Meaning.DISAPPROVAL], reason="改了主意") == "signed-already"


def test_another_persons_token_is_refused(revision: Revision, cast: Cast, refused: Refused) -> None:
    assert refused(tokens(revision, cast.personnel_head)[Meaning.APPROVAL]) == "challenge-expired"


def test_a_token_for_other_content_is_refused(
    specification: Specification, revision: Revision, cast: Cast, refused: Refused
) -> None:
    offered = tokens(revision, cast.finance_head)[Meaning.APPROVAL]
    revision_withdraw(revision=revision, actor=cast.owner, reason="重新提交")
    second = specification.submit()
    assert second.content_hash != revision.content_hash
    assert refused(offered, shown=second) == "challenge-expired"


def test_a_token_of_another_round_on_the_same_content_is_refused(
    revision: Revision, cast: Cast, refused: Refused
) -> None:
    offered = tokens(revision, cast.finance_head)[Meaning.APPROVAL]
    parts = signing.loads(offered, salt="sevengate.signoff")
    Challenge.objects.all().delete()
    forged = signing.dumps({**parts, "n": "0" * 32}, salt="sevengate.signoff")
    assert refused(forged) == "challenge-expired"


def test_a_token_that_names_other_content_is_refused(revision: Revision, cast: Cast, refused: Refused) -> None:
    parts = signing.loads(tokens(revision, cast.finance_head)[Meaning.APPROVAL], salt="sevengate.signoff")
    assert refused(signing.dumps({**parts, "h": "f" * 64}, salt="sevengate.signoff")) == "challenge-expired"
    assert refused(signing.dumps({**parts, "u": cast.owner.pk}, salt="sevengate.signoff")) == "challenge-expired"


def test_an_expired_token_is_refused(revision: Revision, cast: Cast, refused: Refused, settings: Any) -> None:
    offered = tokens(revision, cast.finance_head)[Meaning.APPROVAL]
    settings.SIGNING_CHALLENGE_LIFE = timedelta(seconds=-1)
    assert refused(offered) == "challenge-expired"


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "签名"])
def test_nonsense_is_refused(refused: Refused, token: str) -> None:
    assert refused(token) == "challenge-expired"


def test_a_token_signed_for_another_purpose_is_refused(revision: Revision, cast: Cast, refused: Refused) -> None:
    parts = signing.loads(tokens(revision, cast.finance_head)[Meaning.APPROVAL], salt="sevengate.signoff")
    assert refused(signing.dumps(parts, salt="sevengate.other")) == "challenge-expired"
    assert refused(signing.dumps({**parts, "m": "bribe"}, salt="sevengate.signoff")) == "challenge-expired"
    assert refused(signing.dumps({"u": cast.finance_head.pk}, salt="sevengate.signoff")) == "challenge-expired"


def test_the_meaning_is_the_tokens_not_the_pages(specification: Specification, revision: Revision, cast: Cast) -> None:
    offered = tokens(revision, cast.finance_head)
    signature = specification.sign(
        revision, cast.finance_head, token=offered[Meaning.CHANGES_REQUESTED], reason="口径不符"
    )
    assert signature.meaning == Meaning.CHANGES_REQUESTED


def test_a_page_that_showed_another_hash_is_refused(revision: Revision, cast: Cast, refused: Refused) -> None:
    offered = tokens(revision, cast.finance_head)[Meaning.APPROVAL]
    assert refused(offered, content_hash="f" * 64) == "stale"
    assert refused(offered, content_hash="") == "stale"
