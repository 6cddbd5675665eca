"""The trigger that notes each new event for webhooks."""

from django.db import migrations

# One look at a table of a handful of rows for each statement that writes events; rows only while somebody listens.
FORWARD = """
CREATE FUNCTION fleet_note_for_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM notify_webhook WHERE enabled) THEN
        INSERT INTO notify_webhookdue (source, event_id) SELECT 'vehicle_event', id FROM written ORDER BY id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fleet_vehicleevent_webhooks AFTER INSERT ON fleet_vehicleevent
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION fleet_note_for_webhooks();
"""
BACKWARD = """
DROP TRIGGER fleet_vehicleevent_webhooks ON fleet_vehicleevent;
DROP FUNCTION fleet_note_for_webhooks();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("fleet", "0007_reports"),
        ("notify", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
