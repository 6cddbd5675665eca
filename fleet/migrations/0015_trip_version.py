"""By which version of the rules a vehicle's trips were made; those that are there were made before there was one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fleet", "0014_seen_by_detectors"),
    ]

    operations = [
        migrations.AddField("tripbuild", "version", models.PositiveSmallIntegerField(default=0)),
    ]
