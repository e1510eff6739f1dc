"""The responsibility matrix in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.phases import Phase
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.programmes.models import WorkItem
from governance_app.programmes.services.work import work_write
from governance_app.programmes.states import Role
from governance_app.rest.operations import operation
from governance_app.rest.paging import WholeList
from governance_app.rest.preconditions import version_asked
from governance_app.rest.problems import not_found


class WorkSerializer(serializers.Serializer[Any]):
    """A row of the responsibility matrix, as it is written."""

    title = serializers.CharField(max_length=120)
    phase = serializers.ChoiceField(choices=Phase.choices)
    accountable = serializers.ChoiceField(choices=Role.choices)
    responsible: Any = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    consulted: Any = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), required=False)
    informed: Any = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), required=False)


class WorkShownSerializer(WorkSerializer):
    """A row of the responsibility matrix, as it is read."""

    code = serializers.CharField()
    version = serializers.IntegerField()


class WorkResource(ProgrammeResource):
    """The responsibility matrix."""

    resource, title = "responsibilities", _("Responsibility matrix")
    pagination_class = WholeList

    @operation(("programme.members",), gives=WorkShownSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the rows of the matrix: who answers, carries out, is asked, is told."""
        return self.whole(list(WorkItem.objects.filter(programme=self.access.programme)))

    @operation(("programme.members",), gives=WorkShownSerializer, tagged=True)
    def retrieve(self, request: Request, slug: str, code: str) -> Response:
        """Read one row; the version is the ETag."""
        row = self._row(code)
        return self.answer(row, version=row.version)

    @operation(
        ("programme.responsibilities",), takes=WorkSerializer, gives=WorkShownSerializer, tagged=True, if_match="must"
    )
    def update(self, request: Request, slug: str, code: str) -> Response:
        """Write a row anew. Exactly one role answers, at least one carries out, no role has two letters."""
        version = version_asked(request, self._row(code).version, needed=True)
        values = {"consulted": [], "informed": [], **self.taken()}
        row = work_write(programme=self.access.programme, code=code, values=values, version=version, actor=request.user)
        return self.answer(row, version=row.version)

    def _row(self, code: str) -> WorkItem:
        row = WorkItem.objects.filter(programme=self.access.programme, code=code).first()
        if row is None:
            raise not_found()
        return row
