"""Devices are bound to listeners. Those that exist stay unbound (null) until an administrator binds them."""

from django.db import migrations, models

import fleet.devices.quarantine_reasons

# Identities that the centre made for phones so far: four groups of four signs (fleet.devices.phone_setup).
SECRET_IDENTITIES = r"""
UPDATE fleet_device SET secret_identity = true
WHERE identity ~ '^[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){3}$'
"""


class Migration(migrations.Migration):
    dependencies = [("fleet", "0017_date_constraints")]

    operations = [
        migrations.AddField(
            "device", "listeners", models.BigIntegerField("listeners", null=True, blank=True), preserve_default=True
        ),
        migrations.AddField("device", "secret", models.BigIntegerField(default=0, db_default=0)),
        migrations.AddField("device", "secret_identity", models.BooleanField(default=False, db_default=False)),
        migrations.AddField(
            "device", "mqtt_password", models.CharField(max_length=200, blank=True, default="", db_default="")
        ),
        migrations.AddField("device", "secret_made_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddField("devicestate", "heard_over", models.BigIntegerField(db_default=0)),
        migrations.AlterField(
            "quarantine",
            "reason",
            models.CharField(
                "reason", max_length=20, choices=fleet.devices.quarantine_reasons.QuarantineReason.choices
            ),
        ),
        migrations.RunSQL(SECRET_IDENTITIES, migrations.RunSQL.noop),
    ]
