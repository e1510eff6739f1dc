"""Urls of My work and search."""

from django.urls import path

from governance_app.inbox import record_views, views

app_name = "inbox"
urlpatterns = [
    path("", views.work, name="work"),
    path("search/", views.find, name="search"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/<int:number>/", views.notification, name="notification"),
    path("programmes/<slug:slug>/mentionable/", record_views.mentionable, name="mentionable"),
    path("programmes/<slug:slug>/talk/<slug:kind>/<str:code>/comments/", record_views.comment, name="comment"),
    path(
        "programmes/<slug:slug>/talk/<slug:kind>/<str:code>/comments/<int:number>/withdraw/",
        record_views.comment_off,
        name="comment-withdraw",
    ),
    path("programmes/<slug:slug>/talk/<slug:kind>/<str:code>/files/", record_views.attach, name="attach"),
    path(
        "programmes/<slug:slug>/talk/<slug:kind>/<str:code>/files/<int:number>/",
        record_views.attachment,
        name="attachment",
    ),
    path(
        "programmes/<slug:slug>/talk/<slug:kind>/<str:code>/files/<int:number>/remove/",
        record_views.attachment_off,
        name="attachment-remove",
    ),
]
