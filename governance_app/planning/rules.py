"""Calculations of plan and control: levels of risks, slips in days."""

from datetime import date

from governance_app.planning.states import RiskLevel

#: From these scores on (probability times impact, 1 to 25) a risk is high, or medium.
HIGH_FROM, MEDIUM_FROM = 12, 5


def risk_level(score: int) -> RiskLevel:
    """The level of a score."""
    if score >= HIGH_FROM:
        return RiskLevel.HIGH
    return RiskLevel.MEDIUM if score >= MEDIUM_FROM else RiskLevel.LOW


def slip_days(planned: date | None, expected: date | None) -> int | None:
    """Calendar days after the plan, negative when ahead; None where either is not known."""
    return (expected - planned).days if planned and expected else None


def slip_now(planned: date | None, expected: date | None, actual: date | None, today: date) -> int | None:
    """Calendar days after the plan as things stand: what should have been by now and is not slips day by day."""
    if actual is None and expected is not None and expected < today:
        expected = today
    return slip_days(planned, actual or expected)


def overdue(planned: date, forecast: date | None, actual: date | None, today: date) -> bool:
    """Whether a milestone not reached should have been by now: its forecast, else its plan, lies behind."""
    return actual is None and (forecast or planned) < today
