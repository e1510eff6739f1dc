"""Both languages complete: every text of code and templates translated, none doubtful, all of it compiled."""

import gettext
import sys
import tempfile
from pathlib import Path

import messages

SHOWN = 20


def problems(language: str, found: list[messages.Entry]) -> list[str]:
    """What is wrong with one language's catalogue, one line each."""
    path = messages.catalogue(language)
    if not path.exists():
        return [f"{language}: there is no catalogue; run `make messages`"]
    entries = {entry.key: entry for entry in messages.read(path)}
    forms = messages.plural_forms(language)
    lines = []
    for entry in found:
        if entry.key not in entries:
            lines.append(f"{language}: not in the catalogue, run `make messages`: {entry.text!r}")
        elif entry.plural != entries[entry.key].plural:
            lines.append(f"{language}: the plural changed, run `make messages`: {entry.text!r}")
    for entry in entries.values():
        if entry.lacks(forms):
            lines.append(f"{language}: not translated: {entry.text!r}")
        if entry.fuzzy:
            lines.append(f"{language}: marked as doubtful: {entry.text!r}")
    compiled = path.with_suffix(".mo")
    with tempfile.TemporaryDirectory(prefix="sevengate-messages-") as scratch:
        fresh = Path(scratch) / "django.mo"
        try:
            messages.compile_catalogue(path, fresh)
        except SystemExit as problem:
            return [*lines, f"{language}: {problem}"]
        # By what they hold and not by their times, which a checkout does not keep.
        if not compiled.exists() or _texts(compiled) != _texts(fresh):
            lines.append(f"{language}: the compiled catalogue is not that of the texts; run `make messages`")
    return lines


def _texts(path: Path) -> dict[object, str]:
    with path.open("rb") as stream:
        return dict(vars(gettext.GNUTranslations(stream))["_catalog"])


def main() -> int:
    """Print what is wrong; returns the exit status."""
    found = messages.extract()
    lines = [line for language in messages.LANGUAGES for line in problems(language, found)]
    print("\n".join(lines[:SHOWN]))
    if len(lines) > SHOWN:
        print(f"… and {len(lines) - SHOWN} more")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
