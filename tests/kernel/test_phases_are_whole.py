"""What ``manage.py check`` says of a phase that lacks something, and of catalogues nobody compiled."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import run_checks

from governance_app import checks
from governance_app.phases import Phase

WHOLE = ("public.py", "urls.py", "permissions.py", "exams/__init__.py")


def faults(monkeypatch: pytest.MonkeyPatch, folder: Path, *, phase: Phase = Phase.REQUIREMENTS) -> list[str]:
    """What is said of one phase that lies in ``folder``."""
    config = SimpleNamespace(name="rollout_app", path=str(folder), phase=phase, topics=("exams",))
    monkeypatch.setattr(checks, "apps", SimpleNamespace(get_app_configs=lambda: [config, SimpleNamespace(name="room")]))
    return [f"{fault.id} {fault.msg}" for fault in checks.phases_are_whole(None)]


def lay_out(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.touch()


def test_a_whole_phase_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lay_out(tmp_path, *WHOLE)
    assert faults(monkeypatch, tmp_path) == []


@pytest.mark.parametrize("absent", WHOLE)
def test_what_a_phase_lacks_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, absent: str) -> None:
    lay_out(tmp_path, *(name for name in WHOLE if name != absent))
    told = {"exams/__init__.py": "topics: exams"}.get(absent, absent.removesuffix(".py"))
    assert faults(monkeypatch, tmp_path) == [f"sevengate.E006 rollout_app lacks {told}"]


def test_a_phase_without_criteria_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lay_out(tmp_path, *WHOLE)
    monkeypatch.setattr(checks, "criteria_of", lambda phase: [])
    assert faults(monkeypatch, tmp_path) == ["sevengate.E007 rollout_app declares no criterion for its gate"]


def test_a_catalogue_changed_since_it_was_compiled_is_reported(settings: Any, tmp_path: Path) -> None:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()
    settings.LOCALE_PATHS = [tmp_path]
    assert [fault.id for fault in checks.catalogues_are_compiled(None)] == ["sevengate.W008"]
    (folder / "django.mo").touch()
    assert checks.catalogues_are_compiled(None) == []
    os.utime(folder / "django.mo", (0, 0))
    assert [fault.id for fault in checks.catalogues_are_compiled(None)] == ["sevengate.W008"]


def test_the_phases_at_work_are_whole() -> None:
    assert not [fault for fault in run_checks() if fault.id in {"sevengate.E006", "sevengate.E007", "sevengate.W008"}]
