"""Imports of zones as things of their own, and the columns of their files."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kit.fields


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0003_supported_dates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="zone",
            name="attributes",
            field=models.JSONField(blank=True, default=dict, verbose_name="attributes"),
        ),
        migrations.AddField(
            model_name="zoneversion",
            name="attributes",
            field=models.JSONField(blank=True, default=dict, verbose_name="attributes"),
        ),
        migrations.CreateModel(
            name="ZoneImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=300, verbose_name="file name")),
                ("dataset", models.CharField(max_length=200)),
                ("report", models.JSONField(default=list)),
                ("created_at", kit.fields.SupportedDateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "import of zones",
                "verbose_name_plural": "imports of zones",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="zone",
            name="imported",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="zones",
                to="layers.zoneimport",
            ),
        ),
    ]
