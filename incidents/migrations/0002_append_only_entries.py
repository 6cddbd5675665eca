"""The timeline of an incident can only grow: the database itself refuses anything else."""

from django.db import migrations

CREATE = """
CREATE TRIGGER incidents_incidententry_append_only BEFORE UPDATE OR DELETE ON incidents_incidententry
    FOR EACH ROW EXECUTE FUNCTION people_refuse_change();
"""
DROP = "DROP TRIGGER incidents_incidententry_append_only ON incidents_incidententry;"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("people", "0002_append_only_audit")]
    operations = [migrations.RunSQL(CREATE, DROP)]
