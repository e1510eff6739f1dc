"""Rules of the house that no linter knows: writes on records with history, markup, lengths of files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
APPS = ("governance_app", *settings.PHASE_APPS, "portal")
SOURCES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if not {"migrations", "__pycache__"} & set(path.parts)
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

BARE = {"update", "bulk_create", "bulk_update", "abulk_create", "abulk_update", "aupdate"}
_MANAGERS = {"objects", "_default_manager", "_base_manager"}

#: Files past 400 lines, each with the cause why it is one topic still.
LONG_FILES: dict[str, str] = {
    "governance_app/planning/demo_content.py": "plain content of the demonstration, no logic",
    "governance_app/proof/verify.py": "one program that travels alone in every pack: whoever checks it needs this file only",
}
LONGEST = 400


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def chain(node: ast.expr) -> list[str]:
    """The names of a chain of attributes and calls: ``A.objects.filter(x).update`` is A, objects, filter, update."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            names.append(node.id if isinstance(node, ast.Name) else "?")
            return names[::-1]


def bare_writes(text: str) -> Iterator[list[str]]:
    """Calls that write rows without saving models, as chains of names."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BARE:
            names = chain(node.func)
            if node.func.attr != "update" or _MANAGERS & set(names) or {"filter", "exclude", "all"} & set(names):
                yield names


def models_by_name() -> dict[str, type]:
    return {model.__name__: model for model in apps.get_models()}


def test_the_scan_sees_a_bare_write():
    found = list(bare_writes("Requirement.objects.filter(a=1).update(b=2)\nd.update(x)\nm.objects.bulk_create([])"))
    assert found == [["Requirement", "objects", "filter", "update"], ["m", "objects", "bulk_create"]]


def test_records_with_history_are_never_written_past_it():
    known, faults = models_by_name(), []
    for path in SOURCES:
        for names in bare_writes(path.read_text()):
            model = known.get(names[0])
            if model is None or hasattr(model, "history"):
                faults.append(f"{relative(path)}: {'.'.join(names)}")
    assert not faults


def users_of(pattern: str) -> set[str]:
    return {relative(path) for path in SOURCES if re.search(pattern, path.read_text())}


def test_only_named_modules_write_many_rows_with_their_history():
    assert users_of(r"bulk_(create|update)_with_history|\brows_create\(|\bhistory_begin\(") == {
        "governance_app/base/histories.py",
        "governance_app/records/writing.py",
        "governance_app/trace/services.py",
    }


def test_only_named_modules_insert_rows_past_the_models():
    """Each with its cause: what is inserted so gets no history unless the module sees to it."""
    assert users_of(r"\brows_(insert|copy)\(") == {
        "governance_app/base/rows.py",  # where it is done
        "governance_app/base/histories.py",  # the rows and their history together
        "governance_app/trace/services.py",  # links, whose history is begun in the next line
        # Rows of many-to-many tables keep no history: the record's own history row carries its links.
        "governance_app/records/writing.py",
    }


def test_the_portal_has_one_clock_and_nothing_is_patched() -> None:
    assert users_of(r"timezone\.now\b|timezone\.localdate\(\)") == {"governance_app/base/clock.py"}
    assert users_of(
        r"\bHistoricalRecords\b|auto_now\w*=True.*models\.DateTimeField|models\.DateTimeField.*auto_now"
    ) == {"governance_app/base/histories.py"}
    assert not users_of(r"unittest")


def test_no_receivers_of_save_or_delete():
    """Phases meet through signals of the kernel; nothing hangs on saves."""
    for path in SOURCES:
        assert not re.search(r"(?<!field\.)(?<!super\(\)\.)(?<!def )\b(post|pre)_(save|delete)\b", path.read_text()), (
            relative(path)
        )


def test_no_cursor_and_no_raw_statement_outside_its_place():
    allowed = {
        "governance_app/ledger/triggers.py",
        "governance_app/base/counting.py",
        "governance_app/base/rows.py",
        "portal/health.py",
    }
    assert users_of(r"\.raw\(|\.cursor\(|RawSQL|\.extra\(") <= allowed


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=relative)
def test_no_file_grows_past_its_topic(path):
    lines = len(path.read_text().splitlines())
    if relative(path) in LONG_FILES:
        assert lines > LONGEST, "no longer long; take it off the list"
    else:
        assert lines <= LONGEST, f"{lines} lines: split it by topic, or list it with a cause"


@pytest.mark.parametrize("path", [path for path in [*SOURCES, *TESTS] if path.name == "__init__.py"], ids=relative)
def test_reading_a_package_runs_nothing(path):
    """An ``__init__`` says what its folder is for; code stands in modules that importers name."""
    said = [node for node in ast.parse(path.read_text()).body if not isinstance(node, ast.Expr)]
    assert not said, "move this into a module with a name"


def without_template_code(text: str) -> str:
    text = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", text, flags=re.DOTALL)
    return re.sub(r"{#.*?#}", "", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_templates_hold_no_inline_script_or_style(path):
    """The policy sent with every page allows neither, so either would be dead markup."""
    text = without_template_code(path.read_text())
    assert not re.search(r"<style\b", text, re.IGNORECASE)
    assert not re.search(r"\sstyle\s*=", text, re.IGNORECASE)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text, re.IGNORECASE)
    assert not re.search(r"javascript:", text, re.IGNORECASE)
    assert not re.search(r"\shx-on|hx-vals\s*=\s*[\"']js:", text, re.IGNORECASE)
    for tag in re.findall(r"<script\b[^>]*>", text, re.IGNORECASE):
        assert " src=" in tag, tag


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_templates_escape_everything(path):
    """Markup is made safe where it is made, never declared so where it is shown."""
    text = without_template_code(path.read_text())
    assert not re.search(r"\|\s*safe(seq)?\b", text)
    assert not re.search(r"autoescape\s+off", text)
    assert not re.search(r"http://|https://|//cdn", re.sub(r'xmlns="[^"]*"', "", text)), "nothing is fetched elsewhere"


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_templates_compile(path):
    name = path.relative_to(ROOT / "templates").as_posix()
    assert get_template(name).origin.name == str(path)


def test_every_template_that_code_names_exists():
    named = {found for path in SOURCES for found in re.findall(r"[\"']([a-z_]+/[\w/.-]+\.html)[\"']", path.read_text())}
    missing = [name for name in sorted(named) if not (ROOT / "templates" / name).exists()]
    assert not missing


def test_mark_safe_stands_only_where_drawings_are_made():
    """``SafeString`` around escaped parts is the house's way; ``mark_safe`` hides what it trusts."""
    using = {relative(path) for path in SOURCES if "mark_safe" in path.read_text()}
    assert using <= {"governance_app/paper/gatepaper.py", "governance_app/documents/templatetags/paper.py"}
