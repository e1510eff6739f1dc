"""Addresses of processes beside those all records have."""

from django.urls import path

from requirements_app.processes import views

urlpatterns = [
    path("processes/bpmn/upload/", views.bpmn_import, name="processes-bpmn-new"),
    path("processes/bpmn/<uuid:drawing>/", views.bpmn_preview, name="processes-bpmn-preview"),
    path("processes/<str:code>/bpmn/", views.bpmn_export, name="processes-bpmn-export"),
    path("processes/<str:code>/bpmn/upload/", views.bpmn_import, name="processes-bpmn-upload"),
    path("processes/<str:code>/compare/", views.compare, name="processes-compare"),
    path("processes/<str:code>/steps/", views.steps, name="processes-steps"),
]
