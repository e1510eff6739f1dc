"""One resource a record kind, made from its declaration: the same forms, rules and services as its pages."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.programmes.rules import Access
from governance_app.records.forms import RecordForm
from governance_app.records.references import References, key_field, key_of
from governance_app.records.registry import RecordKind
from governance_app.records.rules import may_create, may_edit, may_revise
from governance_app.records.selectors import Event, ListQuery, history_events, records_for
from governance_app.records.services import record_create, record_move, record_remove, record_revise
from governance_app.rest.operations import Action, Parameter, operation
from governance_app.rest.preconditions import version_asked
from governance_app.rest.problems import invalid, invalid_parameter, not_found

REASON = "change_reason"
LONGEST_REASON = 1000
LONGEST_TEXT = 20_000


class CodeField(serializers.CharField):
    """A record or department by its code, a person by the user name."""

    def to_representation(self, value: Any) -> str:
        """The code of what is referred to."""
        return str(key_of(value))


class CodesField(serializers.ListField):
    """Records by their codes, as the record's own projection holds them."""

    def get_attribute(self, instance: Any) -> Any:
        """The codes, without a query."""
        return instance.links.get(self.field_name, [])


class HistoryChangeSerializer(serializers.Serializer[Any]):
    """One field's change."""

    field = serializers.CharField()
    old = serializers.CharField()
    new = serializers.CharField()


class HistorySerializer(serializers.Serializer[Any]):
    """One version of a record."""

    version = serializers.IntegerField()
    act = serializers.ChoiceField(choices=["created", "changed", "removed"])
    time = serializers.DateTimeField()
    who = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    changes: Any = HistoryChangeSerializer(many=True)


def _field(kind: RecordKind, name: str) -> Any:
    """How a field of the form is shown and described; its values are judged by the form."""
    field = kind.field(name)
    common: dict[str, Any] = {"label": field.verbose_name, "required": not field.blank and not field.has_default()}
    if hint := kind.hints.get(name, field.help_text):
        common["help_text"] = hint
    if field.many_to_many:
        return CodesField(child=serializers.CharField(max_length=20), **common)
    if field.many_to_one:
        return CodeField(
            allow_null=field.null, max_length=150 if key_field(field.related_model) == "username" else 20, **common
        )
    if field.choices:
        return serializers.ChoiceField(
            choices=field.choices, allow_null=field.null, allow_blank=field.blank and not field.null, **common
        )
    if isinstance(field, models.BooleanField):
        return serializers.BooleanField(**common)
    lowest = next((rule.limit_value for rule in field.validators if isinstance(rule, MinValueValidator)), None)
    if isinstance(field, models.DecimalField):
        return serializers.DecimalField(
            field.max_digits, field.decimal_places, allow_null=field.null, min_value=lowest, **common
        )
    if isinstance(field, models.IntegerField):
        return serializers.IntegerField(allow_null=field.null, min_value=lowest, **common)
    if isinstance(field, models.DateField):
        return serializers.DateField(allow_null=field.null, **common)
    return serializers.CharField(allow_blank=field.blank, max_length=field.max_length or LONGEST_TEXT, **common)


def record_serializer(kind: RecordKind) -> Any:
    """The serializer of a kind: its form's fields between what the portal itself writes."""
    fields: dict[str, Any] = {"code": serializers.CharField(read_only=True)}
    fields |= {name: _field(kind, name) for name in kind.fields}
    if kind.state_field:
        fields[kind.state_field] = serializers.ChoiceField(choices=kind.field(kind.state_field).choices, read_only=True)
    fields |= {
        "version": serializers.IntegerField(read_only=True),
        "created_at": serializers.DateTimeField(read_only=True),
        "created_by": serializers.CharField(read_only=True, allow_null=True),
        "updated_at": serializers.DateTimeField(read_only=True),
        "updated_by": serializers.CharField(read_only=True, allow_null=True),
        REASON: serializers.CharField(
            write_only=True,
            required=False,
            allow_blank=True,
            max_length=LONGEST_REASON,
            help_text=_("Why; kept in the history"),
        ),
    }
    return _made(f"{kind.model.__name__}Serializer", serializers.Serializer, f"One of the {kind.slug}.", fields)


