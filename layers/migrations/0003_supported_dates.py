"""Dates of validity from 1900 to 2200; what lies outside is read by nobody and would make every list raise.

A begin before 1900 and an end after 2200 mean the same as an open end. A begin after and an end before become the limit
itself, which is as far off.
"""

import datetime

from django.conf import settings
from django.db import migrations, models

import kit.fields
import kit.text

_CLAMP = """
UPDATE {table} SET
    valid_from = CASE WHEN valid_from < '1900-01-01Z' THEN NULL
                      WHEN valid_from >= '2201-01-01Z' THEN '2200-12-31 23:59:59Z' ELSE valid_from END,
    valid_to = CASE WHEN valid_to >= '2201-01-01Z' THEN NULL
                    WHEN valid_to < '1900-01-01Z' THEN '1900-01-01Z' ELSE valid_to END
WHERE valid_from NOT BETWEEN '1900-01-01Z' AND '2200-12-31 23:59:59.999999Z'
   OR valid_to NOT BETWEEN '1900-01-01Z' AND '2200-12-31 23:59:59.999999Z';
"""
# The versions are frozen by a trigger; this correction alone passes it.
CLAMP = [
    _CLAMP.format(table="layers_zone"),
    "ALTER TABLE layers_zoneversion DISABLE TRIGGER layers_zoneversion_frozen;",
    _CLAMP.format(table="layers_zoneversion"),
    "ALTER TABLE layers_zoneversion ENABLE TRIGGER layers_zoneversion_frozen;",
]


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0002_frozen_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CLAMP, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="zone",
            name="created_at",
            field=kit.fields.SupportedDateTimeField(auto_now_add=True),
        ),
        migrations.AlterField(
            model_name="zone",
            name="name",
            field=models.CharField(max_length=160, validators=[kit.text.VisibleText()], verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="zone",
            name="shown_changed_at",
            field=kit.fields.SupportedDateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="zone",
            name="updated_at",
            field=kit.fields.SupportedDateTimeField(auto_now=True),
        ),
        migrations.AlterField(
            model_name="zone",
            name="valid_from",
            field=kit.fields.SupportedDateTimeField(blank=True, null=True, verbose_name="valid from"),
        ),
        migrations.AlterField(
            model_name="zone",
            name="valid_to",
            field=kit.fields.SupportedDateTimeField(blank=True, null=True, verbose_name="valid until"),
        ),
        migrations.AlterField(
            model_name="zoneversion",
            name="name",
            field=models.CharField(max_length=160, validators=[kit.text.VisibleText()], verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="zoneversion",
            name="published_at",
            field=kit.fields.SupportedDateTimeField(auto_now_add=True),
        ),
        migrations.AlterField(
            model_name="zoneversion",
            name="valid_from",
            field=kit.fields.SupportedDateTimeField(blank=True, null=True, verbose_name="valid from"),
        ),
        migrations.AlterField(
            model_name="zoneversion",
            name="valid_to",
            field=kit.fields.SupportedDateTimeField(blank=True, null=True, verbose_name="valid until"),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(
                        ("valid_from__gte", datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        (
                            "valid_from__lte",
                            datetime.datetime(2200, 12, 31, 23, 59, 59, 999999, tzinfo=datetime.UTC),
                        ),
                    ),
                    _connector="OR",
                ),
                name="zone_valid_from_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    models.Q(
                        ("valid_to__gte", datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        (
                            "valid_to__lte",
                            datetime.datetime(2200, 12, 31, 23, 59, 59, 999999, tzinfo=datetime.UTC),
                        ),
                    ),
                    _connector="OR",
                ),
                name="zone_valid_to_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="zoneversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(
                        ("valid_from__gte", datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        (
                            "valid_from__lte",
                            datetime.datetime(2200, 12, 31, 23, 59, 59, 999999, tzinfo=datetime.UTC),
                        ),
                    ),
                    _connector="OR",
                ),
                name="zone_version_valid_from_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="zoneversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    models.Q(
                        ("valid_to__gte", datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        (
                            "valid_to__lte",
                            datetime.datetime(2200, 12, 31, 23, 59, 59, 999999, tzinfo=datetime.UTC),
                        ),
                    ),
                    _connector="OR",
                ),
                name="zone_version_valid_to_in_range",
            ),
        ),
    ]
