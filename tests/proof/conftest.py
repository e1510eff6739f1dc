"""Keys of one's own, small papers that are real PDFs, an approved revision, and packs about it."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from governance_app.base.keys import seal_key
from governance_app.documents.models import Rendering, Revision
from governance_app.documents.rendering import revision_envelope
from governance_app.documents.states import Purpose
from governance_app.files.services import file_read
from governance_app.paper import sealing
from governance_app.paper.rendering import EmbeddedFile, pdf_render
from governance_app.proof import verify
from governance_app.proof.services import evidence_pack
from tests.conftest import Cast, Specification
from tests.worlds import kept

MOMENT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HTML = (
    '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>x</title></head><body data-doc="HC-01" '
    'data-status="内部" data-hash="SHA-256" data-page-before="第 " data-page-between=" 页，共 " data-page-after=" 页">'
    "<h1>需求</h1><p>王喆确认：接口响应不超过 3 秒。</p>{}</body></html>"
)
SEAL_BOX = '<div class="seal"><div class="box sealed" id="seal">组织印章</div></div>'


def small_pdf(data: bytes = b'{"a":1}', *, box: str = SEAL_BOX) -> bytes:
    """A paper of one page with a place for the seal and data inside; made as every paper is."""
    return pdf_render(
        HTML.format(box),
        attachments=[EmbeddedFile("content.json", data, "application/json", "Canonical content")],
        created=MOMENT,
        title="HC-01",
        author="华辰集团",
        subject="x",
        language="zh-CN",
    )


def small_paper(revision: Revision, *_rest: Any) -> bytes:
    """In place of a revision's thirty pages: one, with the revision's own data inside."""
    return small_pdf(revision_envelope(revision))


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this process keeps its keys."""
    folder = tmp_path_factory.mktemp("keys")
    with override_settings(KEYS_MAKE=True, KEYS_DIR=folder):
        seal_key()
    return folder


@pytest.fixture
def keys(settings: Any, key_folder: Path) -> Path:
    """An installation that keeps its own keys."""
    settings.KEYS_MAKE, settings.KEYS_DIR = True, key_folder
    return key_folder


@pytest.fixture(scope="session")
def plain() -> bytes:
    """A paper that bears no seal yet."""
    return small_pdf()


@pytest.fixture(scope="session")
def sealed(plain: bytes, key_folder: Path) -> bytes:
    """The same paper, sealed."""
    with override_settings(KEYS_MAKE=True, KEYS_DIR=key_folder):
        return sealing.seal_apply(plain, reason="HC-01 r1")


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers of one page, made in a moment, sealed as the long ones are."""
    monkeypatch.setattr("governance_app.documents.rendering.revision_pdf", small_paper)


Committed = Callable[..., Any]


@pytest.fixture
def approved(
    specification: Specification, keys: Path, paper: None, django_capture_on_commit_callbacks: Committed
) -> Revision:
    """A revision everybody has signed, with its paper for signing and its sealed record."""

    def signed() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            revision = specification.submit()
        with django_capture_on_commit_callbacks(execute=True):
            specification.approve(revision)
        return revision.pk

    found = kept("approved", signed)
    return Revision.objects.select_related("document__programme", "round").get(pk=found)


def record_of(revision: Revision) -> Rendering:
    """The signed record's rendering."""
    found: Rendering = revision.renderings.select_related("file").get(purpose=Purpose.RECORD, language="zh-hans")
    return found


def record_bytes(revision: Revision) -> bytes:
    """The signed record's PDF."""
    return file_read(record_of(revision).file)


def flipped(data: bytes, place: int) -> bytes:
    """One bit of one byte turned over."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


Files = dict[str, bytes]


@pytest.fixture
def pack(approved: Revision, cast: Cast) -> Files:
    """The files of a pack about the approved revision."""
    stored = evidence_pack(
        programme=cast.programme, revisions=[approved], title="证据包：《需求规格说明书》修订 1", actor=cast.owner
    )
    return unzipped(file_read(stored))


_KNOWN: Files = {}


@pytest.fixture
def known_pack(request: pytest.FixtureRequest) -> Files:
    """The same, made once for all tests that only look at its files; they leave the database alone."""
    if not _KNOWN:
        _KNOWN.update(request.getfixturevalue("pack"))
    return dict(_KNOWN)


def unzipped(data: bytes) -> Files:
    """What a ZIP holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(files: Files) -> list[dict[str, Any]]:
    """The ledger's rows in a pack."""
    return [json.loads(line) for line in files[verify.LEDGER].splitlines()]


def with_rows(files: Files, rows: list[dict[str, Any]]) -> Files:
    """The pack with other rows."""
    return files | {verify.LEDGER: b"\n".join(verify.canonical(row) for row in rows) + b"\n"}


def relisted(files: Files) -> Files:
    """The pack with a manifest that fits what was done to it; only its signature cannot be made to fit."""
    manifest = json.loads(files[verify.MANIFEST])
    manifest["files"] = {
        name: verify.sha256(data) for name, data in files.items() if name not in {verify.MANIFEST, verify.SIGNATURE}
    }
    manifest["segment"]["own"] = sum("entry" in row for row in rows_of(files))
    return files | {verify.MANIFEST: verify.canonical(manifest)}


Verified = Callable[..., tuple[int, str]]


@pytest.fixture
def verified(tmp_path: Path) -> Verified:
    """Lay a pack's files into a folder and run its own ``verify.py`` on a Python with nothing installed."""

    def run(files: Files, *arguments: str) -> tuple[int, str]:
        folder = tmp_path / f"pack-{len(list(tmp_path.iterdir()))}"
        for name, data in files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments]
        done = subprocess.run(  # noqa: S603 - our own interpreter
            command, cwd="/", env={"PATH": os.defpath}, capture_output=True, check=False
        )
        assert not done.stderr, done.stderr.decode()
        return done.returncode, done.stdout.decode()

    return run
