"""Collect the texts to translate from code and templates, and compile the catalogues: `make messages`.

The texts are English in the source. ``locale/en`` is filled from the source by itself; in ``locale/zh_Hans`` new texts
stand empty until someone translates them, and nothing is guessed from similar ones. Texts gone from the source go.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE_LANGUAGE = "en"
LANGUAGES = (SOURCE_LANGUAGE, "zh_Hans")
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "zh_Hans": "nplurals=1; plural=0;",
}
SUFFIXES = {".py", ".html", ".txt"}
SEARCHED = ("portal", "templates", "*_app")
Key = tuple[str | None, str]


@dataclass
class Entry:
    """One text of a catalogue: where it stands in the source language, and its translations by plural form."""

    context: str | None = None
    text: str = ""
    plural: str | None = None
    translations: dict[int, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What tells one text from another: the same words may stand in different contexts."""
        return self.context, self.text

    @property
    def fuzzy(self) -> bool:
        """Whether the translation was only guessed."""
        return "fuzzy" in self.flags

    def lacks(self, forms: int) -> bool:
        """Whether a translation is missing, in any plural form the language has."""
        wanted = forms if self.plural is not None else 1
        return not all(self.translations.get(form) for form in range(wanted))


def catalogue(language: str, root: Path = ROOT) -> Path:
    """Where a language's texts lie."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def plural_forms(language: str) -> int:
    """How many forms a counted text has in the language."""
    return int(PLURALS[language].removeprefix("nplurals=")[0])


# Reading and writing the catalogues' own format

QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPED = {"\\n": "\n", "\\t": "\t", "\\r": "\r", '\\"': '"', "\\\\": "\\"}


def unquote(line: str) -> str:
    """The text between the quotation marks of one line."""
    found = QUOTED.search(line)
    if found is None:
        raise ValueError(f"not a quoted text: {line}")
    return re.sub(r"\\.", lambda escape: ESCAPED.get(escape[0], escape[0][1:]), found[1])


def quote(text: str) -> str:
    """A text as quoted lines, broken after its line breaks."""

    def one(part: str) -> str:
        escaped = part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'

    parts = text.splitlines(keepends=True) or [""]
    return one(text) if len(parts) == 1 else "\n".join(['""', *map(one, parts)])


def read(path: Path) -> Iterator[Entry]:
    """The entries of a catalogue, its head and what is commented out left aside."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        entry, fields = Entry(), {}
        keyword = ""
        for line in block.splitlines():
            if line.startswith("#,"):
                entry.flags |= {flag.strip() for flag in line[2:].split(",")}
            elif line.startswith("#."):
                entry.notes.append(line[2:].strip())
            elif found := re.match(r'(msg\S+) +(?=")', line):
                keyword = found[1]
                fields[keyword] = unquote(line)
            elif line.startswith('"'):
                fields[keyword] += unquote(line)
        entry.context = fields.get("msgctxt")
        entry.text = fields.get("msgid", "")
        entry.plural = fields.get("msgid_plural")
        entry.translations = {
            int(keyword[7:-1] or 0): text for keyword, text in fields.items() if keyword.startswith("msgstr")
        }
        if entry.text:
            yield entry


def write(path: Path, language: str, entries: list[Entry]) -> None:
    """Write a catalogue in the order of its texts, so that a change moves no other line."""
    blocks = [
        "\n".join(
            [
                'msgid ""',
                'msgstr ""',
                '"Project-Id-Version: Sevengate\\n"',
                f'"Language: {language}\\n"',
                '"MIME-Version: 1.0\\n"',
                '"Content-Type: text/plain; charset=UTF-8\\n"',
                '"Content-Transfer-Encoding: 8bit\\n"',
                f'"Plural-Forms: {PLURALS[language]}\\n"',
            ]
        )
    ]
    for entry in sorted(entries, key=lambda entry: (entry.text, entry.context or "")):
        lines = [f"#. {note}" for note in entry.notes]
        if entry.flags:
            lines.append("#, " + ", ".join(sorted(entry.flags)))
        if entry.context is not None:
            lines.append(f"msgctxt {quote(entry.context)}")
        lines.append(f"msgid {quote(entry.text)}")
        if entry.plural is None:
            lines.append(f"msgstr {quote(entry.translations.get(0, ''))}")
        else:
            lines.append(f"msgid_plural {quote(entry.plural)}")
            lines += [
                f"msgstr[{form}] {quote(entry.translations.get(form, ''))}" for form in range(plural_forms(language))
            ]
        blocks.append("\n".join(lines))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


# What the source holds


def extract(root: Path = ROOT) -> list[Entry]:
    """Every text marked for translation in code and templates, as Django's own collector finds them.

    The collector writes where it reads, so it works on a copy. Raises ``SystemExit`` with its messages if it fails.
    """
    with tempfile.TemporaryDirectory(prefix="sevengate-messages-") as scratch:
        copy = Path(scratch)
        for pattern in SEARCHED:
            for folder in root.glob(pattern):
                shutil.copytree(folder, copy / folder.name, ignore=_not_searched)
        (copy / "locale").mkdir()
        django = ["-m", "django", "makemessages", "--locale=en", "--no-location", "--keep-pot", "--verbosity=0"]
        made = subprocess.run(
            [sys.executable, *django],
            cwd=copy,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode or made.stderr.strip():
            raise SystemExit(f"messages: {made.stdout}{made.stderr}")
        template = copy / "locale" / "django.pot"
        return list(read(template)) if template.exists() else []


def _not_searched(folder: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if name in {"__pycache__", "migrations"}
        or ((Path(folder) / name).is_file() and Path(name).suffix not in SUFFIXES)
    }


def merged(found: list[Entry], language: str, path: Path) -> list[Entry]:
    """The texts of the source with the translations the catalogue has for them."""
    known = {entry.key: entry for entry in read(path)} if path.exists() else {}
    for entry in found:
        old = known.get(entry.key)
        translations = dict(old.translations) if old and not old.fuzzy else {}
        if language == SOURCE_LANGUAGE:
            translations = {0: entry.text} if entry.plural is None else {0: entry.text, 1: entry.plural}
        entry.translations = translations
        entry.flags -= {"fuzzy"}
    return found


def compile_catalogue(path: Path, target: Path | None = None) -> None:
    """Compile with all of gettext's checks. Raises ``SystemExit`` with what it found."""
    output = str(target or path.with_suffix(".mo"))
    command = ["msgfmt", "--check-format", "--check-domain", "--output-file", output, str(path)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise SystemExit(f"messages: {made.stderr.strip()}")


def main() -> int:
    """Bring both catalogues up to the source and compile them."""
    found = extract()
    for language in LANGUAGES:
        path = catalogue(language)
        entries = merged(found, language, path)
        write(path, language, entries)
        compile_catalogue(path)
        missing = sum(entry.lacks(plural_forms(language)) for entry in entries)
        print(f"{language}: {len(entries)} texts" + (f", {missing} not translated yet" if missing else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
