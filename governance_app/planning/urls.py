"""Urls of plan and control, below /programmes/<slug>/planning/."""

from django.urls import path

from governance_app.planning.kinds import PLAN
from governance_app.planning.views import meetings, plan
from governance_app.records.registry import kinds_at
from governance_app.records.urls import record_urls

app_name = "planning"
_MEETING = "meetings/<str:code>/"
urlpatterns = [
    path("", plan.plan, name="plan"),
    path("phases/<str:segment>/", plan.window, name="window"),
    path(f"{_MEETING}agenda/fill/", meetings.agenda, name="meetings-agenda-fill"),
    path(f"{_MEETING}agenda/new/", meetings.item_new, name="meetings-item-new"),
    path(f"{_MEETING}agenda/<int:number>/", meetings.item, name="meetings-item"),
    path(f"{_MEETING}agenda/<int:number>/remove/", meetings.item_off, name="meetings-item-remove"),
    path(f"{_MEETING}attendance/", meetings.attendance, name="meetings-attendance"),
    path(f"{_MEETING}minutes/", meetings.minutes, name="meetings-minutes"),
    *(pattern for kind in kinds_at(PLAN) for pattern in record_urls(kind)),
]
