"""Secrets of webhooks are encrypted for their row."""

from django.db import migrations, models

from kit import secrets


def seal(apps, schema_editor):
    for webhook in apps.get_model("fleet", "Webhook").objects.exclude(secret="").iterator():
        webhook.sealed_secret = secrets.seal(webhook.secret, f"fleet.webhook:secret:{webhook.created_at.isoformat()}")
        webhook.save(update_fields=["sealed_secret"])


class Migration(migrations.Migration):
    dependencies = [("fleet", "0019_position_version")]
    operations = [
        migrations.AddField(
            "webhook", "sealed_secret", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.RunPython(seal, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("webhook", "secret"),
    ]
