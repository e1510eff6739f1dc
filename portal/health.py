"""Liveness and readiness, for whoever supervises the processes."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from governance_app.programmes.guards import public


@public
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers as well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


urlpatterns = [path("live/", live, name="health-live"), path("ready/", ready, name="health-ready")]
