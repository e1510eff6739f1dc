"""The database itself refuses to change a ledger row."""

from typing import Any

from django.db import migrations

from governance_app.ledger.triggers import triggers_install, triggers_remove


def install(apps: Any, schema_editor: Any) -> None:
    """Put the guards in place."""
    triggers_install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the guards away."""
    triggers_remove(schema_editor.connection)


class Migration(migrations.Migration):
    """Triggers on the ledger's rows."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
