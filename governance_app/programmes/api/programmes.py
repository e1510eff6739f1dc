"""Programmes in the API: those one is in, setting one up, and the basic facts of one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.people.models import Department
from governance_app.programmes.api.resources import KeyedResource, ProgrammeResource
from governance_app.programmes.guards import FOUNDERS, SIGNED_IN
from governance_app.programmes.models import PROGRAMME_CODE, Programme
from governance_app.programmes.registry import department_seeds, firm_kinds, scenario_packs
from governance_app.programmes.rules import Access, may_found
from governance_app.programmes.selectors import accesses_of, programme_version
from governance_app.programmes.services.people import BASICS, programme_revise
from governance_app.programmes.services.templates import programme_from_template
from governance_app.programmes.states import Role
from governance_app.rest.operations import Permission, operation
from governance_app.rest.paging import WholeList
from governance_app.rest.preconditions import version_asked
from governance_app.rest.problems import invalid, not_found


class ProgrammeSerializer(serializers.Serializer[Any]):
    """A programme and what one is in it."""

    code = serializers.CharField(source="programme.code")
    slug = serializers.CharField(source="programme.slug", help_text=_("Its place in addresses"))
    name = serializers.CharField(source="programme.name")
    organisation = serializers.CharField(source="programme.organisation")
    state = serializers.CharField(source="programme.state")
    start_date = serializers.DateField(source="programme.start_date")
    end_date = serializers.DateField(source="programme.end_date", allow_null=True)
    roles: Any = serializers.ListField(child=serializers.CharField(), help_text=_("One's own roles"))


class BasicsSerializer(serializers.ModelSerializer[Programme]):
    """What describes a programme."""

    class Meta:
        model = Programme
        fields: tuple[str, ...] = BASICS


class BasicsChangeSerializer(BasicsSerializer):
    """Basic facts to be changed, and why; those not named stay."""

    reason = serializers.CharField(max_length=1000)

    class Meta(BasicsSerializer.Meta):
        fields = (*BASICS, "reason")
        extra_kwargs = {name: {"required": False} for name in BASICS}


class NewProgrammeSerializer(BasicsSerializer):
    """A programme to be set up from a kind of firm and scenario packs."""

    slug = serializers.SlugField(
        max_length=60, required=False, default="", help_text=_("Left empty: the code in small letters.")
    )
    firm: Any = serializers.CharField(max_length=40, help_text=_("Code of a kind of firm"))
    packs: Any = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, default=list, help_text=_("Codes of scenario packs")
    )
    departments: Any = serializers.DictField(
        child=serializers.CharField(max_length=20),
        required=False,
        default=dict,
        help_text=_(
            "Which department stands for a seed: the seed's code and the department's. One left out is set up."
        ),
    )

    class Meta(BasicsSerializer.Meta):
        # The end follows from the plan of the kind of firm.
        fields = (*(name for name in BASICS if name != "end_date"), "code", "slug", "firm", "packs", "departments")
        # Whether the code is taken is asked by the service: a request repeated by its key must not be told so.
        extra_kwargs = {"code": {"validators": [PROGRAMME_CODE]}}


class TemplateSerializer(serializers.Serializer[Any]):
    """What a programme can be made from: a kind of firm or a scenario pack."""

    code = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    departments: Any = serializers.ListField(child=serializers.CharField(), help_text=_("Codes of department seeds"))


class TemplatesSerializer(serializers.Serializer[Any]):
    """Kinds of firm, scenario packs, and the department seeds they name."""

    firms: Any = TemplateSerializer(many=True)
    packs: Any = TemplateSerializer(many=True)
    seeds: Any = serializers.DictField(child=serializers.CharField())


class FoundingResource(KeyedResource):
    """What founders may do that others may not."""

    def admit(self, request: Request, permission: Permission) -> None:
        """Let everyone signed in read; let only those found who may."""
        if permission == FOUNDERS and not may_found(request.user):
            raise not_found()


class ProgrammesResource(FoundingResource):
    """The programmes in which one holds a role."""

    resource, title = "programmes", _("Programmes")
    pagination_class = WholeList

    @operation(SIGNED_IN, gives=ProgrammeSerializer, many=True)
    def list(self, request: Request) -> Response:
        """List the programmes in which one holds a role."""
        return self.whole([_programme(access) for access in accesses_of(request.user)])

    @operation(
        FOUNDERS, takes=NewProgrammeSerializer, gives=ProgrammeSerializer, status=201, keyed=True, conflicts=True
    )
    def create(self, request: Request) -> Response:
        """Set up a programme with phases, policy, departments and first records; one becomes its programme manager."""
        wanted = self.taken()
        return self.once(lambda: self._founded(wanted))

    def _founded(self, wanted: dict[str, Any]) -> Response:
        stand = _departments(wanted.pop("departments"))
        firm, packs = wanted.pop("firm"), wanted.pop("packs")
        wanted["slug"] = wanted["slug"] or wanted["code"].lower().replace(".", "-")
        made = programme_from_template(
            values=wanted,
            firm=firm,
            packs=packs,
            departments=stand,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        location = self.request.build_absolute_uri(reverse("api:programmes-detail", args=[made.slug]))
        return self.answer({"programme": made, "roles": [Role.PMO]}, headers={"Location": location})


class TemplatesResource(FoundingResource):
    """What a programme can be made from."""

    resource, title = "programme-templates", _("Programme templates")

    @operation(FOUNDERS, gives=TemplatesSerializer)
    def retrieve(self, request: Request) -> Response:
        """Read the kinds of firm, the scenario packs and the department seeds."""
        seeds = {row.code: str(row.name) for row in department_seeds}
        return self.answer({"firms": list(firm_kinds), "packs": list(scenario_packs), "seeds": seeds})


def _departments(named: dict[str, str]) -> dict[str, Department]:
    """The departments that stand for seeds; refuses a seed or a department that is not there."""
    for seed in named:
        if seed not in department_seeds:
            text = gettext("There is no department seed “%(code)s”.") % {"code": seed}
            raise invalid({"departments": [text]})
    found = {row.code: row for row in Department.objects.filter(code__in=named.values())}
    for code in named.values():
        if code not in found:
            text = gettext("There is no department “%(code)s”.") % {"code": code}
            raise invalid({"departments": [text]})
    return {seed: found[code] for seed, code in named.items()}


class OneProgrammeResource(ProgrammeResource):
    """One programme."""

    resource, title = "programmes", _("Programmes")

    @operation(("programme.view",), gives=ProgrammeSerializer)
    def retrieve(self, request: Request, slug: str) -> Response:
        """Read a programme and one's own roles in it."""
        return self.answer(_programme(self.access))


def _programme(access: Access) -> dict[str, Any]:
    return {"programme": access.programme, "roles": sorted(str(role) for role in access.roles)}


class BasicsResource(ProgrammeResource):
    """The basic facts of a programme. Code and address stay: links and papers name them."""

    resource, title = "basics", _("Basic facts")

    @operation(("programme.members",), gives=BasicsSerializer, tagged=True)
    def retrieve(self, request: Request, slug: str) -> Response:
        """Read the basic facts; the version is the ETag."""
        return self._shown()

    @operation(
        ("programme.edit",),
        takes=BasicsChangeSerializer,
        gives=BasicsSerializer,
        tagged=True,
        if_match="must",
        conflicts=True,
    )
    def partial_update(self, request: Request, slug: str) -> Response:
        """Change basic facts, with the reason."""
        version = version_asked(request, programme_version(self.access.programme), needed=True)
        wanted = self.taken()
        reason = wanted.pop("reason")
        self.access.programme = programme_revise(
            programme=self.access.programme, values=wanted, version=version, reason=reason, actor=request.user
        )
        return self._shown()

    def _shown(self) -> Response:
        programme = self.access.programme
        return self.answer(programme, version=programme_version(programme))
