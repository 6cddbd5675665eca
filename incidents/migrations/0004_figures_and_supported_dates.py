from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

import kit.dates

# Rows from before the range was checked: an end or a step outside it is set to the moment of the upgrade, a beginning
# to the row's own end or to that moment, and other dates are forgotten.
REPAIR = """
UPDATE incidents_report SET
    created_at = CASE WHEN created_at BETWEEN '1900-01-01Z' AND '2200-12-31 23:59:59Z' THEN created_at ELSE now() END,
    updated_at = CASE WHEN updated_at BETWEEN '1900-01-01Z' AND '2200-12-31 23:59:59Z' THEN updated_at ELSE now() END,
    ended_at = CASE WHEN ended_at BETWEEN '1900-01-01Z' AND '2200-12-31 23:59:59Z' OR ended_at IS NULL THEN ended_at ELSE now() END,
    forwarded_at = CASE WHEN forwarded_at BETWEEN '1900-01-01Z' AND '2200-12-31 23:59:59Z' THEN forwarded_at END,
    due_at = CASE WHEN due_at BETWEEN '1900-01-01Z' AND '2200-12-31 23:59:59Z' THEN due_at END,
    confirmed_at = CASE WHEN confirmed_at BETWEEN '1900-01-01Z' AND '2200-12-31 23:59:59Z' OR confirmed_at IS NULL THEN confirmed_at ELSE now() END,
    postponed_until = CASE WHEN postponed_until BETWEEN '1900-01-01' AND '2200-12-31' THEN postponed_until END
WHERE NOT (least(created_at, updated_at, ended_at, forwarded_at, due_at, confirmed_at) >= '1900-01-01Z'
       AND greatest(created_at, updated_at, ended_at, forwarded_at, due_at, confirmed_at) <= '2200-12-31 23:59:59Z'
       AND coalesce(postponed_until BETWEEN '1900-01-01' AND '2200-12-31', true));
UPDATE incidents_transition SET at = now() WHERE NOT at BETWEEN '1900-01-01Z' AND '2200-12-31 23:59:59Z';
"""


def dates_in_range() -> Q:
    condition = kit.dates.in_range("postponed_until")
    for name in ("created_at", "updated_at", "forwarded_at", "due_at", "ended_at", "confirmed_at"):
        condition &= kit.dates.moments_in_range(name)
    return condition


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_held_photos_by_address")]

    operations = [
        migrations.CreateModel(
            name="PublicFigures",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("received", models.PositiveIntegerField()),
                ("closed", models.PositiveIntegerField()),
                ("open", models.PositiveIntegerField()),
                ("median_days", models.FloatField(null=True)),
                ("counted_at", models.DateTimeField()),
            ],
            options={"constraints": [models.CheckConstraint(condition=Q(("id", 1)), name="one_row_of_figures")]},
        ),
        migrations.RunSQL(REPAIR, migrations.RunSQL.noop),
        AddConstraintNotValid(
            model_name="report",
            constraint=models.CheckConstraint(condition=dates_in_range(), name="report_dates_in_range"),
        ),
        AddConstraintNotValid(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=kit.dates.moments_in_range("at"), name="transition_at_in_range"
            ),
        ),
    ]
