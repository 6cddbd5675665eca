"""The cell of a position and its index, and who needs trips built."""

from django.db import migrations

# Columns of a partitioned table cannot be filled while rows come in without a lock, so this locks: once, at the update.
FORWARD = """
ALTER TABLE fleet_position ADD COLUMN cell integer;
UPDATE fleet_position SET cell =
    least(greatest(trunc((ST_X(point) + 180.0) * 100)::int, 0), 36000) * 18001
    + least(greatest(trunc((ST_Y(point) + 90.0) * 100)::int, 0), 18000);
ALTER TABLE fleet_position ALTER COLUMN cell SET NOT NULL;
CREATE INDEX fleet_position_cell ON fleet_position (cell, fix_time);
CREATE INDEX fleet_unbuilt ON fleet_devicestate (device_id) WHERE unbuilt_from IS NOT NULL;
"""
BACKWARD = """
DROP INDEX fleet_unbuilt;
DROP INDEX fleet_position_cell;
ALTER TABLE fleet_position DROP COLUMN cell;
"""


class Migration(migrations.Migration):
    dependencies = [("fleet", "0004_events_rules_trips")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
