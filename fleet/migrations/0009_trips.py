import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fleet", "0008_webhooks")]

    operations = [
        migrations.AddField(model_name="trip", name="sure_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="TripBuild",
            fields=[
                (
                    "vehicle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="trip_build",
                        serialize=False,
                        to="fleet.vehicle",
                    ),
                ),
                ("memory", models.JSONField(null=True)),
                ("seen_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TripWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "vehicle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="fleet.vehicle"
                    ),
                ),
            ],
        ),
    ]
