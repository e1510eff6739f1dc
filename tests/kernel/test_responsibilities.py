"""The responsibility matrix: one role answers, at least one carries out, and every change can be told."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.people.models import User
from governance_app.phases import Phase
from governance_app.programmes.models import WorkItem
from governance_app.programmes.rules import letters_of, matrix_row_problems
from governance_app.programmes.services.work import work_remove, work_standard, work_write
from governance_app.programmes.states import Letter, Role
from governance_app.programmes.work import standard_work
from tests.factories.people import UserFactory
from tests.factories.programmes import ProgrammeFactory


def row(**changed: Any) -> dict[str, Any]:
    good = {"accountable": "it_lead", "responsible": ["developer"], "consulted": ["ops"], "informed": ["auditor"]}
    return good | changed


def test_a_sound_row_has_no_problem():
    assert matrix_row_problems(row()) == {}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"accountable": ""}, "accountable"),
        ({"responsible": []}, "responsible"),
        ({"responsible": ["it_lead"]}, "responsible"),
        ({"consulted": ["developer"]}, "consulted"),
        ({"informed": ["ops"]}, "informed"),
        ({"responsible": ["developer", "developer"]}, "responsible"),
        ({"responsible": ["king"]}, "responsible"),
        ({"accountable": "auditor", "informed": []}, "accountable"),
        ({"consulted": ["auditor"], "informed": []}, "consulted"),
    ],
)
def test_a_row_that_is_not_sound_says_where(changed: dict[str, Any], field: str):
    assert list(matrix_row_problems(row(**changed))) == [field]


_ROLES = st.lists(st.sampled_from(Role.values), max_size=4)


def test_each_role_has_the_letter_of_its_column() -> None:
    letters = letters_of(row(accountable="chair", responsible=["pmo"], consulted=["it_lead"], informed=["auditor"]))
    assert {role: letter.value for role, letter in letters.items()} == {
        "chair": "A",
        "pmo": "R",
        "it_lead": "C",
        "auditor": "I",
    }
    assert letters_of({"accountable": "chair", "informed": ["chair"]}) == {"chair": Letter.ACCOUNTABLE}


@given(st.sampled_from(["", *Role.values]), _ROLES, _ROLES, _ROLES)
def test_a_row_without_problems_gives_every_role_one_letter(
    answers: str, carry: list[str], asked: list[str], told: list[str]
):
    tried = {"accountable": answers, "responsible": carry, "consulted": asked, "informed": told}
    if matrix_row_problems(tried):
        return
    letters = letters_of(tried)
    assert len(letters) == 1 + len(carry) + len(asked) + len(told)
    assert list(letters.values()).count(Letter.ACCOUNTABLE) == 1
    assert Letter.RESPONSIBLE in letters.values()


def test_the_standard_matrix_is_sound_and_holds_every_phase():
    for _phase, work in standard_work():
        names = ("accountable", "responsible", "consulted", "informed")
        assert matrix_row_problems({name: getattr(work, name) for name in names}) == {}, work.title
    assert {phase for phase, _work in standard_work()} == set(Phase)


@pytest.fixture
def pmo(db: None) -> User:
    return UserFactory()


@pytest.mark.postgres_too
def test_rows_are_written_changed_and_removed_and_the_ledger_tells_it(pmo: User):
    programme = ProgrammeFactory()
    work_standard(programme=programme, actor=pmo)
    with pytest.raises(Refusal):
        work_standard(programme=programme, actor=pmo)
    values = row(title=" 试运行 ", phase=6)
    item = work_write(programme=programme, code=None, values=values, version=None, actor=pmo)
    assert (item.code, item.title, item.version) == (f"WI-{len(list(standard_work())) + 1:02}", "试运行", 1)
    item = work_write(programme=programme, code=item.code, values={"accountable": "pmo"}, version=1, actor=pmo)
    same = work_write(programme=programme, code=item.code, values={"accountable": "pmo"}, version=2, actor=pmo)
    assert same.version == 2
    with pytest.raises(Refusal) as stale:
        work_remove(programme=programme, code=item.code, version=1, actor=pmo)
    assert stale.value.code == "stale"
    work_remove(programme=programme, code=item.code, version=2, actor=pmo)
    again = work_write(programme=programme, code=None, values=values, version=None, actor=pmo)
    assert again.code != item.code, "a code is never given twice"
    acts = list(Entry.objects.filter(programme=programme.slug).order_by("sequence").values_list("act", flat=True))
    assert acts == ["work.standard", "work.added", "work.changed", "work.removed", "work.added"]
    history: Any = WorkItem.history
    assert [version.history_type for version in history.filter(code=item.code).order_by("history_id")] == list("+~-")


def test_a_title_twice_in_a_phase_is_refused_at_the_title(pmo: User):
    programme = ProgrammeFactory()
    work_write(programme=programme, code=None, values=row(title="割接", phase=6), version=None, actor=pmo)
    with pytest.raises(Refusal) as twice:
        work_write(programme=programme, code=None, values=row(title="割接", phase=6), version=None, actor=pmo)
    assert list(twice.value.fields) == ["title"]


@pytest.mark.postgres_too
@pytest.mark.parametrize("changed", [{"responsible": []}, {"accountable": ""}, {"accountable": "king"}, {"phase": 8}])
def test_the_database_too_refuses_a_row_nobody_answers_for(pmo: User, changed: dict[str, Any]):
    values = {"programme": ProgrammeFactory(), "code": "WI-01", "title": "割接", "phase": 6} | row(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem(**(values | changed)).save()
