"""What a device reported at one moment."""

from django.contrib.gis.db import models


class Position(models.Model):
    """One fix. The gateway writes this table with COPY; everything else only reads it.

    Partitioned by UTC day of ``fix_time`` (the migration's SQL), without foreign keys: the gateway holds the device's
    row while it writes, and a check of every row would cost more than the row. ``content`` is a hash of the decoded
    values, so that a record sent twice is one row, and two records of one second are two. ``cell`` is a
    hundredth of a degree square (``fleet.history.proximity_grid``), what "who was near here" is found by.
    """

    pk = models.CompositePrimaryKey("device", "fix_time", "content")
    device = models.ForeignKey("fleet.Device", models.DO_NOTHING, db_constraint=False, related_name="positions")
    fix_time = models.DateTimeField()
    content = models.BigIntegerField()
    arrival = models.DateTimeField()
    vehicle = models.ForeignKey(
        "fleet.Vehicle", models.DO_NOTHING, db_constraint=False, null=True, related_name="positions"
    )
    point = models.PointField(srid=4326)
    cell = models.IntegerField()
    speed_mps = models.FloatField(null=True)
    course_deg = models.FloatField(null=True)
    altitude_m = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    state = models.SmallIntegerField()
    marks = models.SmallIntegerField()
    attributes = models.JSONField(null=True)

    class Meta:
        managed = False
        db_table = "fleet_position"

    def __str__(self) -> str:
        return f"{self.device_id} {self.fix_time:%Y-%m-%d %H:%M:%S}"
