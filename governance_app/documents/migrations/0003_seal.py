"""The organisation seal of a rendering."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a rendering is sealed, and with which certificate."""

    dependencies = [("documents", "0002_initial")]
    operations = [
        migrations.AddField(
            model_name="rendering",
            name="sealed",
            field=models.BooleanField(default=False, verbose_name="sealed"),
        ),
        migrations.AddField(
            model_name="rendering",
            name="certificate",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="certificate of the seal"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="rendering",
            constraint=models.CheckConstraint(
                condition=models.Q(("certificate", ""), ("sealed", False))
                | (models.Q(("sealed", True)) & ~models.Q(("certificate", ""))),
                name="rendering_sealed_with_certificate",
            ),
        ),
    ]
