"""The detectors' last fix in columns of its own: of most devices nothing else changes from batch to batch."""

from django.db import migrations, models

_PART = """
UPDATE fleet_devicestate SET
    seen_vehicle_id = (detectors ->> 'vehicle')::bigint,
    seen_time = 'epoch'::timestamptz + (detectors ->> 'us')::bigint * interval '1 microsecond',
    seen_content = (detectors ->> 'content')::bigint,
    wake_time = CASE WHEN (detectors ->> 'wake')::bigint < 1::bigint << 62
                     THEN 'epoch'::timestamptz + (detectors ->> 'wake')::bigint * interval '1 microsecond' END,
    detectors = detectors -> 'of'
WHERE detectors ?& ARRAY['vehicle', 'us', 'content', 'wake', 'of']
"""
_JOIN = """
UPDATE fleet_devicestate SET detectors = jsonb_build_object(
    'vehicle', seen_vehicle_id, 'us', (extract(epoch FROM seen_time) * 1000000)::bigint, 'content', seen_content,
    'wake', coalesce((extract(epoch FROM wake_time) * 1000000)::bigint, 1::bigint << 62), 'of', detectors)
WHERE seen_time IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("fleet", "0013_listening"),
    ]

    operations = [
        migrations.AddField("devicestate", "seen_vehicle_id", models.BigIntegerField(null=True)),
        migrations.AddField("devicestate", "seen_time", models.DateTimeField(null=True)),
        migrations.AddField("devicestate", "seen_content", models.BigIntegerField(null=True)),
        migrations.AddField("devicestate", "wake_time", models.DateTimeField(null=True)),
        migrations.RunSQL(_PART, _JOIN),
    ]
