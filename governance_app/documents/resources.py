"""What documents, revisions and signatures look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from governance_app.documents.states import RevisionState
from governance_app.programmes.api.resources import PasskeyRequestSerializer, ProofSerializer
from governance_app.programmes.states import Role
from governance_app.signoff.states import Meaning

LONGEST_REASON = 1000


class DocumentSerializer(serializers.Serializer[Any]):
    """A document the programme owes, with where it stands."""

    kind = serializers.CharField()
    number = serializers.CharField()
    phase = serializers.IntegerField(allow_null=True)
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=RevisionState.choices)
    latest = serializers.CharField(allow_null=True, help_text=_("The latest revision"))
    approved = serializers.CharField(allow_null=True, help_text=_("The approved revision"))
    signed = serializers.IntegerField(help_text=_("Signatures given"))
    asked = serializers.IntegerField(help_text=_("Signatures asked for"))


class ProblemRowSerializer(serializers.Serializer[Any]):
    """What keeps a document from being submitted."""

    text = serializers.CharField()
    url = serializers.CharField()


class DraftSerializer(DocumentSerializer):
    """A document with its living draft."""

    draft_hash = serializers.CharField(help_text=_("Hash of the content as it is now"))
    problems: Any = ProblemRowSerializer(many=True)


class SubmitSerializer(serializers.Serializer[Any]):
    """What a submission says; with ``draft_hash`` it is refused when the content has changed since."""

    summary = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_REASON)
    draft_hash = serializers.CharField(required=False, allow_blank=True, default="", max_length=64)
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class RevisionSerializer(serializers.Serializer[Any]):
    """One revision of a document."""

    name = serializers.CharField()
    document = serializers.CharField()
    number = serializers.CharField(help_text=_("The document's number"))
    revision = serializers.IntegerField()
    state = serializers.ChoiceField(choices=RevisionState.choices)
    summary = serializers.CharField()
    opened_reason = serializers.CharField()
    submitted_by = serializers.CharField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    content_hash = serializers.CharField(help_text=_("The hash signatures are bound to"))
    body_hash = serializers.CharField(help_text=_("Hash of the content alone"))
    signed = serializers.IntegerField(help_text=_("Signatures given"))
    asked = serializers.IntegerField(help_text=_("Signatures asked for"))


class SlotSerializer(serializers.Serializer[Any]):
    """A signature asked for."""

    title = serializers.CharField()
    role = serializers.CharField()
    signature = serializers.CharField(allow_null=True, help_text=_("Hash of the signature, once given"))


class WholeRevisionSerializer(RevisionSerializer):
    """A revision with its slots and files."""

    slots: Any = SlotSerializer(many=True)
    content_url = serializers.CharField(allow_null=True)
    pdf_url = serializers.CharField(allow_null=True)
    pdf_sha256 = serializers.CharField(allow_null=True)


class MeaningSerializer(serializers.Serializer[Any]):
    """A meaning one's signature may have, with its sentence and the token to send."""

    meaning = serializers.ChoiceField(choices=Meaning.choices)
    statement = serializers.CharField()
    reason_needed = serializers.BooleanField()
    token = serializers.CharField()


class ChallengeSerializer(serializers.Serializer[Any]):
    """What has to be sent back to sign; serves once."""

    revision_hash = serializers.CharField()
    slot = serializers.CharField()
    seconds = serializers.IntegerField(help_text=_("For so long it serves"))
    meanings: Any = MeaningSerializer(many=True)
    passkey = PasskeyRequestSerializer()


class SignSerializer(ProofSerializer):
    """A signature: who signs proves it; a passkey answers the challenge of the meaning."""

    meaning = serializers.ChoiceField(choices=Meaning.choices)
    token = serializers.CharField(max_length=500)
    revision_hash = serializers.CharField(max_length=64)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_REASON)


class ReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class RevokeSerializer(ProofSerializer):
    """Taking one's signature back: who does so proves it and says why."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class RevocationSerializer(serializers.Serializer[Any]):
    """A signature taken back; the signature itself stays where it was given."""

    hash = serializers.CharField()
    signature = serializers.CharField(source="signature.hash")
    reason = serializers.CharField()
    revoked_at = serializers.DateTimeField()
    revoked_at_text = serializers.CharField(help_text=_("As printed, with the signer's zone"))
    method = serializers.CharField()


class DelegationSerializer(serializers.Serializer[Any]):
    """Leave to sign for someone else in one role, within a window and a scope."""

    number = serializers.IntegerField(source="pk")
    delegator = serializers.CharField()
    delegate = serializers.CharField()
    role = serializers.CharField()
    department = serializers.CharField(allow_null=True)
    scope: Any = serializers.ListField(child=serializers.CharField(), help_text=_("Kinds of document; empty means all"))
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = serializers.CharField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class DelegateSerializer(serializers.Serializer[Any]):
    """A role of one's own to be delegated, to whom, and for how long."""

    role = serializers.ChoiceField(choices=Role.choices)
    department = serializers.CharField(required=False, allow_null=True, default=None, max_length=20)
    delegate = serializers.CharField(max_length=150, help_text=_("The person's username"))
    scope: Any = serializers.ListField(
        child=serializers.CharField(max_length=60),
        required=False,
        default=list,
        help_text=_("Kinds of document; empty means all"),
    )
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class SignatureSerializer(serializers.Serializer[Any]):
    """What one person declared on what was frozen."""

    hash = serializers.CharField()
    revision = serializers.CharField(allow_null=True)
    title = serializers.CharField(source="round.title")
    signer = serializers.CharField(source="signer_name")
    role = serializers.CharField(source="signer_role")
    on_behalf_of = serializers.CharField(help_text=_("Whom it was given for, under a delegation"))
    meaning = serializers.ChoiceField(choices=Meaning.choices)
    statement = serializers.CharField()
    reason = serializers.CharField()
    signed_at = serializers.DateTimeField()
    signed_at_text = serializers.CharField(help_text=_("As printed, with the signer's zone"))
    method = serializers.CharField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    content_hash = serializers.CharField()
    policy_hash = serializers.CharField()
