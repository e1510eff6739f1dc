"""Addresses of systems and interactions beside those all records have."""

from django.urls import path

from requirements_app.inventory import views

urlpatterns = [
    path("interactions/map/", views.interaction_map, name="interactions-map"),
]
