"""Making the six apps and filling their tables."""

import shutil
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parent / "template"
FOLDER = "phases"
NUMBERS = range(2, 8)


def phases_make(scratch: Path) -> None:
    """Copy the template six times, each folder an app; must be done before Django is set up."""
    for number in NUMBERS:
        shutil.copytree(TEMPLATE, scratch / FOLDER / f"phase_{number}", ignore=shutil.ignore_patterns("__pycache__"))


def phases_found(scratch: Path) -> list[str]:
    """The apps made in this folder, ready to be installed; none where none were made."""
    folder = scratch / FOLDER
    if not folder.exists():
        return []
    sys.path.append(str(folder))
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def tables_make() -> None:
    """Create the tables. The apps have no migrations: nobody will ever upgrade them."""
    from django.apps import apps  # noqa: PLC0415 - after the set-up
    from django.db import connection  # noqa: PLC0415

    with connection.schema_editor() as editor:
        for number in NUMBERS:
            for model in apps.get_app_config(f"phase{number}").get_models():
                editor.create_model(model)


def programme_fill(made: Any, rows: int) -> None:
    """Records in every kind of the six phases, so many each, all phases at work, half of their papers in signing."""
    from django.apps import apps  # noqa: PLC0415 - after the set-up
    from django.utils import timezone  # noqa: PLC0415

    from governance_app.documents.registry import document_kinds  # noqa: PLC0415
    from governance_app.documents.services import revision_submit  # noqa: PLC0415
    from governance_app.programmes.states import PhaseState  # noqa: PLC0415
    from governance_app.trace.models import TraceLink  # noqa: PLC0415

    programme, now = made.programme, timezone.now()
    programme.phases.update(state=PhaseState.ACTIVE)
    common = {"programme": programme, "created_by": made.manager, "updated_by": made.manager}
    common |= {"created_at": now, "updated_at": now, "owner_department": programme.departments.order_by("pk").first()}
    for number in NUMBERS:
        models = apps.get_app_config(f"phase{number}").module.models  # type: ignore[union-attr]
        above: list[Any] = []
        for model in models.KINDS:
            made_rows = model.objects.bulk_create(
                model(
                    code=f"{model.prefix}-{count:03d}",
                    title=f"第 {count} 项",
                    text="按计划完成并复核",
                    figure=count % 97,
                    due_on=timezone.localdate() + timedelta(days=count % 60),
                    # The last kind is at fault in a third of its rows.
                    state="open" if model is models.KINDS[-1] and count % 3 == 0 else "done",
                    above=above[count - 1] if above else None,
                    **common,
                )
                for count in range(1, rows + 1)
            )
            above = made_rows if made_rows[0].pk else list(model.objects.filter(programme=programme).order_by("pk"))
        if number <= max(NUMBERS) // 2:
            revision_submit(programme=programme, kind=document_kinds[f"paper-{number}"], actor=made.manager)
    TraceLink.objects.bulk_create(
        TraceLink(programme=programme, source=f"requirements:REQ-{count:03d}", target=f"plans-2:PLAN2-{count:03d}")
        for count in range(1, rows + 1)
    )
