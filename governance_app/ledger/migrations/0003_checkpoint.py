"""Checkpoints, and the salt that lets a row be shown as a digest alone."""

import secrets
from typing import Any

from django.db import migrations, models

from governance_app.base.canonical import content_hash
from governance_app.ledger.triggers import triggers_install, triggers_remove


def guards_on(apps: Any, schema_editor: Any) -> None:
    """Put the guards in place: on SQLite a new column makes the table anew, without them."""
    triggers_install(schema_editor.connection)


def guards_off(apps: Any, schema_editor: Any) -> None:
    """Take the guards away."""
    triggers_remove(schema_editor.connection)


CONTENT = (
    "time", "actor_id", "actor_name", "act", "programme", "subject", "subject_label", "subject_hash", "detail", "salt",
)


def chain_anew(apps: Any, schema_editor: Any) -> None:
    """Chain the rows of a trial installation by the new rule. After the first release no migration may do this.

    Refuses a chain that does not hold by the old rule: hashing it anew would make a forgery look genuine.
    """
    entries, heads = apps.get_model("ledger", "Entry").objects, apps.get_model("ledger", "Head").objects
    was = now = "0" * 64
    count = 0
    for count, row in enumerate(entries.order_by("sequence"), 1):
        attested = {name: getattr(row, name) for name in ("sequence", "previous_hash", *CONTENT) if name != "salt"}
        if (row.sequence, row.previous_hash, row.hash) != (count, was, content_hash(attested)):
            raise RuntimeError(f"ledger row {count} does not hold; nothing was migrated")
        was = row.hash
        row.salt, row.previous_hash = secrets.token_hex(16), now
        content = content_hash({name: getattr(row, name) for name in CONTENT})
        row.hash = now = content_hash(
            {"sequence": row.sequence, "previous_hash": row.previous_hash, "content": content}
        )
        row.save()
    for head in heads.all():
        if (head.count, head.hash) != (count, was):
            raise RuntimeError(f"the ledger ends at row {count}, its head says {head.count}; nothing was migrated")
        head.hash = now
        head.save()


class Migration(migrations.Migration):
    """A row's hash is taken in two steps from here on."""

    dependencies = [("ledger", "0002_triggers")]
    operations = [
        migrations.RunPython(guards_off, guards_on),
        migrations.AddField(
            model_name="entry",
            name="salt",
            field=models.CharField(default="", max_length=32, verbose_name="salt"),
            preserve_default=False,
        ),
        migrations.RunPython(chain_anew, migrations.RunPython.noop),
        migrations.RunPython(guards_on, guards_off),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("count", models.BigIntegerField(verbose_name="number of rows")),
                ("head", models.CharField(max_length=64, verbose_name="hash of the last row")),
                ("time", models.CharField(max_length=40, verbose_name="time")),
                ("public_key", models.CharField(max_length=64, verbose_name="public key")),
                ("signature", models.CharField(max_length=128, verbose_name="signature")),
            ],
            options={
                "verbose_name": "ledger checkpoint",
                "verbose_name_plural": "ledger checkpoints",
                "ordering": ["-count", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("count", "head", "public_key"), name="checkpoint_once_a_head")
                ],
            },
        ),
    ]
