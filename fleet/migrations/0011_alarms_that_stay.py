"""An alarm is shown until somebody takes it, or until it is too old to ask anybody to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Walls have shown the last twelve hours so far: what is older asks nobody any more.
OLD = "UPDATE fleet_vehicleevent SET shown = false WHERE raised_at < now() - interval '12 hours'"


class Migration(migrations.Migration):
    dependencies = [
        ("fleet", "0010_silences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="vehicleevent",
            name="shown",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="vehicleevent",
            name="acknowledged_at",
            field=models.DateTimeField(null=True, verbose_name="acknowledged"),
        ),
        migrations.AddField(
            model_name="vehicleevent",
            name="acknowledged_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="vehicleevent",
            name="acknowledge_note",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.RunSQL(OLD, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="vehicleevent",
            index=models.Index(
                condition=models.Q(("live", True), ("severity__gte", 1), ("shown", True)),
                fields=["-raised_at", "-id"],
                name="event_shown",
            ),
        ),
    ]
