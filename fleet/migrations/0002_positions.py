"""The table of positions, partitioned by UTC day, and the state row of each new device."""

from django.db import migrations

POSITIONS = """
CREATE TABLE fleet_position (
    device_id bigint NOT NULL,
    fix_time timestamptz NOT NULL,
    content bigint NOT NULL,
    arrival timestamptz NOT NULL,
    vehicle_id bigint,
    speed_mps real,
    course_deg real,
    altitude_m real,
    accuracy_m real,
    state smallint NOT NULL,
    marks smallint NOT NULL,
    point geometry(Point, 4326) NOT NULL,
    attributes jsonb,
    PRIMARY KEY (device_id, fix_time, content)
) PARTITION BY RANGE (fix_time);
CREATE TABLE fleet_position_other PARTITION OF fleet_position DEFAULT;
COMMENT ON TABLE fleet_position_other IS 'fixes of days outside the window that gets a partition each';
"""

# A day that lay too far ahead when its first fix came has rows in the default partition: they move before the attach,
# which would otherwise refuse. ATTACH, unlike CREATE ... PARTITION OF, lets inserts into other days go on.
MAKE_DAY = """
CREATE FUNCTION fleet_make_day(day date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := 'fleet_position_' || to_char(day, 'YYYYMMDD');
    low timestamptz := day::timestamp AT TIME ZONE 'UTC';
    high timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('fleet_make_day'));
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    LOCK TABLE fleet_position_other IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE fleet_position INCLUDING ALL)', name);
    EXECUTE format(
        'WITH moved AS (DELETE FROM fleet_position_other WHERE fix_time >= %L AND fix_time < %L RETURNING *)'
        ' INSERT INTO %I SELECT * FROM moved', low, high, name);
    EXECUTE format('ALTER TABLE fleet_position ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, low, high);
    RETURN true;
END $$;
"""

STATE_OF_DEVICE = """
CREATE FUNCTION fleet_device_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fleet_devicestate (device_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER fleet_device_state AFTER INSERT ON fleet_device
    FOR EACH ROW EXECUTE FUNCTION fleet_device_state();
ALTER TABLE fleet_devicestate SET (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
"""

UNDO = """
DROP TRIGGER fleet_device_state ON fleet_device;
DROP FUNCTION fleet_device_state();
DROP FUNCTION fleet_make_day(date);
DROP TABLE fleet_position;
"""


class Migration(migrations.Migration):
    dependencies = [("fleet", "0001_initial")]

    operations = [migrations.RunSQL(POSITIONS + MAKE_DAY + STATE_OF_DEVICE, UNDO)]
