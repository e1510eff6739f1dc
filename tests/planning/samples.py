"""One sample of each kind of plan and control, as someone types it into the form."""

from typing import Any

SAMPLES: dict[str, dict[str, Any]] = {
    "milestones": {"title": "试点上线", "owner": "it_lead", "planned_on": "2030-06-30", "phase": "6"},
    "risks": {
        "title": "接口授权未定",
        "probability": "4",
        "impact": "5",
        "owner": "it_lead",
        "review_on": "2030-01-31",
    },
    "meetings": {
        "title": "指导委员会例会",
        "kind": "steering",
        "meets_on": "2030-01-31",
        "leader": "chair",
        "secretary": "owner",
    },
    "actions": {"title": "补充对账口径", "owner": "key_user", "due_on": "2030-01-31"},
    "decisions": {"title": "采用集成平台", "grounds": "成本最低", "decided_by": "chair", "decided_on": "2026-03-02"},
}
