"""Urls across programmes."""

from django.urls import path

from governance_app.overview.views import steering

app_name = "steering"
urlpatterns = [path("steering/", steering.steering_all, name="all")]
