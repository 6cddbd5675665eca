"""The version of a vehicle's live position."""

from django.db import migrations, models

_TRIGGER = """
CREATE FUNCTION fleet_vehicle_position_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.position_version := greatest(NEW.position_version, OLD.position_version)
        + (NEW.agency_id IS DISTINCT FROM OLD.agency_id OR NEW.active IS DISTINCT FROM OLD.active)::int;
    RETURN NEW;
END $$;
CREATE TRIGGER position_version BEFORE UPDATE ON fleet_vehicle
    FOR EACH ROW EXECUTE FUNCTION fleet_vehicle_position_version();
"""
_NO_TRIGGER = """
DROP TRIGGER position_version ON fleet_vehicle;
DROP FUNCTION fleet_vehicle_position_version();
"""


class Migration(migrations.Migration):
    dependencies = [("fleet", "0018_device_listeners")]
    operations = [
        migrations.AddField(
            model_name="vehicle",
            name="position_version",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.RunSQL(_TRIGGER, _NO_TRIGGER),
    ]
