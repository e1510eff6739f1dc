"""Notifications and comments in the API."""

from typing import Any

from django.db.models import Q
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.inbox.models import Comment, Notification
from governance_app.inbox.services import comment_add, notifications_read
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.programmes.guards import SIGNED_IN
from governance_app.records.registry import record_kinds
from governance_app.records.selectors import record_for
from governance_app.records.tracing import reference
from governance_app.rest.operations import Parameter, operation
from governance_app.rest.problems import not_found
from governance_app.rest.views import Resource


class NotificationSerializer(serializers.Serializer[Any]):
    """Something one was told."""

    number = serializers.IntegerField(source="pk")
    programme = serializers.CharField(source="programme.slug")
    title = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    mailed_at = serializers.DateTimeField(allow_null=True)


class ReadSerializer(serializers.Serializer[Any]):
    """The notifications one has read; all of them without numbers."""

    numbers: Any = serializers.ListField(
        child=serializers.IntegerField(), required=False, allow_null=True, default=None, max_length=200
    )


class ReadCountSerializer(serializers.Serializer[Any]):
    """How many were marked as read."""

    read = serializers.IntegerField()


class NotificationsResource(Resource):
    """What one was told, across programmes."""

    resource, title = "notifications", _("Notifications")
    orderings = {"created_at": "created_at"}
    ordering = "-created_at"

    @operation(SIGNED_IN, gives=NotificationSerializer, many=True)
    def list(self, request: Request) -> Response:
        """List one's notifications, the latest first."""
        user: Any = request.user
        return self.page(Notification.objects.filter(user=user).select_related("programme"))

    @operation(SIGNED_IN, title=_("Mark as read"), takes=ReadSerializer, gives=ReadCountSerializer)
    def read(self, request: Request) -> Response:
        """Mark one's notifications as read: those named, or all."""
        user: Any = request.user
        return self.answer({"read": notifications_read(user=user, numbers=self.taken()["numbers"])})


class CommentSerializer(serializers.Serializer[Any]):
    """A comment on a record."""

    number = serializers.IntegerField(source="pk")
    subject = serializers.CharField(help_text=_("Kind and code, parted by a colon"))
    author = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class CommentWriteSerializer(serializers.Serializer[Any]):
    """A comment to be written; people mentioned as @username are told."""

    kind = serializers.SlugField(max_length=40)
    code = serializers.CharField(max_length=40)
    text = serializers.CharField(max_length=10_000)


class CommentsResource(ProgrammeResource):
    """The comments on records one may read."""

    resource, title = "comments", _("Comments")
    orderings = {"created_at": "created_at"}
    ordering = "-created_at"

    @operation(
        ("programme.phases",),
        gives=CommentSerializer,
        many=True,
        parameters=(Parameter("kind", _("Kind of record")), Parameter("code", _("Code of the record"))),
    )
    def list(self, request: Request, slug: str) -> Response:
        """List the comments on records one may read, the latest first."""
        wanted, code = request.query_params.get("kind"), request.query_params.get("code")
        readable = Q(pk=None)
        for kind in record_kinds:
            if self.access.may(kind.view) and wanted in {None, kind.slug}:
                exact = Q(subject=reference(kind, code)) if code else Q(subject__startswith=reference(kind, ""))
                readable |= exact
        rows = Comment.objects.filter(readable, programme=self.access.programme, withdrawn_at=None)
        return self.page(rows.select_related("author"))

    @operation(
        ("comments.write",),
        title=_("Comment"),
        takes=CommentWriteSerializer,
        gives=CommentSerializer,
        status=201,
        keyed=True,
    )
    def create(self, request: Request, slug: str) -> Response:
        """Comment on a record; those mentioned are told."""
        wanted = self.taken()
        return self.once(lambda: self._written(wanted))

    def _written(self, wanted: dict[str, Any]) -> Response:
        kind = record_kinds.get(wanted["kind"])
        record = record_for(kind, self.access, wanted["code"]) if kind and self.access.may(kind.view) else None
        if kind is None or record is None:
            raise not_found()
        made = comment_add(
            access=self.access,
            subject=reference(kind, record.code),
            title=str(record),
            url=kind.url(self.access.programme.slug, record.code),
            text=wanted["text"],
        )
        return self.answer(made.comment)


root_urls = [
    path("notifications/", NotificationsResource.as_view({"get": "list"}), name="notifications-list"),
    path("notifications/read/", NotificationsResource.as_view({"post": "read"}), name="notifications-read"),
]
urls = [path("comments/", CommentsResource.as_view({"get": "list", "post": "create"}), name="comments-list")]
