"""Urls of the gates, below /programmes/<slug>/gates/."""

from django.urls import path

from governance_app.gates.views import conditions, replay, reviews

app_name = "gates"
_BASE = "programmes/<slug:slug>/gates/"
urlpatterns = [
    path(f"{_BASE}waivers/", conditions.waivers, name="waivers"),
    path(f"{_BASE}waivers/new/<str:criterion>/", conditions.waive, name="waive"),
    path(f"{_BASE}waivers/<str:code>/revoke/", conditions.revoke, name="waiver-revoke"),
    path(f"{_BASE}conditions/<str:code>/met/", conditions.settle, name="condition-met"),
    path(f"{_BASE}<str:segment>/as-of/", replay.as_of, name="as-of"),
    path(f"{_BASE}<str:segment>/call/", reviews.call, name="call"),
    path(f"{_BASE}<str:segment>/<int:number>/", reviews.review, name="review"),
    path(f"{_BASE}<str:segment>/<int:number>/vote/", reviews.vote, name="vote"),
    path(f"{_BASE}<str:segment>/<int:number>/withdraw/", reviews.withdraw, name="withdraw"),
    path(f"{_BASE}<str:segment>/<int:number>/close/", reviews.close, name="close"),
    path(f"{_BASE}<str:segment>/<int:number>/evidence/", reviews.evidence, name="evidence"),
    path(f"{_BASE}<str:segment>/<int:number>/conditions/new/", conditions.propose, name="condition-new"),
]
