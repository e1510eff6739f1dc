"""The texts of code and templates, brought into the catalogue of the app that says them: `make messages`.

English is the source and has no catalogue. A phase's templates lie beside those of the kernel and belong to the phase; all
else outside the apps belongs to the kernel. What another catalogue translates already is taken from there; nothing is
guessed from similar texts, and texts gone from the source go.
"""

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.core.management.commands import makemessages
from django.core.management.utils import popen_wrapper
from django.utils.translation import to_locale

SOURCE_LANGUAGE = "en"
#: Folders that say nothing to users.
SILENT = ("benchmarks", "deploy", "docs", "migrations", "scripts", "static", "tests", "var")
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Sevengate\\n"
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


class Command(makemessages.Command):
    """Django's command for all apps and languages at once, in a form that stays the same from run to run."""

    help = "Brings the catalogues of all apps up to the texts of the source."
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching", "--sort-output"]

    def add_arguments(self, parser: CommandParser) -> None:
        """One more option: only look."""
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="Change nothing; fail where a text is missing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogues, or with ``--check`` only say what is wrong with them."""
        self.checking: bool = options.pop("check")
        self.faults: list[str] = []
        for folder in settings.LOCALE_PATHS:
            folder.mkdir(exist_ok=True)
        locales = [to_locale(code) for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]
        fixed = {"no_wrap": True, "add_location": "never", "no_obsolete": True, "locale": locales, "verbosity": 0}
        options["ignore_patterns"] += SILENT
        with tempfile.TemporaryDirectory(prefix="sevengate-messages-") as scratch:
            # As they are now: a text that changes its app is taken out of one catalogue before it comes into the other.
            known = enumerate(path for locale in locales for path in catalogues(locale))
            copies = [shutil.copy(path, Path(scratch) / f"{number}.po") for number, path in known]
            self.msgmerge_options = [*self.msgmerge_options, *(f"--compendium={copy}" for copy in copies)]
            super().handle(*args, **{**options, **fixed})
        if self.checking:
            self.faults += [fault for locale in locales for fault in incomplete(locale)]
        if self.faults:
            raise CommandError("\n".join(self.faults))

    def find_files(self, root: str) -> list[makemessages.TranslatableFile]:
        """The files of the source, those in a folder of templates named after a phase given to the phase."""
        homes = {
            f"./templates/{app.label}": str(Path(app.path) / "locale")
            for app in apps.get_app_configs()
            if hasattr(app, "phase")
        }
        found: list[makemessages.TranslatableFile] = super().find_files(root)
        # Named by the settings and come upon in the folders: each once.
        self.locale_paths = list(dict.fromkeys(str(path) for path in self.locale_paths))
        for file in found:
            for folder, home in homes.items():
                if f"{file.dirpath}/".startswith(f"{folder}/"):
                    file.locale_dir = home
        return found

    def build_potfiles(self) -> list[str]:
        """What the source says, without the head's time of asking, which would change with each run."""
        found: list[str] = super().build_potfiles()
        for path in map(Path, found):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub('"(POT-Creation-Date|Report-Msgid-Bugs-To):.*\n', "", text), encoding="utf-8")
        return found

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Merge beside the catalogue, and touch it only where something changes."""
        kept = catalogue(Path(potfile).parent, locale)
        with tempfile.TemporaryDirectory(prefix="sevengate-messages-") as scratch:
            made = catalogue(Path(scratch), locale)
            made.parent.mkdir(parents=True)
            before = kept.read_text(encoding="utf-8") if kept.exists() else ""
            made.write_text(before or self.copy_plural_forms(HEADER.format(locale=locale), locale), encoding="utf-8")
            super().write_po_file(shutil.copy(potfile, scratch), locale)
            if made.read_text(encoding="utf-8") == before:
                return
            if self.checking:
                self.faults.append(f"{shown(kept)}: not as the source has it; run `make messages`")
            else:
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(made, kept)


def catalogue(folder: Path, locale: str) -> Path:
    """Where a language's texts lie in a folder of catalogues."""
    return folder / locale / "LC_MESSAGES" / "django.po"


def catalogues(locale: str) -> list[Path]:
    """A language's catalogues that are there, of all apps."""
    return [path for folder in settings.LOCALE_PATHS if (path := catalogue(folder, locale)).exists()]


def shown(path: Path) -> str:
    """A catalogue's name for people."""
    return str(path.relative_to(settings.ROOT))


def incomplete(locale: str) -> list[str]:
    """What a language lacks: a text untranslated or doubtful, places that do not fit, one text in two translations."""
    found = []
    paths = catalogues(locale)
    for path in paths:
        faults = gettext_tool("msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", path)
        if faults.strip():
            found.append(faults.strip())
        found += [
            f"{shown(path)}: {what}: {text}"
            for option, what in (("--untranslated", "not translated"), ("--only-fuzzy", "doubtful"))
            for text in texts(gettext_tool("msgattrib", option, "--no-obsolete", "--no-wrap", path))
        ]
    with tempfile.TemporaryDirectory(prefix="sevengate-messages-") as scratch:
        together = Path(scratch) / "all.po"
        gettext_tool("msgcat", "--no-wrap", "-o", together, *paths)
        # msgcat marks as doubtful what two catalogues translate differently, and the heads, which always differ.
        differing = texts(gettext_tool("msgattrib", "--only-fuzzy", "--no-wrap", together))
    return found + [f"{locale}: translated differently in two catalogues: {text}" for text in differing]


def gettext_tool(*command: Any) -> str:
    """What one of gettext's programs says."""
    output, errors, _status = popen_wrapper([str(part) for part in command])
    return str(output) + str(errors)


def texts(entries: str) -> list[str]:
    """The texts of some entries, the head left aside."""
    return [
        block.split("msgid ", 1)[1].split("\nmsg", 1)[0]
        for block in entries.split("\n\n")
        if "\nmsgid " in f"\n{block}"
    ][1:]
