"""Addresses of change requests beside those all records have."""

from django.urls import path

from requirements_app.changes import views

urlpatterns = [
    # Before the pages all kinds have: these two moves are made with the password.
    path("change-requests/<str:code>/move/accept/", views.accept, name="change-requests-accept"),
    path("change-requests/<str:code>/move/reject/", views.reject, name="change-requests-reject"),
]
