"""Jobs that wait in the former single queue go to the queue of their task: nobody works on the old one any more."""

from django.db import migrations

MOVE = """
UPDATE procrastinate_jobs SET queue_name = CASE
    WHEN task_name = 'fleet.make_report' THEN 'reports'
    WHEN task_name IN ('fleet.make_partitions', 'fleet.replay_known', 'fleet.build_trips', 'fleet.rebind_positions',
                       'cameras.check_health') THEN 'telemetry'
    ELSE 'deadlines'
END
WHERE queue_name = 'default' AND status IN ('todo', 'doing')
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_rate_limit"), ("procrastinate", "0001_initial")]
    operations = [migrations.RunSQL(MOVE, migrations.RunSQL.noop)]
