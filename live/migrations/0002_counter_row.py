"""The one row of the event counter."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO live_eventcounter (id, number) VALUES (1, 0)", "DELETE FROM live_eventcounter WHERE id = 1"
        ),
    ]