def move_serializer(kind: RecordKind) -> Any:
    """The serializer of a kind's moves."""
    fields = {
        "move": serializers.ChoiceField(choices=[(move.code, move.title) for move in kind.moves or ()]),
        "reason": serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_REASON),
    }
    return _made(f"{kind.model.__name__}MoveSerializer", serializers.Serializer, "A move and its reason.", fields)


def _made(name: str, base: type[Any], text: str, members: Mapping[str, Any]) -> Any:
    return type(name, (base,), {"__doc__": text, "__module__": __name__, **members})


def _type_fault(field: Any, value: Any) -> str:
    """Why a JSON value is not of the field's type, or nothing. Forms take text and would read anything as such."""
    if isinstance(field, serializers.BooleanField):
        return "" if isinstance(value, bool) else gettext("True or false is expected.")
    if isinstance(field, CodesField):
        good = isinstance(value, list) and all(isinstance(part, str) and _sound(part) for part in value)
        return "" if good else gettext("A list of codes is expected.")
    if value is None and getattr(field, "allow_null", False):
        return ""
    if isinstance(field, serializers.IntegerField):
        return "" if isinstance(value, int) and not isinstance(value, bool) else gettext("A whole number is expected.")
    if isinstance(field, serializers.DecimalField) and isinstance(value, int | float) and not isinstance(value, bool):
        return ""
    if isinstance(field, serializers.ChoiceField) and any(value is code for code in field.choices):
        return ""  # a choice that is a number
    return "" if isinstance(value, str) and _sound(value) else gettext("Text is expected.")


