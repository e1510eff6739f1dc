"""Urls of the floor."""

from django.contrib.auth.views import LoginView
from django.urls import path

from benchmarks.floor import views

urlpatterns = [
    path("login/", LoginView.as_view(template_name="floor/form.html"), name="login"),
    path("issues/", views.issue_list, name="list"),
    path("issues/new/", views.issue_create, name="create"),
    path("issues/<int:pk>/", views.issue_detail, name="detail"),
]
