"""Where the pages of a record kind are."""

from django.urls import reverse

from governance_app.records.registry import RecordKind
from tests.architecture.addresses import space
from tests.conftest import Cast


def address(cast: Cast, kind: RecordKind, page: str = "list") -> str:
    return reverse(f"{space(kind)}:{kind.slug}-{page}", args=[cast.programme.slug])
