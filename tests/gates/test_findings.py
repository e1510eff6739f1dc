"""What figures amount to: pure calculation."""

import pytest

from governance_app.gates.findings import Finding, Seat
from governance_app.gates.states import FindingState
from governance_app.programmes.states import Role


@pytest.mark.parametrize(
    ("good", "total", "state", "figure"),
    [
        (0, 0, FindingState.INCONCLUSIVE, "—"),
        (0, 1, FindingState.UNMET, "0/1"),
        (1, 1, FindingState.MET, "1/1"),
        (2, 3, FindingState.UNMET, "2/3"),
        (3, 3, FindingState.MET, "3/3"),
    ],
)
def test_all_of_at_least_one_must_be_good(good: int, total: int, state: FindingState, figure: str) -> None:
    found = Finding.of_all(good, total, cause="缺一项")
    assert (found.state, found.figure) == (state, figure)
    assert (found.cause == "缺一项") is (state == FindingState.UNMET)


def test_who_can_clear_it_is_told_by_role_once_unless_said_otherwise() -> None:
    seats = (Seat(Role.DEPT_HEAD, 1), Seat(Role.DEPT_HEAD, 2), Seat(Role.PMO))
    assert Finding.of_all(0, 1, seats=seats).who == "部门负责人, 项目经理"
    assert Finding.of_all(0, 0, seats=seats).seats == seats
    assert Finding.of_all(0, 1, seats=seats, who="财务部").who == "财务部"
