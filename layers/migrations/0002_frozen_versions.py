"""A published version is what walls and reports once showed: the database itself refuses to change or delete it."""

from django.db import migrations

CREATE = """
CREATE FUNCTION layers_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'published versions of zones are never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER layers_zoneversion_frozen BEFORE UPDATE OR DELETE ON layers_zoneversion
    FOR EACH ROW EXECUTE FUNCTION layers_refuse_change();
"""
DROP = """
DROP TRIGGER layers_zoneversion_frozen ON layers_zoneversion;
DROP FUNCTION layers_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
