"""One style sheet made of those by component: a page asks for it once, however many components there are."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

#: The sheets of all pages in the order of the cascade: narrow and print change what stands before them.
COMPONENTS = (
    "base",
    "shell",
    "gates",
    "panels",
    "records",
    "figures",
    "entry",
    "narrow",
    "print",
    "overview",
    "account",
)
SHEET = "css/sevengate.css"


class StylesFinder(BaseFinder):
    """Offers the sheet among the static files, written anew whenever one of its parts has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._storage = FileSystemStorage(location=settings.VAR / "styles")
        super().__init__(*args, **kwargs)

    def find(self, path: str, *args: Any, **wanted: Any) -> Any:
        """Where the sheet lies, and nothing for any other path."""
        if path != SHEET:
            return []
        found = str(self._written())
        return [found] if wanted.get("find_all") else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """The sheet alone."""
        self._written()
        yield SHEET, self._storage

    def _written(self) -> Path:
        parts = [settings.ROOT / "static" / "css" / f"{name}.css" for name in COMPONENTS]
        sheet = Path(self._storage.path(SHEET))
        text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
        if not sheet.exists() or sheet.read_text(encoding="utf-8") != text:
            sheet.parent.mkdir(parents=True, exist_ok=True)
            # Put in place at once: several processes may ask at the same time.
            made = sheet.with_suffix(f".{os.getpid()}")
            made.write_text(text, encoding="utf-8")
            made.replace(sheet)
        return sheet
