"""HTML into PDF, and text into QR codes: the only module that knows WeasyPrint and segno."""

from __future__ import annotations

import gc
import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import segno

if TYPE_CHECKING:
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration

ROOT = Path(__file__).resolve().parents[2]

#: The style sheet of every paper; it is read from disk and never served to a browser.
STYLE_SHEET = ROOT / "templates" / "documents" / "paper" / "paper.css"

#: The only folder from which a paper may take a picture.
PICTURES = ROOT / "static" / "paper"

#: PDF/A-3 at level A: files may be embedded, text can be extracted and the structure is tagged, so that the
#: paper is readable by people who cannot see it and by machines. ``benchmarks/document.py`` holds its cost.
VARIANT = "pdf/a-3a"

CREATOR = "Sevengate 七关"


class ForbiddenAddress(ValueError):  # noqa: N818 - named after what was asked for
    """A paper asked for something outside its folder of pictures."""


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file to be carried inside the PDF, such as the canonical JSON a paper was rendered from."""

    name: str
    data: bytes
    mime: str
    description: str


def pdf_render(
    html: str,
    *,
    base_url: str | None = None,
    attachments: Sequence[EmbeddedFile] = (),
    created: datetime,
    title: str,
    author: str,
    subject: str,
    language: str,
) -> bytes:
    """The paper as PDF/A-3a with its fonts and ``attachments`` embedded.

    The same arguments give the same bytes: every date inside is ``created`` (aware, else ``ValueError``).
    Nothing is fetched: addresses other than ``data:`` and files in :data:`PICTURES` are refused and the
    picture stays empty. One paper at a time is rendered in a process; others wait.
    """
    if created.tzinfo is None:
        raise ValueError("created has no time zone")
    moment = created.astimezone(UTC).replace(microsecond=0)
    with _alone():
        engine = _engine()
        document = engine.lay_out(html, base_url or PICTURES.as_uri() + "/")
        metadata = document.metadata
        metadata.title, metadata.authors, metadata.description = title, [author], subject
        metadata.generator, metadata.keywords, metadata.lang = CREATOR, [], language
        metadata.created = metadata.modified = moment.isoformat().replace("+00:00", "Z")
        return engine.write(document, attachments, moment)


def qr_svg(text: str) -> str:
    """``text`` as an SVG element: a QR code that survives a smudge (level M), without its quiet margin."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, dark="#18231f", title="QR", nl=False
    )
    return out.getvalue().decode()


_lock = threading.Lock()


#: How many new objects start the collector while a paper is made. By default it would walk the growing tree of
#: boxes hundreds of times and find nothing: a tenth of the whole time.
COLLECTOR_THRESHOLDS = (200_000, 50, 1_000)


@contextmanager
def _alone() -> Iterator[None]:
    """One rendering at a time, with a patient collector: the fonts kept between papers are not made for threads."""
    with _lock:
        before = gc.get_threshold()
        gc.set_threshold(*COLLECTOR_THRESHOLDS)
        try:
            yield
        finally:
            gc.set_threshold(*before)


class _Engine:
    """WeasyPrint with what can be kept from one paper to the next: known fonts and the parsed style sheet."""

    def __init__(self) -> None:
        from weasyprint import CSS, HTML, Attachment  # noqa: PLC0415 - half a second that only renderers pay
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415

        class Fetcher(URLFetcher):  # type: ignore[misc]
            """Serves what a paper brings along and the pictures in its folder; nothing else."""

            def __init__(self) -> None:
                super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)

            def fetch(self, url: str, headers: Any = None) -> Any:
                """The resource at ``url``; refuses with :class:`ForbiddenAddress`."""
                check_address(url)
                return super().fetch(url, headers)

        self._html, self._attachment, self._fetcher = HTML, Attachment, Fetcher()
        self._fonts: FontConfiguration = FontConfiguration()
        self._css: CSS = CSS(
            string=STYLE_SHEET.read_text(encoding="utf-8"),
            base_url=PICTURES.as_uri() + "/",
            url_fetcher=self._fetcher,
            font_config=self._fonts,
        )

    def lay_out(self, html: str, base_url: str) -> Document:
        source = self._html(string=html, base_url=base_url, url_fetcher=self._fetcher)
        return source.render(font_config=self._fonts, stylesheets=[self._css], pdf_variant=VARIANT)

    def write(self, document: Document, attachments: Sequence[EmbeddedFile], moment: datetime) -> bytes:
        embedded = [
            self._attachment(
                file_obj=io.BytesIO(file.data),
                name=file.name,
                description=file.description,
                created=moment,
                modified=moment,
                relationship="Data",
            )
            for file in attachments
        ]

        def finish(_document: Document, pdf: Any) -> None:
            _settle(pdf, attachments)

        result: bytes = document.write_pdf(pdf_variant=VARIANT, attachments=embedded, finisher=finish)
        return result


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    return _Engine()


def check_address(url: str) -> None:
    """Refuse (:class:`ForbiddenAddress`) whatever is neither ``data:`` nor a file in :data:`PICTURES`."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return
    if parts.scheme == "file" and not parts.netloc:
        path = Path(unquote(parts.path)).resolve()
        if path.is_relative_to(PICTURES.resolve()) and path.is_file():
            return
    raise ForbiddenAddress(f"a paper may not read {url[:200]}")


def _settle(pdf: Any, attachments: Sequence[EmbeddedFile]) -> None:
    """Last touches on the PDF's objects: declared types of embedded files, no file listed twice, outline shown."""
    files = iter(attachments)
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Filespec":
            stream = pdf.objects[int(item["EF"]["F"].split()[0])]
            stream.extra["Subtype"] = "/" + next(files).mime.replace("/", "#2f")
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    pdf.catalog["PageMode"] = "/UseOutlines"
