"""Nobody overwrites what they have not seen."""

from typing import Any

import pytest

from governance_app.records.services import record_revise
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db
PLACE = "requirements/REQ-001/"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_change_must_name_the_version(specification: Any, owner: Caller, method: str) -> None:
    answer = owner.ask(method, PLACE, {"title": "改过", "owner_department": "D-FIN"})
    assert answer.status_code == 428
    assert answer.json()["code"] == "version-missing"
    assert owner.get(PLACE).json()["version"] == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("tag", ['"2"', '"0"', 'W/"1"', '"x"', "1", ""])
def test_another_version_is_refused(specification: Any, owner: Caller, method: str, tag: str) -> None:
    answer = owner.ask(method, PLACE, {"title": "改过", "owner_department": "D-FIN"}, If_Match=tag)
    assert answer.status_code == 412
    assert answer.json()["code"] == "version-changed"
    assert answer.json()["version"] == 1
    assert owner.get(PLACE).json()["version"] == 1


@pytest.mark.parametrize("tag", ['"1"', '"7", "1"', "*"])
def test_the_present_version_or_any_is_taken(specification: Any, owner: Caller, tag: str) -> None:
    answer = owner.patch(PLACE, {"title": "改过"}, If_Match=tag)
    assert answer.status_code == 200
    assert answer["ETag"] == '"2"'


def test_the_service_has_the_last_word(
    specification: Any, owner: Caller, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone else writes between the reading of the version and the lock."""

    def late(**given: Any) -> Any:
        record_revise(
            kind=REQUIREMENTS,
            access=cast.access(cast.it_lead),
            code="REQ-001",
            values={"title": "先到"},
            version=None,
        )
        return record_revise(**given)

    monkeypatch.setattr("governance_app.records.api.kinds.record_revise", late)
    answer = owner.patch(PLACE, {"title": "后到"}, If_Match='"1"')
    assert answer.status_code == 412
    assert answer.json()["code"] == "version-changed"
    assert owner.get(PLACE).json()["title"] == "先到"


def test_what_is_held_already_is_not_sent_again(specification: Any, owner: Caller) -> None:
    assert owner.get(PLACE, If_None_Match='"1"').status_code == 304
    assert owner.get(PLACE, If_None_Match='W/"1"').status_code == 304
    assert owner.get(PLACE, If_None_Match='"2"').status_code == 200
