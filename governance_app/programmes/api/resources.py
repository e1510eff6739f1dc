"""The base of every resource inside a programme."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.base.canonical import sha256_hex
from governance_app.errors import Throttled
from governance_app.jobs.services import answer_once
from governance_app.people.pages import passkey_request
from governance_app.people.rules import Proof
from governance_app.people.services import reauthenticate
from governance_app.people.states import Method
from governance_app.programmes.rules import Access, second_factor_needed
from governance_app.programmes.selectors import access_for
from governance_app.rest.operations import Permission
from governance_app.rest.problems import invalid_parameter, not_found
from governance_app.rest.views import Resource

LONGEST_KEY = 100


class KeyedResource(Resource):
    """A resource whose creating acts take an idempotency key."""

    def once(self, act: Callable[[], Response]) -> Response:
        """Do a creating act; with an idempotency key, do it once and repeat its answer."""
        key = self.request.headers.get("Idempotency-Key", "")
        if not key:
            return act()
        if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
            text = gettext("An idempotency key has 1 to 100 printable characters.")
            raise invalid_parameter("Idempotency-Key", text)
        asked = [self.request.method, self.request.path, self.request.data]
        digest = sha256_hex(json.dumps(asked, sort_keys=True).encode())

        def plain() -> dict[str, Any]:
            made = act()
            return {"status": made.status_code, "body": made.data, "headers": dict(made.headers)}

        answer, repeated = answer_once(user=self.request.user, key=key, digest=digest, act=plain)
        headers = {**answer["headers"], **({"Idempotent-Replayed": "true"} if repeated else {})}
        return Response(answer["body"], status=answer["status"], headers=headers)


class ProgrammeResource(KeyedResource):
    """A resource inside a programme. Foreign, missing and forbidden give the same answer at the same cost."""

    access: Access

    def admit(self, request: Request, permission: Permission) -> None:
        """Let members in whose roles allow one of the acts."""
        access = access_for(request.user, self.kwargs["slug"])
        if access is None or not any(access.may(act) for act in permission):
            raise not_found()
        self.access = access

    def passkey(self, purpose: str, subjects: Mapping[str, str]) -> Response:
        """What a passkey is to be asked for before this act; nobody between keeps the answer."""
        found = passkey_request(user=self.access.user, purpose=purpose, subjects=subjects, host=self.request.get_host())
        return self.answer(found, headers={"Cache-Control": "no-store"})

    def proved(self, wanted: Mapping[str, Any], purpose: str, subject: str = "") -> str:
        """How the person proved themselves just now; refuses a wrong proof and too many of them.

        Never inside a transaction of ours: a failed attempt must be counted though the request is refused.
        """
        proof = Proof(
            method=wanted["method"],
            password=wanted["password"],
            code=wanted["code"],
            credential=json.dumps(wanted["credential"]),
            ticket=wanted["ticket"],
            host=self.request.get_host(),
        )
        strong = second_factor_needed(self.access)
        try:
            return reauthenticate(user=self.access.user, purpose=purpose, proof=proof, subject=subject, strong=strong)
        except Throttled as refusal:
            refusal.extra["wait"] = int(settings.REAUTHENTICATION_WINDOW.total_seconds())
            raise


class ProofSerializer(serializers.Serializer[Any]):
    """Who asks proves who they are, with the password, an authenticator's code or a passkey."""

    method = serializers.ChoiceField(choices=Method.choices, default=Method.PASSWORD)
    password = serializers.CharField(
        trim_whitespace=False, max_length=200, write_only=True, required=False, allow_blank=True, default=""
    )
    code = serializers.CharField(max_length=20, write_only=True, required=False, allow_blank=True, default="")
    credential = serializers.JSONField(
        write_only=True, required=False, default=dict, help_text=_("The authenticator's answer to the challenge")
    )
    ticket = serializers.CharField(
        max_length=500, required=False, allow_blank=True, default="", help_text=_("As given with the challenges")
    )


class PasskeyRequestSerializer(serializers.Serializer[Any]):
    """What a passkey is asked for: one challenge for each thing that may be declared."""

    ticket = serializers.CharField()
    rp_id = serializers.CharField()
    credentials: Any = serializers.ListField(child=serializers.CharField(), help_text=_("Passkeys that serve"))
    challenges: Any = serializers.DictField(
        child=serializers.CharField(), help_text=_("By what is declared, base64url; under “” where there is no choice")
    )