def _sound(text: str) -> bool:
    """Whether the text can be written at all: JSON can spell halves of characters."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


class RecordResource(ProgrammeResource):
    """The records of a kind; ``record_resource`` binds it to the kind and declares the permissions."""

    kind: RecordKind
    ordering = "code"
    tie = "code"

    def related(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Records with everything they are shown by."""
        names = [name for name in self.kind.plain if self.kind.field(name).many_to_one]
        return rows.select_related("created_by", "updated_by", *names)

    def record(self, code: str) -> Any:
        """One record of the programme."""
        record = self.related(records_for(self.kind, self.access.programme)).filter(code=code).first()
        if record is None:
            raise not_found()
        return record

    def given(self) -> tuple[dict[str, Any], str]:
        """The writable members of the body, each of its type, and the reason."""
        serializer = self._declared("takes")()
        fields = serializer.fields
        data = {name: value for name, value in self.body(serializer).items() if not fields[name].read_only}
        faults = {name: [fault] for name, value in data.items() if (fault := _type_fault(fields[name], value))}
        reason = data.pop(REASON, "")
        if not faults and len(reason) > LONGEST_REASON:
            faults[REASON] = [gettext("At most %(count)s characters.") % {"count": LONGEST_REASON}]
        if faults:
            raise invalid(faults)
        return data, reason

    def values(self, data: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
        """What the services take, judged by the form of the pages."""
        form = RecordForm(self.kind, References(self.access.programme), data=data)
        wanted = set(names)
        form.fields = {name: field for name, field in form.fields.items() if name in wanted}
        if not form.is_valid():
            raise invalid({name: [str(text) for text in texts] for name, texts in form.errors.items()})
        return form.cleaned_data

    def list(self, request: Request, slug: str) -> Response:
        """List records: filtered, searched, sorted, page by page."""
        query = ListQuery(self.kind, self.access, request.query_params)
        _refuse_unknown(self.kind, query)
        return self.page(self.related(query.filtered()))

    def retrieve(self, request: Request, slug: str, code: str) -> Response:
        """Read a record; its version is the ETag."""
        return self.shown(code)

    def shown(self, code: str, headers: Mapping[str, str] | None = None) -> Response:
        """A record as the answer."""
        record = self.record(code)
        return self.answer(record, version=record.version, headers=headers)

    def create(self, request: Request, slug: str) -> Response:
        """Create a record; its code is given by the portal. What is left out takes its default."""
        if not may_create(self.kind, self.access):
            raise not_found()
        return self.once(self._created)

    def _created(self) -> Response:
        data, reason = self.given()
        values = self.values({**self._defaults(), **data}, self.kind.fields)
        record = record_create(kind=self.kind, access=self.access, values=values, reason=reason)
        place = reverse(f"api:{self.kind.slug}-detail", args=[self.access.programme.slug, record.code])
        return self.shown(record.code, {"Location": self.request.build_absolute_uri(place)})

    def _defaults(self) -> dict[str, Any]:
        fields = {name: self.kind.field(name) for name in self.kind.plain}
        return {name: field.get_default() for name, field in fields.items() if field.has_default()}

    def update(self, request: Request, slug: str, code: str) -> Response:
        """Replace a record. What is left out takes its default, or becomes empty."""
        return self._revised(code, whole=True)

    def partial_update(self, request: Request, slug: str, code: str) -> Response:
        """Change some fields of a record."""
        return self._revised(code, whole=False)

    def _mine(self, code: str, may: Callable[[RecordKind, Access, Any], bool] = may_edit) -> Any:
        record = self.record(code)
        if not may(self.kind, self.access, record):
            raise not_found()
        return record

    def _revised(self, code: str, *, whole: bool) -> Response:
        version = version_asked(self.request, self._mine(code, may_revise).version, needed=True)
        data, reason = self.given()
        values = self.values({**self._defaults(), **data}, self.kind.fields) if whole else self.values(data, data)
        record_revise(kind=self.kind, access=self.access, code=code, values=values, version=version, reason=reason)
        return self.shown(code)

    def destroy(self, request: Request, slug: str, code: str) -> Response:
        """Remove a record that nothing points at. Its history stays, its code is never used again."""
        version = version_asked(request, self._mine(code).version, needed=True)
        reason = request.query_params.get(REASON, "")[:LONGEST_REASON]
        record_remove(kind=self.kind, access=self.access, code=code, version=version, reason=reason)
        return Response(status=204)

    def move(self, request: Request, slug: str, code: str) -> Response:
        """Move a record to another state."""
        version = version_asked(request, self.record(code).version, needed=False)
        wanted = self.taken()
        record_move(
            kind=self.kind,
            access=self.access,
            code=code,
            move=wanted["move"],
            version=version,
            reason=wanted["reason"],
        )
        return self.shown(code)


class HistoryResource(RecordResource):
    """A record's versions, the latest first."""

    orderings = {"version": "history_id"}
    ordering = "-version"
    tie = "-history_id"

    def history(self, request: Request, slug: str, code: str) -> Response:
        """List a record's versions with what changed in each, the latest first."""
        related = [name for name in self.kind.plain if self.kind.field(name).many_to_one]
        pages = self.pagination_class()
        rows = pages.paginate_queryset(
            self.record(code).history.select_related("history_user", *related), request, self
        )
        older = [pages.following] if pages.following is not None else []
        events = history_events(self.kind, [*rows, *older])[: len(rows)]
        return pages.get_paginated_response(HistorySerializer([_version(event) for event in events], many=True).data)


def _version(event: Event) -> dict[str, Any]:
    row = event.row
    return {
        "version": row.version,
        "act": {"+": "created", "-": "removed"}.get(row.history_type, "changed"),
        "time": row.history_date,
        "who": str(row.history_user) if row.history_user else None,
        "reason": row.history_change_reason or "",
        "changes": [{"field": field, "old": old, "new": new} for field, old, new in event.changes],
    }


def _refuse_unknown(kind: RecordKind, query: ListQuery) -> None:
    """Refuse a filter's value that no record can have: pages overlook it, a program should learn of it."""
    asked = [("preset", query.params.get("preset", ""), {preset.slug for preset in kind.presets})]
    for name, values in query.chosen.items():
        if choices := kind.field(name).flatchoices:
            asked += [(name, value, {str(code) for code, _label in choices}) for value in values]
    for name, value, allowed in asked:
        if value and value not in allowed:
            raise invalid_parameter(name, gettext("“%(value)s” is not allowed here.") % {"value": value})


def _list_parameters(kind: RecordKind) -> tuple[Parameter, ...]:
    found = [Parameter("q", _("Text to search for"))]
    if kind.presets:
        found.append(Parameter("preset", _("A filter everyone has"), tuple(preset.slug for preset in kind.presets)))
    for name in kind.filters:
        field = kind.field(name)
        choices = tuple(str(code) for code, _label in field.flatchoices or ())
        found.append(Parameter(name, field.verbose_name, choices, many=True))
    return tuple(found)


def _orderings(kind: RecordKind) -> dict[str, str]:
    found = {name: name for name in ("code", "version", "created_at", "updated_at")}
    for name in (*kind.plain, *filter(None, (kind.state_field,))):
        field = kind.field(name)
        if not isinstance(field, models.TextField):
            found[name] = f"{name}__{key_field(field.related_model)}" if field.many_to_one else name
    return found


def _bound(base: type[RecordResource], kind: RecordKind, actions: Mapping[str, Action], **more: Any) -> Any:
    members = {"kind": kind, "resource": kind.slug, "title": kind.title, **more, **actions}
    return _made(f"{kind.model.__name__}{base.__name__}", base, str(base.__doc__), members)


def record_resource(kind: RecordKind) -> Any:
    """The resource of a kind: what its declaration says, as actions with their permissions."""
    gives, base = record_serializer(kind), RecordResource
    read, write = (kind.view,), tuple(act for act in (kind.edit, kind.contribute) if act)
    revise = (*write, kind.own) if kind.own_fields else write
    body = {"takes": gives, "gives": gives, "tagged": True}
    reason = (Parameter(REASON, _("Why; kept in the history")),)
    actions = {
        "list": operation(read, gives=gives, many=True, parameters=_list_parameters(kind))(base.list),
        "retrieve": operation(read, gives=gives, tagged=True)(base.retrieve),
        "create": operation(write, status=201, keyed=True, **body)(base.create),
        "update": operation(revise, if_match="must", **body)(base.update),
        "partial_update": operation(revise, if_match="must", **body)(base.partial_update),
        "destroy": operation(write, status=204, if_match="must", parameters=reason)(base.destroy),
    }
    if kind.moves:
        acts = tuple(sorted({move.action for move in kind.moves}))
        declared = {"takes": move_serializer(kind), "gives": gives, "tagged": True}
        actions["move"] = operation(acts, title=_("Move to another state"), if_match="may", conflicts=True, **declared)(
            base.move
        )
    return _bound(base, kind, actions, orderings=_orderings(kind))


def api_urls(kind: RecordKind) -> list[URLPattern]:
    """A kind's addresses below a programme."""
    resource = record_resource(kind)
    declare: Callable[[Action], Action] = operation((kind.view,), gives=HistorySerializer, many=True)
    history = _bound(HistoryResource, kind, {"history": declare(HistoryResource.history)})
    one = {"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}
    found = [
        path(f"{kind.slug}/", resource.as_view({"get": "list", "post": "create"}), name=f"{kind.slug}-list"),
        path(f"{kind.slug}/<slug:code>/", resource.as_view(one), name=f"{kind.slug}-detail"),
        path(f"{kind.slug}/<slug:code>/history/", history.as_view({"get": "history"}), name=f"{kind.slug}-history"),
    ]
    if kind.moves:
        found.append(
            path(f"{kind.slug}/<slug:code>/move/", resource.as_view({"post": "move"}), name=f"{kind.slug}-move")
        )
    return found
