"""Urls of My work and search."""

from django.urls import path

from governance_app.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.work, name="work"),
    path("search/", views.find, name="search"),
]
