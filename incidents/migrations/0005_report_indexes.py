from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Without a transaction, so that reports can be written while a large table is indexed and checked."""

    atomic = False
    dependencies = [("incidents", "0004_figures_and_supported_dates")]

    operations = [
        AddIndexConcurrently(
            "report", models.Index(fields=["ended_at"], name="report_closed", condition=Q(status="closed"))
        ),
        AddIndexConcurrently(
            "report", models.Index(fields=["id"], name="report_open", condition=Q(ended_at__isnull=True))
        ),
        AddIndexConcurrently(
            "report",
            models.Index(fields=["assignee", "status"], name="report_assignee", condition=Q(assignee__isnull=False)),
        ),
        ValidateConstraint("report", "report_dates_in_range"),
        ValidateConstraint("transition", "transition_at_in_range"),
    ]
