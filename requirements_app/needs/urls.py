"""Addresses of research beside those all records have."""

from django.urls import path

from requirements_app.needs import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("interviews/coverage/", views.coverage, name="interviews-coverage"),
]
