"""Keeping files and giving them back."""

from typing import Any
from urllib.parse import quote

from django.core.files.base import ContentFile
from django.http import FileResponse

from governance_app.base.canonical import sha256_hex
from governance_app.files.models import StoredFile


def file_store(*, name: str, data: bytes, media_type: str, actor: Any = None) -> StoredFile:
    """Keep ``data`` under a random name and give its row back."""
    stored = StoredFile(name=name, media_type=media_type, size=len(data), sha256=sha256_hex(data), created_by=actor)
    stored.content.save("", ContentFile(data), save=False)
    stored.save(force_insert=True)
    return stored


def file_read(stored: StoredFile) -> bytes:
    """The bytes of a stored file."""
    with stored.content.open("rb") as stream:
        data: bytes = stream.read()
    return data


def file_response(stored: StoredFile) -> FileResponse:
    """The file as a download, never shown inline; the caller has checked the permission."""
    response = FileResponse(stored.content.open("rb"), content_type=stored.media_type)
    response["Content-Length"] = str(stored.size)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
