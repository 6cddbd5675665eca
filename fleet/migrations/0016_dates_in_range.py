"""Brings dates that no code can count with into the supported range; the constraints follow in a migration of their own."""

from django.db import migrations

CLAMP = """
UPDATE fleet_legalhold
   SET first_day = least(greatest(first_day, DATE '1900-01-01'), DATE '2200-12-31'),
       last_day = least(greatest(last_day, DATE '1900-01-01'), DATE '2200-12-31')
 WHERE first_day NOT BETWEEN DATE '1900-01-01' AND DATE '2200-12-31'
    OR last_day NOT BETWEEN DATE '1900-01-01' AND DATE '2200-12-31';
UPDATE fleet_vehiclepaper SET expires_on = least(greatest(expires_on, DATE '1900-01-01'), DATE '2200-12-31')
 WHERE expires_on NOT BETWEEN DATE '1900-01-01' AND DATE '2200-12-31';
UPDATE fleet_driver SET licence_expires_on = least(greatest(licence_expires_on, DATE '1900-01-01'), DATE '2200-12-31')
 WHERE licence_expires_on NOT BETWEEN DATE '1900-01-01' AND DATE '2200-12-31';
DELETE FROM fleet_rosterentry
 WHERE start NOT BETWEEN TIMESTAMPTZ '1900-01-01Z' AND TIMESTAMPTZ '2200-12-31 23:59:59.999999Z'
    OR "end" NOT BETWEEN TIMESTAMPTZ '1900-01-01Z' AND TIMESTAMPTZ '2200-12-31 23:59:59.999999Z';
"""


class Migration(migrations.Migration):
    dependencies = [("fleet", "0015_trip_version")]
    operations = [migrations.RunSQL(CLAMP, migrations.RunSQL.noop)]
