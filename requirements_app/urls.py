"""Urls of phase 1, below /programmes/<slug>/1-requirements/."""

from django.urls import path

from governance_app.phases import Phase
from governance_app.records.registry import kinds_of
from governance_app.records.urls import record_urls
from requirements_app.views import boards, changes, processes

app_name = "requirements"
urlpatterns = [
    # Before the pages all kinds have: these two moves are made with the password.
    path("change-requests/<str:code>/move/accept/", changes.accept, name="change-requests-accept"),
    path("change-requests/<str:code>/move/reject/", changes.reject, name="change-requests-reject"),
    # Before the generic pages, whose code of a record would match them too.
    path("processes/bpmn/upload/", processes.bpmn_import, name="processes-bpmn-new"),
    path("processes/bpmn/<uuid:drawing>/", processes.bpmn_preview, name="processes-bpmn-preview"),
    path("processes/<str:code>/bpmn/", processes.bpmn_export, name="processes-bpmn-export"),
    path("processes/<str:code>/bpmn/upload/", processes.bpmn_import, name="processes-bpmn-upload"),
    path("processes/<str:code>/compare/", processes.compare, name="processes-compare"),
    path("processes/<str:code>/steps/", processes.steps, name="processes-steps"),
    path("board/", boards.board, name="board"),
    path("interviews/coverage/", boards.coverage, name="interviews-coverage"),
    path("interactions/map/", boards.interaction_map, name="interactions-map"),
    *(pattern for kind in kinds_of(Phase.REQUIREMENTS) for pattern in record_urls(kind)),
]
