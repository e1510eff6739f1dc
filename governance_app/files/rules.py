"""Which files are taken: by ending, by what they really are, by size."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _

from governance_app.errors import Empty, TooLarge, WrongType

MOST_BYTES = 20 * 1024 * 1024
#: What an archive may unpack to.
_MOST_UNPACKED = 400 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken: its media type, and how its bytes are told."""

    media: str
    fits: Callable[[bytes], bool]


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(marks)


def _text(data: bytes) -> bool:
    if b"\0" in data:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _office(folder: str) -> Callable[[bytes], bool]:
    def fits(data: bytes) -> bool:
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                names = archive.namelist()
                small = sum(entry.file_size for entry in archive.infolist()) <= _MOST_UNPACKED
        except zipfile.BadZipFile:
            return False
        return small and "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return fits


_OFFICE = "application/vnd.openxmlformats-officedocument."
ALLOWED = {
    "pdf": FileType("application/pdf", _starts(b"%PDF-")),
    "png": FileType("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": FileType("image/jpeg", _starts(b"\xff\xd8\xff")),
    "jpeg": FileType("image/jpeg", _starts(b"\xff\xd8\xff")),
    "docx": FileType(f"{_OFFICE}wordprocessingml.document", _office("word/")),
    "xlsx": FileType(f"{_OFFICE}spreadsheetml.sheet", _office("xl/")),
    "pptx": FileType(f"{_OFFICE}presentationml.presentation", _office("ppt/")),
    "txt": FileType("text/plain", _text),
    "csv": FileType("text/csv", _text),
    "log": FileType("text/plain", _text),
    "json": FileType("application/json", _text),
}


def file_check(name: str, data: bytes) -> str:
    """The media type of an upload; refuses what is empty, too large, not on the list, or not what its name says."""
    if not data:
        raise Empty(_("%(name)s is empty.") % {"name": name})
    if len(data) > MOST_BYTES:
        text = _("%(name)s is larger than %(most)s MB.") % {"name": name, "most": MOST_BYTES // 1024 // 1024}
        raise TooLarge(text)
    ending = name.rpartition(".")[2].lower()
    kind = ALLOWED.get(ending)
    if kind is None:
        text = _("%(name)s cannot be attached; allowed are: %(allowed)s.")
        raise WrongType(text % {"name": name, "allowed": ", ".join(sorted(ALLOWED))})
    if not kind.fits(data):
        raise WrongType(_("%(name)s is not what its name says.") % {"name": name})
    return kind.media
