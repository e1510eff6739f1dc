"""What checkpoints, packs and verdicts look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from governance_app.jobs.states import JobState
from governance_app.proof.states import Verdict

#: A PDF of 3.5 MB as base64, just below what the API takes as a body.
LONGEST_PDF = 4_900_000


class CheckpointSerializer(serializers.Serializer[Any]):
    """The ledger's end, signed: complete enough to be kept outside and checked there."""

    format = serializers.CharField()
    count = serializers.IntegerField(help_text=_("Rows of the ledger"))
    head = serializers.CharField(help_text=_("Hash of the last row"))
    time = serializers.CharField()
    key = serializers.CharField()
    public_key = serializers.CharField()
    signature = serializers.CharField()


class PackSerializer(serializers.Serializer[Any]):
    """A pack of evidence asked for, and where it can be fetched once it has been made."""

    pack = serializers.CharField()
    title = serializers.CharField()
    source: Any = serializers.CharField()
    state = serializers.ChoiceField(choices=JobState.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    url = serializers.CharField()
    file_url = serializers.CharField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)


class PaperSerializer(serializers.Serializer[Any]):
    """A PDF to be judged."""

    pdf = serializers.CharField(max_length=LONGEST_PDF, help_text=_("The file, as base64"))


class VerdictSerializer(serializers.Serializer[Any]):
    """What a PDF is worth, and what each check said."""

    verdict = serializers.ChoiceField(choices=Verdict.choices)
    reason = serializers.CharField()
    known = serializers.BooleanField(help_text=_("Whether the file is known by its hash"))
    seal = serializers.CharField()
    content = serializers.CharField()
    sha256 = serializers.CharField()
